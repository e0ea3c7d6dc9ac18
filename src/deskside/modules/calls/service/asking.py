"""Asking for readings: of a day that waits or is being read already, no second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, Writes, upsert
from deskside.modules.calls.errors import asked_a_moment_ago, bad_span, future_day, not_set_up
from deskside.modules.calls.messages import PlanDays, SyncRecords, SyncTasks
from deskside.modules.calls.models import CallDay, GradeStats, TaskStats
from deskside.modules.calls.rules.judging import days_between
from deskside.modules.calls.schemas.actions import AskedOut, RefreshIn, RefreshOut
from deskside.modules.calls.schemas.vendor import SyncType, Track
from deskside.modules.calls.settings import CallsEnv
from deskside.platform import audit
from deskside.platform.jobs import BULK, NORMAL, URGENT, Trigger, enqueue, state_of, write_jobs
from deskside.platform.runs import run_of_job

COOLDOWN_SECONDS = 60
LIVE = {"waiting", "running"}
LONGEST_SPAN = 400
ORDER: tuple[Track, ...] = ("records", "tasks")


@dataclass(frozen=True)
class Who:
    """Who asks, and why."""

    sync_type: SyncType
    trigger: Trigger
    actor_id: int | None = None
    priority: int = NORMAL


def need_vendor() -> None:
    """Raise Conflict where no vendor is set up."""
    if CallsEnv().url is None:
        raise not_set_up()


def check_span(first: date, last: date, zone: ZoneInfo, longest: int = LONGEST_SPAN) -> None:
    """Raise Invalid for a span upside down or too long, BadRequest for one that ends in the future."""
    if last < first:
        raise bad_span("the span ends before it begins")
    if (last - first).days >= longest:
        raise bad_span(f"a span has {longest} days at most: ask for a shorter one")
    if last > clock.today(zone):
        raise future_day(last)


def ask_records(db: Writes, day: date, who: Who) -> int:
    """Have the records of `day` read; the job, which may be one that waits or runs already."""
    live = _live_job(db, _held(db, day))
    return _ask_records(db, day, who) if live is None else live


def _held(db: Writes, day: date) -> CallDay:
    """The day's row, locked: others who ask for the day wait until this transaction ends."""
    upsert(db, CallDay, [{"day": day, "mark": 0}], keys=["day"])
    return db.scalars(select(CallDay).where(CallDay.day == day).with_for_update()).one()


def _live_job(db: Writes, held: CallDay) -> int | None:
    live = held.job_id is not None and state_of(db, held.job_id) in LIVE
    return held.job_id if live else None


def _ask_records(db: Writes, day: date, who: Who) -> int:
    job_id = _enqueue(db, SyncRecords(day=day, sync_type=who.sync_type), who)
    db.execute(update(CallDay).where(CallDay.day == day).values(job_id=job_id))
    return job_id


def ask_tasks(db: Writes, day: date, who: Who) -> int:
    """Have the task statistics of `day` read; the job."""
    return _enqueue(db, SyncTasks(day=day, sync_type=who.sync_type), who)


def _enqueue(db: Writes, message: SyncRecords | SyncTasks, who: Who) -> int:
    ticket = enqueue(
        db,
        message,
        dedup=message.day.isoformat(),
        trigger=who.trigger,
        actor_id=who.actor_id,
        priority=who.priority,
    )
    write_jobs(db)
    return ticket.id


def ask_today(db: Writes, day: date) -> int | None:
    """For a reader who finds no figures of today: the job that reads them; None once they are there.

    The job is looked at before the figures: one that is over by then has committed them with its end.
    """
    live = _live_job(db, _held(db, day))
    if live is not None:
        return live
    if db.scalar(select(GradeStats.id).where(GradeStats.date == day)) is not None:
        return None
    return _ask_records(db, day, Who("read", "event", priority=URGENT))


def refresh_day(db: Writes, day: date, actor: Principal) -> int:
    """A manager's refresh of the record track; its run. TooManyRequests within a minute of the last."""
    held = _held(db, day)
    if held.asked_at is not None:
        left = COOLDOWN_SECONDS - (clock.now() - held.asked_at).total_seconds()
        if left > 0:
            raise asked_a_moment_ago(day, max(1, round(left)))
    job_id = ask_records(db, day, Who("manual", "manual", actor.user_id, URGENT))
    db.execute(update(CallDay).where(CallDay.day == day).values(asked_at=clock.now()))
    audit.record(db, actor=actor, action="calls.refresh", subject=("day", day.isoformat()))
    return _run_id(db, job_id)


def refresh_span(db: Writes, body: RefreshIn, actor: Principal) -> RefreshOut:
    """A manager's refresh of a span, the newest day first; each day and track is a run of its own."""
    who = Who("manual", "manual", actor.user_id, URGENT if body.first == body.last else NORMAL)
    items: list[AskedOut] = []
    for day in days_between(body.first, body.last):
        for track in _tracks(db, day, body):
            job_id = ask_records(db, day, who) if track == "records" else ask_tasks(db, day, who)
            items.append(AskedOut(date=day, track=track, run_id=_run_id(db, job_id)))
    facts = {"from": body.first, "to": body.last, "runs": len(items)}
    audit.record(db, actor=actor, action="calls.refresh", subject=("span", str(body.first)), new=facts)
    return RefreshOut(run_id=items[0].run_id if items else None, items=items, total=len(items))


def _tracks(db: Writes, day: date, body: RefreshIn) -> Sequence[Track]:
    wanted = [track for track in ORDER if track in body.tracks]
    return [track for track in wanted if not (body.only_missing and is_whole(db, day, track))]


def is_whole(db: Reads | Writes, day: date, track: Track) -> bool:
    """Whether a track of the day was had, and not only in part."""
    if track == "tasks":
        return db.scalar(select(TaskStats.id).where(TaskStats.date == day)) is not None
    whole = select(GradeStats.id).where(GradeStats.date == day, GradeStats.partial.is_(False))
    return db.scalar(whole) is not None


def _run_id(db: Writes, job_id: int) -> int:
    run = run_of_job(db, job_id)
    if run is None:
        raise LookupError(f"job {job_id} leaves no run")
    return run.id


def plan_days(db: Writes, plan: PlanDays) -> int:
    """What a schedule asks for; how many days."""
    if CallsEnv().url is None:
        return 0
    who = Who(plan.sync_type, "schedule", priority=BULK if plan.sync_type == "t10" else NORMAL)
    days = days_between(plan.first, min(plan.last, plan.first + timedelta(days=LONGEST_SPAN)))
    for day in days:
        if plan.track == "records":
            ask_records(db, day, who)
        else:
            ask_tasks(db, day, who)
    return len(days)
