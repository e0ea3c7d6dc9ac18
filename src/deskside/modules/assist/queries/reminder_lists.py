"""Lists of reminders, narrowed and sorted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel import clock
from deskside.kernel.db import escape_like
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist import rules
from deskside.modules.assist.models import AcctReminder, Reminder, ReminderToBusiness, ReminderToDepartment
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.queries.reminders import present_reminders
from deskside.modules.assist.schemas import PersonRef, ReminderOut, ReminderSort, ReminderState, TargetKind

Condition = ColumnElement[bool]
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "id": Reminder.id,
    "title": Reminder.title,
    "start": Reminder.start_date,
    "expire": Reminder.expire_date,
    "modified": Reminder.last_modified,
}


@dataclass(frozen=True, slots=True)
class ReminderFilter:
    """What is searched for; None = all. Both days of creation are included and counted in the site zone.

    Without a `state` deleted ones are left out. `business` and `market`: those that reach it; `account`:
    those that list it.
    """

    id: int | None = None
    created_from: date | None = None
    created_to: date | None = None
    title: str | None = None
    state: ReminderState | None = None
    market: str | None = None
    business: str | None = None
    target: TargetKind | None = None
    tag: str | None = None
    account: int | None = None
    author: int | None = None


def list_reminders(
    db: Session, page: Page, wanted: ReminderFilter, zone: ZoneInfo, sort: ReminderSort = "-id"
) -> Items[ReminderOut]:
    """Reminders in the order of `sort`, then of ids; an open start comes first, an open end last."""
    found = select(Reminder).where(*_when(wanted, clock.now(), zone), *_which(wanted), *_for_whom(db, wanted))
    ordered = found.order_by(*_order(sort), Reminder.id.desc())
    rows = db.scalars(ordered.limit(page.size).offset(page.offset)).all()
    return Items(items=present_reminders(db, rows, zone), total=count_rows(db, found))


def list_authors(db: Session) -> list[PersonRef]:
    """Whoever made a reminder, by name."""
    ids = db.scalars(select(Reminder.created_by).where(Reminder.created_by.is_not(None)).distinct()).all()
    names = user_names(db, ids)
    return sorted((PersonRef(id=one, name=name) for one, name in names.items()), key=lambda one: one.name)


def _order(sort: ReminderSort) -> list[ColumnElement[Any]]:
    name = sort.removeprefix("-")
    column = SORTS[name]
    keys: list[ColumnElement[Any]] = [column.expression]
    if name == "start":
        keys.insert(0, column.is_not(None))
    if name == "expire":
        keys.insert(0, column.is_(None))
    return [key.desc() if sort.startswith("-") else key.asc() for key in keys]


def _when(wanted: ReminderFilter, now: datetime, zone: ZoneInfo) -> list[Condition]:
    table = Reminder
    found = [_in_state(wanted.state, now)]
    if wanted.created_from is not None:
        found.append(table.create_date >= clock.start_of_day(wanted.created_from, zone))
    if wanted.created_to is not None:
        day_after = wanted.created_to + timedelta(days=1)
        found.append(table.create_date < clock.start_of_day(day_after, zone))
    return found


def _in_state(state: ReminderState | None, now: datetime) -> Condition:
    table = Reminder
    alive = table.deleted_at.is_(None)
    if state is None:
        return alive
    if state == "deleted":
        return table.deleted_at.is_not(None)
    if state == "coming":
        return alive & (table.start_date > now)
    ended = table.expire_date <= now
    if state == "ended":
        return alive & ended
    begun = or_(table.start_date.is_(None), table.start_date <= now)
    return alive & begun & or_(table.expire_date.is_(None), ~ended)


def _which(wanted: ReminderFilter) -> list[Condition]:
    found: list[Condition] = []
    if wanted.id is not None:
        found.append(Reminder.id == wanted.id)
    if wanted.title is not None:
        found.append(Reminder.title.ilike(f"%{escape_like(wanted.title)}%", escape="\\"))
    if wanted.author is not None:
        found.append(Reminder.created_by == wanted.author)
    return found


def _for_whom(db: Session, wanted: ReminderFilter) -> list[Condition]:
    found: list[Condition] = []
    if wanted.market:
        found.append(Reminder.market.contains(rules.parse_market(wanted.market), autoescape=True))
    if wanted.business:
        found.append(_reaches(rules.find_business(wanted.business, known_businesses(db))))
    if wanted.target is not None:
        found.append(_aimed_at(wanted.target))
    if wanted.tag:
        found.append(Reminder.tag == rules.normal_tag(wanted.tag))
    if wanted.account is not None:
        row = AcctReminder
        listed = exists().where(row.acct_id == wanted.account, row.reminder_id == Reminder.id, row.listed)
        found.append(listed)
    return found


def _reaches(business_id: int) -> Condition:
    pair = ReminderToBusiness
    named = exists().where(pair.reminder_id == Reminder.id, pair.business_id == business_id)
    # As rules.target_businesses: an account list without products is for all of them.
    any_named = exists().where(pair.reminder_id == Reminder.id)
    return or_(func.coalesce(Reminder.is_all_business, False), named, ~Reminder.is_global & ~any_named)


def _aimed_at(target: TargetKind) -> Condition:
    if target == "departments":
        return exists().where(ReminderToDepartment.reminder_id == Reminder.id)
    simple: dict[TargetKind, Condition] = {
        "everybody": Reminder.is_global.expression,
        "listed": ~Reminder.is_global,
        "tag": Reminder.tag.is_not(None),
        "numbers": Reminder.number_list_id.is_not(None),
    }
    return simple[target]
