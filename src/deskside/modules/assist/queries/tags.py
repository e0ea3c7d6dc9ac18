"""The glossary of tags, and the tags that are not in it."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from deskside.kernel.db import escape_like
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_tag
from deskside.modules.assist.models import TagCount, TagMeaning
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.schemas import MeaningOut, TagOut, UnknownTag


def list_tags(db: Session, page: Page, q: str | None) -> Items[TagOut]:
    """Entries in the order of tags; `q` is a part of the tag or of its meaning."""
    wanted = select(TagMeaning)
    if q:
        part = f"%{escape_like(q.strip())}%"
        in_tag = TagMeaning.tag.ilike(part, escape="\\")
        wanted = wanted.where(or_(in_tag, TagMeaning.meaning.ilike(part, escape="\\")))
    rows = db.scalars(wanted.order_by(TagMeaning.tag).limit(page.size).offset(page.offset)).all()
    return Items(items=present_tags(db, rows), total=count_rows(db, wanted))


def find_tag(db: Session, tag_id: int) -> TagOut:
    """One entry. Raise NotFound."""
    row = db.get(TagMeaning, tag_id)
    if row is None:
        raise no_tag(tag_id)
    return present_tags(db, [row])[0]


def find_meanings(db: Session, tags: Sequence[str]) -> list[MeaningOut]:
    """What each of `tags` means, in their order."""
    wanted = select(TagMeaning.tag, TagMeaning.meaning).where(TagMeaning.tag.in_(rules.normal_tags(tags)))
    known = dict(db.execute(wanted).all())
    return [MeaningOut(tag=tag, meaning=known.get(rules.normal_tag(tag))) for tag in tags]


def list_unknown_tags(db: Session, page: Page) -> Items[UnknownTag]:
    """Those that most accounts carry first."""
    explained = select(TagMeaning.id).where(TagMeaning.tag == TagCount.tag).exists()
    wanted = select(TagCount).where(~explained)
    ranked = wanted.order_by(TagCount.accounts.desc(), TagCount.visits.desc(), TagCount.tag)
    rows = db.scalars(ranked.limit(page.size).offset(page.offset))
    return Items(items=[UnknownTag.model_validate(row) for row in rows], total=count_rows(db, wanted))


def present_tags(db: Session, rows: Sequence[TagMeaning]) -> list[TagOut]:
    """Stored entries as they are answered."""
    names = user_names(db, {row.modified_by for row in rows})
    counts = select(TagCount).where(TagCount.tag.in_([row.tag for row in rows]))
    by_tag = {count.tag: count for count in db.scalars(counts)}
    return [_present(row, by_tag.get(row.tag), names.get(row.modified_by or 0)) for row in rows]


def _present(row: TagMeaning, count: TagCount | None, name: str | None) -> TagOut:
    return TagOut(
        id=row.id,
        tag=row.tag,
        meaning=row.meaning,
        accounts=0 if count is None else count.accounts,
        visits=0 if count is None else count.visits,
        last_modified=row.last_modified,
        by=name,
        version=row.version,
    )
