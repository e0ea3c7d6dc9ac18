"""Site profiles and what they were."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist.errors import no_profile
from deskside.modules.assist.models.panel import SiteProfile, SiteProfileVersion
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.rules.profiles import Reading, read_part
from deskside.modules.assist.schemas.profiles import (
    ProfileBody,
    ProfileOut,
    ProfileVersion,
    ReadingOut,
    TryOut,
)

RECORDED = Path(__file__).parent.parent / "recorded_answers.json"
PARTS = ("extension", "accounts", "ahc", "admin", "tags", "tickets")
Answers = Mapping[str, JsonValue]


def list_profiles(db: Session) -> list[ProfileOut]:
    """All of them; the first is what panels go by unless a policy names another."""
    return present_profiles(db, db.scalars(select(SiteProfile).order_by(SiteProfile.id)).all())


def find_profile(db: Session, profile_id: int) -> ProfileOut:
    """One profile. Raise NotFound."""
    row = db.get(SiteProfile, profile_id)
    if row is None:
        raise no_profile(profile_id)
    return present_profiles(db, [row])[0]


def present_profiles(db: Session, rows: Sequence[SiteProfile]) -> list[ProfileOut]:
    """Stored profiles as they are answered."""
    names = user_names(db, {row.modified_by for row in rows})
    return [
        ProfileOut(
            id=row.id,
            name=row.name,
            body=ProfileBody.model_validate(row.body),
            last_modified=row.last_modified,
            by=names.get(row.modified_by or 0),
            version=row.version,
        )
        for row in rows
    ]


def list_versions(db: Session, profile_id: int, page: Page) -> Items[ProfileVersion]:
    """What the profile was, the newest first. Raise NotFound."""
    find_profile(db, profile_id)
    wanted = select(SiteProfileVersion).where(SiteProfileVersion.profile_id == profile_id)
    newest = wanted.order_by(SiteProfileVersion.version.desc())
    rows = db.scalars(newest.limit(page.size).offset(page.offset)).all()
    names = user_names(db, {row.actor_id for row in rows})
    items = [
        ProfileVersion(
            version=row.version,
            name=row.name,
            body=ProfileBody.model_validate(row.body),
            at=row.at,
            by=names.get(row.actor_id or 0),
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, wanted))


@cache
def recorded_answers() -> Answers:
    """What the demo CRM answered about one account, by part."""
    whole: Answers = TypeAdapter(dict[str, JsonValue]).validate_json(RECORDED.read_bytes())
    return whole


def try_profile(body: ProfileBody, answers: Answers | None) -> TryOut:
    """What the profile reads of `answers` (or of the recorded ones), field by field."""
    given = recorded_answers() if answers is None else answers
    paths = body.model_dump(by_alias=True)
    readings: list[Reading] = []
    unread = {}
    for part in PARTS:
        if part not in given:
            unread[part] = "no answer was given"
            continue
        try:
            readings += read_part(part, paths[part], given[part], body.root)
        except (ValueError, RecursionError):
            unread[part] = f"what lies under {body.root} is not JSON"
    return TryOut(
        readings=[ReadingOut.model_validate(one) for one in readings],
        unread=unread,
        missing=sum(one.value is None for one in readings),
    )
