"""The glossary of tags."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_tag, stale, tag_exists
from deskside.modules.assist.models import TagMeaning
from deskside.modules.assist.queries.tags import present_tags
from deskside.modules.assist.schemas import TagIn, TagOut, TagPatch
from deskside.platform import audit


def create_tag(db: Writes, body: TagIn, actor: Principal) -> TagOut:
    """Explain a tag. Raise Conflict when it is explained already."""
    row = TagMeaning(tag=rules.normal_tag(body.tag), meaning=body.meaning, version=1)
    _touch(row, actor)
    db.add(row)
    _flush(db, row.tag)
    return _recorded(db, actor, "create", None, row)


def update_tag(db: Writes, tag_id: int, body: TagPatch, actor: Principal) -> TagOut:
    """Change an entry. Raise NotFound; Conflict with the present entry when `version` is old."""
    row = _locked(db, tag_id)
    old = present_tags(db, [row])[0]
    if row.version != body.version:
        raise stale(f"the meaning of {row.tag}", "current", old.model_dump(mode="json"))
    if body.tag is not None:
        row.tag = rules.normal_tag(body.tag)
    if body.meaning is not None:
        row.meaning = body.meaning
    row.version += 1
    _touch(row, actor)
    _flush(db, row.tag)
    return _recorded(db, actor, "update", old, row)


def delete_tag(db: Writes, tag_id: int, actor: Principal) -> None:
    """Take an entry out of the glossary. Raise NotFound."""
    row = _locked(db, tag_id)
    old = present_tags(db, [row])[0]
    db.delete(row)
    audit.record(db, actor=actor, action="assist.tag.delete", subject=("tag", tag_id), old=old)


def _locked(db: Writes, tag_id: int) -> TagMeaning:
    row = db.scalar(select(TagMeaning).where(TagMeaning.id == tag_id).with_for_update())
    if row is None:
        raise no_tag(tag_id)
    return row


def _touch(row: TagMeaning, actor: Principal) -> None:
    row.modified_by, row.last_modified = actor.user_id, clock.now()


def _flush(db: Writes, tag: str) -> None:
    try:
        db.flush()
    except IntegrityError as error:
        raise tag_exists(tag) from error


def _recorded(db: Writes, actor: Principal, verb: str, old: TagOut | None, row: TagMeaning) -> TagOut:
    new = present_tags(db, [row])[0]
    audit.record(db, actor=actor, action=f"assist.tag.{verb}", subject=("tag", row.id), old=old, new=new)
    return new
