"""The one rule of freshness: when data were had, when they are expected again, what that makes of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select

from deskside.kernel.db import Reads, Writes
from deskside.platform.jobs import Message, clock_of, declared_schedules
from deskside.platform.jobs.cron import moments
from deskside.platform.jobs.models import Schedule
from deskside.platform.runs.models import Run

FreshnessState = Literal["fresh", "stale", "failed", "never"]

PERIODS = 2
GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class Freshness:
    """How current what a run brings is; moments are aware.

    `synced_at` is the end of the last complete run. `expected_by`: without success until then it is stale;
    None where nothing runs by itself. `failed_at` and `error` tell of the last run that brought less than
    all there was.
    """

    state: FreshnessState
    synced_at: datetime | None
    expected_by: datetime | None
    failed_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class Lead:
    """The run that a schedule of another message starts at each tick, while `wanted` says so."""

    run: str
    wanted: Callable[[], bool]


_leads: dict[str, Lead] = {}


def leads_to(schedule: str, run: type[Message], *, wanted: Callable[[], bool] = lambda: True) -> None:
    """Say that each tick of a schedule whose own message is no run starts one of `run`, while `wanted`."""
    _leads[schedule] = Lead(run.message_name, wanted)


def led_runs() -> set[str]:
    """Every run that a schedule of another message starts."""
    return {lead.run for lead in _leads.values()}


def _starts(schedule: str, names: Collection[str]) -> bool:
    lead = _leads.get(schedule)
    return lead is not None and lead.run in names and lead.wanted()


def judge(
    synced_at: datetime | None, failed_at: datetime | None, expected_by: datetime | None, now: datetime
) -> FreshnessState:
    """The rule: a failure after the last success, then no success for two periods, else fresh."""
    if failed_at is not None and (synced_at is None or failed_at > synced_at):
        return "failed"
    if expected_by is not None and now >= expected_by:
        return "stale"
    return "never" if synced_at is None else "fresh"


def expected_by(crons: Collection[str], zone: ZoneInfo, since: datetime) -> datetime | None:
    """The second tick after `since` of the schedule that comes first, and a minute more; None: no tick."""
    seconds = [next(islice(moments(cron, zone, since), PERIODS - 1, None), None) for cron in crons]
    return min((second + GRACE for second in seconds if second is not None), default=None)


def schedules_of(db: Reads | Writes, names: Collection[str], zone: ZoneInfo) -> list[Schedule]:
    """The schedules, enabled or not, that start one of the runs `names`."""
    now = clock_of(db).astimezone(zone)
    ours = [
        name
        for name, one in declared_schedules().items()
        if one.make(now).message_name in names or _starts(name, names)
    ]
    return list(db.scalars(select(Schedule).where(Schedule.name.in_(ours)).order_by(Schedule.name)))


def freshness_of(db: Reads | Writes, names: Collection[str], zone: ZoneInfo) -> Freshness:
    """How current the data are that the runs called `names` bring together."""
    rows = [row for row in schedules_of(db, names, zone) if row.enabled]
    successes = [at for at in (last_success(db, name) for name in names) if at is not None]
    synced_at = max(successes, default=None)
    since = synced_at or min((row.created_at for row in rows), default=None)
    expected = None if since is None else expected_by([row.cron for row in rows], zone, since)
    failed = last_failure(db, names)
    failed_at, error = (None, None) if failed is None else (failed.finished_at, failed.error)
    state = judge(synced_at, failed_at, expected, clock_of(db))
    return Freshness(state, synced_at, expected, failed_at, error)


def last_success(db: Reads | Writes, name: str) -> datetime | None:
    """When the last complete run of `name` finished; None: never."""
    complete = (Run.name == name, Run.state == "done", Run.complete.is_(True))
    return db.scalar(select(func.max(Run.finished_at)).where(*complete))


def last_failure(db: Reads | Writes, names: Collection[str]) -> Run | None:
    """The last run that failed, or that brought only a part."""
    less = or_(Run.state == "failed", and_(Run.state == "done", Run.complete.is_(False)))
    ended = select(Run).where(Run.name.in_(names), less, Run.finished_at.is_not(None))
    return db.scalar(ended.order_by(Run.finished_at.desc()).limit(1))
