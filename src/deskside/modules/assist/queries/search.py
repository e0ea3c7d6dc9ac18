"""Reminders as the kept contract searches them: all that match, by id."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.db import escape_like
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.reminders import business_ids_of


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: `since` included, `until` not."""

    reminder_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A reminder and the names of the products that it names, sorted."""

    reminder: Reminder
    businesses: list[str]


def search_reminders(db: Session, wanted: Search) -> list[Hit]:
    """Reminders that are not deleted."""
    found = select(Reminder).where(Reminder.deleted_at.is_(None)).order_by(Reminder.id)
    if wanted.reminder_id is not None:
        found = found.where(Reminder.id == wanted.reminder_id)
    if wanted.since is not None:
        found = found.where(Reminder.create_date >= wanted.since)
    if wanted.until is not None:
        found = found.where(Reminder.create_date < wanted.until)
    if wanted.title is not None:
        found = found.where(Reminder.title.ilike(f"%{escape_like(wanted.title)}%", escape="\\"))
    rows = db.scalars(found).all()
    names, ids = known_businesses(db), business_ids_of(db, None if len(rows) > 1 else [r.id for r in rows])
    return [Hit(row, sorted(names[one] for one in ids.get(row.id, ()) if one in names)) for row in rows]
