"""The look-up, asked of the database alone: slow and obvious. The snapshot in memory must agree with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.modules.assist import rules
from deskside.modules.assist.models import AcctReminder, NumberList, Reminder
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.people import departments_above, user_names
from deskside.modules.assist.queries.targets import lists_with, targets_of
from deskside.modules.assist.queries.ticks import present_tick, tick_of
from deskside.modules.assist.schemas import LookupIn, LookupItem, LookupOut
from deskside.platform.versions import Version


@dataclass(frozen=True, slots=True)
class Shown:
    """A reminder that applies to the account, with the account's tick."""

    reminder: Reminder
    tick: rules.Tick


@dataclass(frozen=True, slots=True)
class Found:
    """What an agent is shown, by reminder id; `special` is what the number lists say of the number.

    `market` and `business` are those of the account, as they are spelled here.
    """

    shown: list[Shown]
    special: str | None
    revision: str
    market: str
    business: str


def find_for_account(db: Session, question: LookupIn, agent: Principal, now: datetime) -> Found:
    """Every reminder that applies now. Raise BadRequest for an unknown market or business or a bad number."""
    number = rules.parse_cn_num(question.cn_num)
    known = known_businesses(db)
    market, business_id = rules.parse_market(question.market), rules.find_business(question.business, known)
    facts = rules.Facts(
        market=market,
        business_id=business_id,
        tags=None if question.tags is None else rules.normal_tags(question.tags),
        number_list_ids=frozenset() if number is None else lists_with(db, number),
        department_ids=departments_above(db, agent.department_id),
    )
    rows = {row.reminder_id: row for row in _rows(db, question.acct_id)}
    reminders = _in_force(db, now)
    targets = targets_of(db, reminders)
    shown = [
        Shown(one, tick_of(rows.get(one.id)))
        for one in reminders
        if rules.applies(targets[one.id], facts, listed=one.id in rows and rows[one.id].listed)
    ]
    special = _special(db, facts.number_list_ids, number)
    return Found(shown, special, _revision(db, question.acct_id), market, known[business_id])


def lookup_from_database(
    db: Session, question: LookupIn, agent: Principal, now: datetime, zone: ZoneInfo
) -> LookupOut:
    """The answer of `POST /api/assist/lookup`: fixed first, the special number last of them, then by id."""
    found = find_for_account(db, question, agent, now)
    names = user_names(db, {one.tick.actor_id for one in found.shown})
    items = [_item(one, names, now, zone) for one in found.shown]
    if found.special is not None:
        items.append(
            LookupItem(
                id=None, kind="fixed", content=found.special, tag=None, recurrent_interval=0, tick=None
            )
        )
    items.sort(key=lambda item: item.kind != "fixed")
    return LookupOut(acct_id=question.acct_id, reminders=items, revision=found.revision)


def _rows(db: Session, acct_id: int) -> list[AcctReminder]:
    return list(db.scalars(select(AcctReminder).where(AcctReminder.acct_id == acct_id)))


def _in_force(db: Session, now: datetime) -> list[Reminder]:
    alive = db.scalars(select(Reminder).where(Reminder.deleted_at.is_(None)).order_by(Reminder.id))
    return [one for one in alive if rules.in_force(one.start_date, one.expire_date, now)]


def _special(db: Session, list_ids: frozenset[int] | None, number: str | None) -> str | None:
    if not list_ids:
        return None
    wanted = select(NumberList.text).where(NumberList.id.in_(list_ids), NumberList.text != "")
    texts = db.scalars(wanted.order_by(NumberList.id)).all()
    return f"{number} {'；'.join(texts)}" if texts else None


def _revision(db: Session, acct_id: int) -> str:
    edits = db.scalar(select(Version.v).where(Version.name == "reminders")) or 0
    counted = select(func.sum(AcctReminder.version)).where(AcctReminder.acct_id == acct_id)
    return f"{edits}.{db.scalar(counted) or 0}"


def _item(one: Shown, names: Mapping[int, str], now: datetime, zone: ZoneInfo) -> LookupItem:
    reminder = one.reminder
    interval = reminder.recurrent_interval
    return LookupItem(
        id=reminder.id,
        kind="todo" if reminder.checkable else "fixed",
        content=reminder.content,
        tag=reminder.tag,
        recurrent_interval=interval,
        tick=present_tick(one.tick, interval, names, now, zone) if reminder.checkable else None,
    )
