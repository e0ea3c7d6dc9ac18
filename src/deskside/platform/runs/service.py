"""What people do to runs and schedules."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, Writes
from deskside.kernel.errors import Conflict
from deskside.kernel.paging import Items
from deskside.platform import jobs
from deskside.platform.audit import record
from deskside.platform.jobs.models import Schedule
from deskside.platform.runs.queries import run_by_id, run_of_job
from deskside.platform.runs.schemas import (
    NextTimesOut,
    RunOut,
    ScheduleEdit,
    ScheduleOut,
    Started,
    run_out,
)
from deskside.platform.runs.titles import Language, Title

NEXT_TIMES = 5


def cancel_run(db: Writes, run_id: int, actor: Principal, language: Language) -> RunOut:
    """Stop it: at once while it waits, at its next check while it runs. Conflict when it has finished."""
    job_id = _job_of(db, run_id)
    jobs.cancel(db, job_id)
    record(db, actor=actor, action="runs.run.cancel", subject=("run", run_id))
    return _fresh(db, job_id, language)


def retry_run(db: Writes, run_id: int, actor: Principal, language: Language) -> RunOut:
    """Run a failed or cancelled one again, from its checkpoint. Else Conflict."""
    job_id = _job_of(db, run_id)
    jobs.retry(db, job_id)
    record(db, actor=actor, action="runs.run.retry", subject=("run", run_id))
    return _fresh(db, job_id, language)


def _job_of(db: Writes, run_id: int) -> int:
    job_id = run_by_id(db, run_id).job_id
    if job_id is None:
        raise Conflict("this run has no job behind it; start it anew from its page")
    return job_id


def _fresh(db: Writes, job_id: int, language: Language) -> RunOut:
    run = run_of_job(db, job_id)
    if run is None:
        raise Conflict("this run is gone; start it anew from its page")
    return run_out(run, language)


def list_schedules(db: Reads, zone: ZoneInfo, language: Language) -> Items[ScheduleOut]:
    """Those that this release knows, by name."""
    known = list(jobs.declared_schedules())
    rows = db.scalars(select(Schedule).where(Schedule.name.in_(known)).order_by(Schedule.name)).all()
    items = [_schedule_out(db, row, zone, language) for row in rows]
    return Items(items=items, total=len(items))


def preview_cron(db: Reads, cron: str, zone: ZoneInfo) -> NextTimesOut:
    """When `cron` would fire from now on. Invalid, naming `cron`, where it cannot be read."""
    times = jobs.next_times(jobs.check_cron(cron), zone, NEXT_TIMES, jobs.clock_of(db))
    return NextTimesOut(next_times=[moment.astimezone(zone) for moment in times])


def change_schedule(
    db: Writes, name: str, body: ScheduleEdit, actor: Principal, zone: ZoneInfo, language: Language
) -> ScheduleOut:
    """Edit what is given; raises NotFound, and Invalid naming `cron`."""
    before = db.get(Schedule, name)
    old = _facts(before) if before is not None else None
    row = jobs.edit_schedule(
        db, name, zone, cron=body.cron, enabled=body.enabled, late_policy=body.late_policy
    )
    record(
        db,
        actor=actor,
        action="runs.schedule.update",
        subject=("schedule", name),
        old=old,
        new=_facts(row),
    )
    return _schedule_out(db, row, zone, language)


def start_schedule(db: Writes, name: str, actor: Principal, zone: ZoneInfo) -> Started:
    """Run now what the schedule runs; absorbed by the same job where one waits already."""
    ticket = jobs.run_schedule(db, name, zone, actor_id=actor.user_id)
    jobs.write_jobs(db)
    record(db, actor=actor, action="runs.schedule.run", subject=("schedule", name))
    run = run_of_job(db, ticket.id)
    return Started(run_id=run.id if run else None, job_id=ticket.id)


def _facts(row: Schedule) -> dict[str, object]:
    return {"cron": row.cron, "enabled": row.enabled, "late_policy": row.late_policy}


def _schedule_out(db: Reads | Writes, row: Schedule, zone: ZoneInfo, language: Language) -> ScheduleOut:
    declared = jobs.declared_schedules().get(row.name)
    title = Title(declared.title_zh, declared.title_en).text(language) if declared else row.name
    times = [moment.astimezone(zone) for moment in jobs.upcoming(row, zone, jobs.clock_of(db), NEXT_TIMES)]
    return ScheduleOut.model_validate(
        {
            "name": row.name,
            "title": title,
            "cron": row.cron,
            "enabled": row.enabled,
            "next_at": times[0] if times else None,
            "late_policy": row.late_policy,
            "last_run_at": None if row.last_at is None else row.last_at.astimezone(zone),
            "next_times": times,
        }
    )
