"""Runs that take far longer than usual."""

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import and_, or_, select

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes
from deskside.platform.runs.alarms import clear_alarm, raise_alarm
from deskside.platform.runs.models import Alarm, Run

TIMES = 3
SAMPLES = 20
FEWEST = 5
SHORTEST_SECONDS = 60.0
"""What is over sooner is never called slow."""
WINDOW = timedelta(minutes=5)


def usual_seconds(db: Reads | Writes, name: str, before: int) -> float | None:
    """The median length of the last 20 complete runs older than run `before`; None while they are too few."""
    done = (Run.name == name, Run.state == "done", Run.complete.is_(True), Run.id < before)
    rows = db.execute(
        select(Run.started_at, Run.finished_at)
        .where(*done, Run.started_at.is_not(None))
        .order_by(Run.finished_at.desc())
        .limit(SAMPLES)
    )
    lengths = [(row.finished_at - row.started_at).total_seconds() for row in rows]
    return median(lengths) if len(lengths) >= FEWEST else None


def watch_slow(db: Writes) -> None:
    """Raise the alarm `slow` for what runs, or ended in the last five minutes; clear it for all else."""
    now = clock.now()
    slow = {run.name: text for run in _recent(db, now) if (text := _judge(db, run, now)) is not None}
    for name, text in sorted(slow.items()):
        raise_alarm(db, "slow", name, text)
    still_open = select(Alarm.subject).where(Alarm.kind == "slow", Alarm.open_key.is_not(None))
    for name in sorted(set(db.scalars(still_open)) - set(slow)):
        clear_alarm(db, "slow", name)


def _recent(db: Writes, now: datetime) -> list[Run]:
    ended = and_(Run.state.in_(("done", "failed", "cancelled")), Run.finished_at > now - WINDOW)
    recent = select(Run).where(Run.started_at.is_not(None), or_(Run.state == "running", ended))
    return list(db.scalars(recent.order_by(Run.id)))


def _judge(db: Writes, run: Run, now: datetime) -> str | None:
    if run.started_at is None:
        return None
    seconds = ((run.finished_at or now) - run.started_at).total_seconds()
    if seconds < SHORTEST_SECONDS:
        return None
    usual = usual_seconds(db, run.name, run.id)
    if usual is None or seconds <= TIMES * usual:
        return None
    return f"{seconds:.0f} s > {TIMES} × {usual:.0f} s"
