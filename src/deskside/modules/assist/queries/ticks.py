"""Ticks: of one account, and of one reminder's accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_reminder
from deskside.modules.assist.models import AcctReminder, ProcessLog, Reminder
from deskside.modules.assist.queries.people import user_names, users_called
from deskside.modules.assist.schemas import ListedAccount, LogRow, TickOut, TickRow


def tick_of(row: AcctReminder | None) -> rules.Tick:
    """What a stored row says of the tick."""
    if row is None:
        return rules.NEVER_TICKED
    return rules.Tick(row.is_processed, row.last_processed_at, row.version, row.actor_id)


def present_tick(
    tick: rules.Tick, interval: int, names: Mapping[int, str], now: datetime, zone: ZoneInfo
) -> TickOut:
    """A tick as it is answered, evaluated at `now`. `names` are of users, by id."""
    return TickOut(
        done=rules.is_done(tick.is_processed, tick.last_processed_at, interval, now, zone),
        is_processed=tick.is_processed,
        last_processed_at=tick.last_processed_at,
        by=None if tick.actor_id is None else names.get(tick.actor_id),
        version=tick.version,
    )


def list_accounts(db: Session, reminder_id: int, page: Page) -> Items[ListedAccount]:
    """The account list of a reminder, in the order of ids."""
    _reminder(db, reminder_id)
    wanted = select(AcctReminder.acct_id).where(AcctReminder.reminder_id == reminder_id, AcctReminder.listed)
    ids = db.scalars(wanted.order_by(AcctReminder.acct_id).limit(page.size).offset(page.offset))
    return Items(items=[ListedAccount(acct_id=one) for one in ids], total=count_rows(db, wanted))


def list_ticks(db: Session, reminder_id: int, page: Page, now: datetime, zone: ZoneInfo) -> Items[TickRow]:
    """The accounts under a reminder that were ever ticked, in the order of ids."""
    interval = _reminder(db, reminder_id).recurrent_interval
    wanted = select(AcctReminder).where(AcctReminder.reminder_id == reminder_id, AcctReminder.version > 0)
    rows = db.scalars(wanted.order_by(AcctReminder.acct_id).limit(page.size).offset(page.offset)).all()
    names = user_names(db, {row.actor_id for row in rows})
    items = [
        TickRow(
            acct_id=row.acct_id,
            done=rules.is_done(row.is_processed, row.last_processed_at, interval, now, zone),
            is_processed=row.is_processed,
            by=None if row.actor_id is None else names.get(row.actor_id),
            at=row.last_processed_at,
            version=row.version,
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, wanted))


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted: `person` is a part of a name; both days are included (site zone)."""

    account: int | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None


def list_log(db: Session, reminder_id: int, page: Page, wanted: LogFilter, zone: ZoneInfo) -> Items[LogRow]:
    """Every accepted tick under a reminder, the newest first."""
    _reminder(db, reminder_id)
    found = _narrowed(select(ProcessLog).where(ProcessLog.reminder_id == reminder_id), wanted, zone)
    rows = db.scalars(found.order_by(ProcessLog.id.desc()).limit(page.size).offset(page.offset)).all()
    names = user_names(db, {row.actor_id for row in rows})
    items = [
        LogRow(
            acct_id=row.acct_id,
            by=None if row.actor_id is None else names.get(row.actor_id),
            processed_by=row.processed_by,
            processed_by_xf=row.processed_by_xf,
            at=row.processed_at,
            new_status=row.new_status,
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, found))


def _narrowed(found: Select[ProcessLog], wanted: LogFilter, zone: ZoneInfo) -> Select[ProcessLog]:
    if wanted.account is not None:
        found = found.where(ProcessLog.acct_id == wanted.account)
    if wanted.person:
        found = found.where(ProcessLog.actor_id.in_(users_called(wanted.person)))
    if wanted.since is not None:
        found = found.where(ProcessLog.processed_at >= clock.start_of_day(wanted.since, zone))
    if wanted.until is not None:
        day_after = wanted.until + timedelta(days=1)
        found = found.where(ProcessLog.processed_at < clock.start_of_day(day_after, zone))
    return found


def _reminder(db: Session, reminder_id: int) -> Reminder:
    row = db.get(Reminder, reminder_id)
    if row is None:
        raise no_reminder(reminder_id)
    return row
