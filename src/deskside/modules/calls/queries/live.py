"""Readings that wait or run."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.modules.calls.messages import SyncRecords, SyncTasks
from deskside.modules.calls.schemas.days import LiveRunOut
from deskside.modules.calls.schemas.vendor import Track
from deskside.platform.jobs.models import Job
from deskside.platform.runs.models import Run

TRACKS: Mapping[str, tuple[Track, type[SyncRecords | SyncTasks]]] = {
    SyncRecords.message_name: ("records", SyncRecords),
    SyncTasks.message_name: ("tasks", SyncTasks),
}


def live_runs(db: Session, first: date, last: date) -> dict[date, list[LiveRunOut]]:
    """By day."""
    live = select(Run, Job.args).join(Job, Job.id == Run.job_id)
    live = live.where(Run.name.in_(TRACKS), Run.state.in_(("waiting", "running"))).order_by(Run.id)
    found: dict[date, list[LiveRunOut]] = {}
    for run, args in db.execute(live):
        track, kind = TRACKS[run.name]
        day = kind.model_validate_json(args).day
        if first <= day <= last:
            out = LiveRunOut(run_id=run.id, track=track, state=run.state, done=run.done, total=run.total)
            found.setdefault(day, []).append(out)
    return found


def state_of_run(db: Session, run_id: int) -> str | None:
    """As it stands; None where it is forgotten."""
    return db.scalar(select(Run.state).where(Run.id == run_id))
