"""What people do to a job: stop it, run it again, see it."""

from sqlalchemy import select, update

from deskside.kernel.db import Reads, Writes, now_ms
from deskside.kernel.errors import Conflict, NotFound
from deskside.platform.jobs import carriers
from deskside.platform.jobs.changes import tell
from deskside.platform.jobs.claims import compare_and_set, ended
from deskside.platform.jobs.models import Job


def state_of(db: Reads | Writes, job_id: int) -> str | None:
    """waiting, running, done, failed or cancelled; None where there is no such job (any more)."""
    return db.scalar(select(Job.state).where(Job.id == job_id))


def cancel(db: Writes, job_id: int) -> None:
    """End a waiting job, or ask a running one to stop at its next check. Conflict when it has finished."""
    waiting = update(Job).where(Job.id == job_id, Job.state == "waiting")
    running = update(Job).where(Job.id == job_id, Job.state == "running")
    if compare_and_set(db, waiting.values(**ended("cancelled", None), fence=Job.fence + 1)):
        tell(db, _fresh(db, job_id))
    elif not compare_and_set(db, running.values(cancel_requested=True)):
        _fresh(db, job_id)
        raise Conflict("the job has finished: there is nothing to cancel")


def retry(db: Writes, job_id: int) -> None:
    """Have a failed or cancelled job run again from its checkpoint, with all its tries. Else Conflict."""
    stopped = update(Job).where(Job.id == job_id, Job.state.in_(("failed", "cancelled")))
    again = stopped.values(
        state="waiting",
        due_at=now_ms(),
        sent_at=now_ms(),
        tries=0,
        fence=Job.fence + 1,
        cancel_requested=False,
        error=None,
        finished_at=None,
    )
    done = compare_and_set(db, again)
    job = _fresh(db, job_id)
    if not done:
        raise Conflict(f"the job is {job.state}: only a failed or cancelled one can be run again")
    tell(db, job)
    db.after_commit(lambda: carriers.publish([job_id]))


def _fresh(db: Writes, job_id: int) -> Job:
    job = db.scalar(select(Job).where(Job.id == job_id).execution_options(populate_existing=True))
    if job is None:
        raise NotFound("the job is gone: finished jobs are kept for some days only")
    return job
