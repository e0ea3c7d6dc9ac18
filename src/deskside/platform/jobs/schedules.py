"""Schedules: declared in code, kept as rows, edited by people, fired by compare-and-set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes, now_ms, upsert
from deskside.kernel.errors import NotFound
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs.claims import compare_and_set
from deskside.platform.jobs.cron import check_cron, moments, next_times
from deskside.platform.jobs.enqueue import Ticket, Trigger, enqueue
from deskside.platform.jobs.messages import Message
from deskside.platform.jobs.models import Schedule

TICK_BEFORE_COMMIT = mark("jobs.tick_before_commit")

LatePolicy = Literal["once", "skip"]
Factory = Callable[[datetime], Message]

LATE_SECONDS = 60
"""A tick later than this is a missed one: the late policy decides."""


@dataclass(frozen=True)
class Declared:
    """A schedule as its module declares it; the row may say otherwise once somebody edited it."""

    name: str
    make: Factory
    cron: str
    title_zh: str
    title_en: str
    late: LatePolicy


_declared: dict[str, Declared] = {}


def schedule(
    name: str,
    message: Message | Factory,
    *,
    cron: str,
    title_zh: str,
    title_en: str,
    late: LatePolicy = "once",
) -> None:
    """Have `message` enqueued by itself; a factory is given the tick's moment, aware, in the site zone.

    `late` says what becomes of ticks missed while nothing ran: one is made up for, or none.
    """
    if name in _declared:
        raise TypeError(f"two schedules are named {name}")
    make: Factory = (lambda _moment: message) if isinstance(message, Message) else message
    _declared[name] = Declared(name, make, check_cron(cron), title_zh, title_en, late)


def declared_schedules() -> dict[str, Declared]:
    """Every schedule that this process knows, by name."""
    return dict(_declared)


def forget_schedule(name: str) -> None:
    """Take a declaration back; for tests that declare their own."""
    _declared.pop(name, None)


def clock_of(db: Reads | Writes) -> datetime:
    """The database's clock, which decides when schedules fire."""
    return _moment(db.scalars(select(now_ms())).one())


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def write_declared(db: Writes, zone: ZoneInfo) -> None:
    """Make the rows that are missing, and let those nobody edited follow their declaration."""
    now = clock_of(db)
    rows = {row.name: row for row in db.scalars(select(Schedule))}
    for name, one in sorted(_declared.items()):
        if name not in rows:
            upsert(db, Schedule, [_first_row(one, zone, now)], keys=["name"])
        elif rows[name].is_default and (rows[name].cron, rows[name].late_policy) != (one.cron, one.late):
            rows[name].cron = one.cron
            rows[name].late_policy = one.late
            rows[name].next_at = _next(one.cron, zone, now)


def _first_row(one: Declared, zone: ZoneInfo, now: datetime) -> dict[str, object]:
    return {
        "name": one.name,
        "cron": one.cron,
        "enabled": True,
        "late_policy": one.late,
        "next_at": _next(one.cron, zone, now),
        "is_default": True,
        "created_at": clock.now(),
    }


def _next(cron: str, zone: ZoneInfo, after: datetime) -> int | None:
    return _milliseconds(next(moments(cron, zone, after), None))


def find_schedules(db: Reads | Writes, names: Sequence[str]) -> dict[str, Schedule]:
    """Those of the schedules `names` that have a row."""
    return {row.name: row for row in db.scalars(select(Schedule).where(Schedule.name.in_(names)))}


def edit_schedule(
    db: Writes,
    name: str,
    zone: ZoneInfo,
    *,
    cron: str | None = None,
    enabled: bool | None = None,
    late_policy: LatePolicy | None = None,
) -> Schedule:
    """Change what is given. Raises NotFound, and Invalid naming `cron` where it cannot be read."""
    row = db.scalar(select(Schedule).where(Schedule.name == name).with_for_update())
    if row is None:
        raise NotFound(f"there is no schedule {name}; GET /api/schedules lists them")
    row.cron = row.cron if cron is None else check_cron(cron)
    row.enabled = row.enabled if enabled is None else enabled
    row.late_policy = late_policy or row.late_policy
    row.is_default = False
    row.next_at = _next(row.cron, zone, clock_of(db)) if row.enabled else None
    db.flush()
    return row


def due_schedules(db: Reads) -> Sequence[Schedule]:
    """The rows whose time has come, of those that this process knows."""
    due = select(Schedule).where(Schedule.next_at <= now_ms(), Schedule.enabled)
    return db.scalars(due.where(Schedule.name.in_(list(_declared))).order_by(Schedule.name)).all()


def fire(db: Writes, seen: Schedule, zone: ZoneInfo) -> Ticket | None:
    """Move `next_at` on and enqueue, in one transaction; None where another was faster or it is late.

    Of several missed ticks the last one counts: it is the one whose message says the most recent day.
    """
    now = clock_of(db)
    moment = _last_missed(seen, zone, now)
    moved = (
        update(Schedule)
        .where(Schedule.name == seen.name, Schedule.next_at == seen.next_at, Schedule.enabled)
        .values(next_at=_next(seen.cron, zone, now), last_at=clock.now())
    )
    if not compare_and_set(db, moved):
        return None
    failpoint(TICK_BEFORE_COMMIT)
    if seen.late_policy == "skip" and now - moment > timedelta(seconds=LATE_SECONDS):
        return None
    return _enqueue(db, _declared[seen.name], moment.astimezone(zone), "schedule", None)


def _last_missed(seen: Schedule, zone: ZoneInfo, now: datetime) -> datetime:
    last = _moment(seen.next_at or 0)
    for moment in moments(seen.cron, zone, max(last, now - timedelta(days=2))):
        if moment > now:
            break
        last = moment
    return last


def run_schedule(db: Writes, name: str, zone: ZoneInfo, *, actor_id: int | None) -> Ticket:
    """Enqueue what the schedule would, now, whether it is enabled or not. NotFound for an unknown name."""
    one = _declared.get(name)
    if one is None:
        raise NotFound(f"there is no schedule {name}; GET /api/schedules lists them")
    return _enqueue(db, one, clock_of(db).astimezone(zone), "manual", actor_id)


def _enqueue(db: Writes, one: Declared, moment: datetime, trigger: Trigger, actor_id: int | None) -> Ticket:
    message = one.make(moment)
    # While the same message waits, a further tick adds nothing; one that names another day is another job.
    digest = blake2b(message.encode().encode(), digest_size=8).hexdigest()
    return enqueue(db, message, dedup=f"{one.name}:{digest}", trigger=trigger, actor_id=actor_id)


def fires_at(row: Schedule) -> datetime | None:
    """When it fires next, in UTC; None while it is disabled."""
    return _moment(row.next_at) if row.enabled and row.next_at is not None else None


def upcoming(row: Schedule, zone: ZoneInfo, now: datetime, count: int) -> list[datetime]:
    """The next `count` moments at which it fires; none while it is disabled."""
    return next_times(row.cron, zone, count, now) if row.enabled else []
