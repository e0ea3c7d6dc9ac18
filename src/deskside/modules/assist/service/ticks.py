"""Ticks: shared by all agents, optimistic with a version, logged so that no state has two successors."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist import rules
from deskside.modules.assist.errors import does_not_apply, no_reminder, not_tickable, stale
from deskside.modules.assist.models import AcctReminder, ProcessLog, Reminder
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.queries.targets import NOTHING_TOLD, Reported, facts_of, recorded, targets_of
from deskside.modules.assist.queries.ticks import present_tick, tick_of
from deskside.modules.assist.schemas import TickOut


@dataclass(frozen=True, slots=True)
class TickWish:
    """A tick or untick. `version` None: accepted in the order of arrival.

    `processed_by` and `processed_by_xf` are what the CRM page reported of the agent: stored, never believed.
    """

    acct_id: int
    reminder_id: int
    done: bool
    version: int | None
    told: Reported = NOTHING_TOLD
    processed_by: int | None = None
    processed_by_xf: int | None = None


def set_tick(db: Writes, wish: TickWish, agent: Principal, now: datetime, zone: ZoneInfo) -> TickOut:
    """The tick after the wish was accepted, or as it stands when it holds already (that is not logged).

    Raise NotFound for a reminder that is not there or not for this account, Invalid for one that is only to
    be read, Conflict with the present tick when `version` is old.
    """
    reminder = _tickable(db, wish, agent, now)
    interval = reminder.recurrent_interval
    present = _locked(db, wish)
    if present is None and not rules.already_holds(rules.NEVER_TICKED, wish.done, interval, now, zone):
        _refuse_stale(db, wish, rules.NEVER_TICKED, interval, (now, zone))
        # Another agent may insert it first: then that row is what is locked and compared.
        blank = {"acct_id": wish.acct_id, "reminder_id": wish.reminder_id, "version": 0}
        blank |= {"listed": False, "is_processed": False}
        upsert(db, AcctReminder, [blank], keys=["acct_id", "reminder_id"])
        present = _locked(db, wish)
    tick = tick_of(present)
    if not rules.already_holds(tick, wish.done, interval, now, zone):
        _refuse_stale(db, wish, tick, interval, (now, zone))
        tick = _write(db, wish, tick.version, agent, now)
    return _answer(db, tick, interval, now, zone)


def _tickable(db: Writes, wish: TickWish, agent: Principal, now: datetime) -> Reminder:
    # Edits lock the reminder before its accounts, so ticks do too: no edit slips in between, none deadlocks.
    # PostgreSQL lets shared locks overtake a waiting edit as long as ticks never pause: there, ticks queue.
    queue = db.get_bind().dialect.name == "postgresql"
    held = select(Reminder).where(Reminder.id == wish.reminder_id)
    reminder = db.scalar(held.with_for_update(read=not queue, key_share=queue))
    if reminder is None or reminder.deleted_at is not None:
        raise no_reminder(wish.reminder_id)
    row = db.get(AcctReminder, (wish.acct_id, wish.reminder_id))
    facts = facts_of(db, recorded(db, wish.acct_id, wish.told), agent)
    target = targets_of(db, [reminder])[reminder.id]
    applies = rules.applies(target, facts, listed=row is not None and row.listed)
    if not (applies and rules.in_force(reminder.start_date, reminder.expire_date, now)):
        raise does_not_apply(wish.reminder_id, wish.acct_id)
    if not reminder.checkable:
        raise not_tickable(wish.reminder_id)
    return reminder


def _locked(db: Writes, wish: TickWish) -> AcctReminder | None:
    ours = (AcctReminder.acct_id == wish.acct_id, AcctReminder.reminder_id == wish.reminder_id)
    found = select(AcctReminder).where(*ours).with_for_update().execution_options(populate_existing=True)
    return db.scalar(found)


def _refuse_stale(
    db: Writes, wish: TickWish, tick: rules.Tick, interval: int, moment: tuple[datetime, ZoneInfo]
) -> None:
    if wish.version is not None and wish.version != tick.version:
        truth = present_tick(tick, interval, user_names(db, {tick.actor_id}), *moment)
        raise stale("the tick", "tick", truth.model_dump(mode="json"))


def _write(db: Writes, wish: TickWish, seen: int, agent: Principal, now: datetime) -> rules.Tick:
    tick = rules.Tick(wish.done, now, seen + 1, agent.user_id)
    changed = update(AcctReminder).where(
        AcctReminder.acct_id == wish.acct_id,
        AcctReminder.reminder_id == wish.reminder_id,
        AcctReminder.version == seen,
    )
    db.execute(
        changed.values(
            is_processed=tick.is_processed,
            last_processed_at=now,
            version=tick.version,
            actor_id=tick.actor_id,
        ).execution_options(synchronize_session=False)
    )
    db.add(
        ProcessLog(
            acct_id=wish.acct_id,
            reminder_id=wish.reminder_id,
            processed_by=wish.processed_by,
            processed_by_xf=wish.processed_by_xf,
            processed_at=now,
            new_status=wish.done,
            actor_id=agent.user_id,
            version=tick.version,
        )
    )
    db.flush()
    return tick


def _answer(db: Writes, tick: rules.Tick, interval: int, now: datetime, zone: ZoneInfo) -> TickOut:
    out = present_tick(tick, interval, user_names(db, {tick.actor_id}), now, zone)
    # In the visit that made it, a tick of interval 0 counts.
    return out.model_copy(update={"done": tick.is_processed}) if interval == 0 else out
