"""Reminders as managers see them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskside.modules.assist.models import (
    Business,
    NumberList,
    Reminder,
    ReminderToBusiness,
    ReminderToDepartment,
)
from deskside.modules.assist.queries.people import department_names, user_names
from deskside.modules.assist.schemas import DepartmentRef, PersonRef, ReminderOut


def find_reminder(db: Session, reminder_id: int, zone: ZoneInfo) -> ReminderOut | None:
    """The reminder, a deleted one too; None when there is none."""
    rows = db.scalars(select(Reminder).where(Reminder.id == reminder_id)).all()
    return next(iter(present_reminders(db, rows, zone)), None)


def business_ids_of(db: Session, reminder_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Product ids by reminder; of every reminder when none are named."""
    table = ReminderToBusiness
    wanted = select(table.reminder_id, table.business_id)
    if reminder_ids is not None:
        wanted = wanted.where(table.reminder_id.in_(list(reminder_ids)))
    return _grouped(db, wanted)


def department_ids_of(db: Session, reminder_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Department ids by reminder; of every reminder when none are named."""
    table = ReminderToDepartment
    wanted = select(table.reminder_id, table.department_id)
    if reminder_ids is not None:
        wanted = wanted.where(table.reminder_id.in_(list(reminder_ids)))
    return _grouped(db, wanted)


def _grouped(db: Session, pairs: Select[int, int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for reminder_id, other_id in db.execute(pairs):
        groups.setdefault(reminder_id, []).append(other_id)
    return groups


def present_reminders(db: Session, rows: Sequence[Reminder], zone: ZoneInfo) -> list[ReminderOut]:
    """Stored reminders as they are answered."""
    ids = [row.id for row in rows]
    businesses, departments = business_ids_of(db, ids), department_ids_of(db, ids)
    business_names = dict(db.execute(select(Business.id, Business.name)).all())
    lists = dict(db.execute(select(NumberList.id, NumberList.name)).all())
    known = department_names(db, {one for group in departments.values() for one in group})
    authors = user_names(db, {row.created_by for row in rows})
    return [
        ReminderOut(
            id=row.id,
            title=row.title,
            content=row.content,
            markets=row.market.split(","),
            start_date=_local(row.start_date, zone),
            expire_date=_local(row.expire_date, zone),
            recurrent_interval=row.recurrent_interval,
            is_global=row.is_global,
            is_all_business=row.is_all_business,
            businesses=sorted(business_names[one] for one in businesses.get(row.id, [])),
            departments=_departments(departments.get(row.id, []), known),
            checkable=row.checkable,
            tag=row.tag,
            accounts_count=row.accounts_count,
            number_list=None if row.number_list_id is None else lists[row.number_list_id],
            create_date=row.create_date.astimezone(zone),
            last_modified=row.last_modified.astimezone(zone),
            version=row.version,
            deleted=row.deleted_at is not None,
            author=_author(row.created_by, authors),
        )
        for row in rows
    ]


def _departments(ids: Iterable[int], known: dict[int, str]) -> list[DepartmentRef]:
    return [DepartmentRef(id=one, name=known.get(one, f"#{one}")) for one in sorted(ids)]


def _author(user_id: int | None, known: Mapping[int, str]) -> PersonRef | None:
    if user_id is None or user_id not in known:
        return None
    return PersonRef(id=user_id, name=known[user_id])


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)
