"""The transitions of a job, each one compare-and-set on its fence. Locks are taken group first, then job."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Update, or_, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, now_ms, upsert
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs.changes import tell
from deskside.platform.jobs.handlers import Handler, handler_of
from deskside.platform.jobs.models import Job, JobGroup
from deskside.platform.jobs.outcomes import Outcome
from deskside.platform.jobs.rules import LostLease

CLAIM_BEFORE_COMMIT = mark("jobs.claim_before_commit")

End = Literal["done", "failed", "cancelled"]
KILLED = "its worker stopped {tries} times while it ran; retry it by hand when the cause is mended"


class Raced(Exception):  # noqa: N818 - somebody else was faster
    """Undo this transaction: another worker claimed the job meanwhile."""


@dataclass(frozen=True)
class Claim:
    """A job that is ours while the lease holds and the ledger's fence is this one."""

    job_id: int
    fence: int
    group: str | None
    handler: Handler
    args: str
    tries: int
    max_tries: int
    checkpoint: object | None
    done: int
    total: int | None


def compare_and_set(db: Writes, statement: Update) -> bool:
    """Whether `statement` found the one row as it expected it."""
    db.flush()
    return db.connection().execute(statement).rowcount == 1


def claim(db: Writes, job_id: int, worker: str, lease_ms: int) -> Claim | Outcome:
    """Take a due job, counting the try; or say why not. Raises Raced where another worker was faster."""
    job = db.scalar(select(Job).where(Job.id == job_id, Job.due_at <= now_ms()))
    if job is None:
        return Outcome.NOT_DUE
    handler = handler_of(job.name)
    if handler is None:
        return Outcome.UNKNOWN
    if job.cancel_requested:
        return _end_unclaimed(db, job, "cancelled", None)
    if job.tries >= job.max_tries:
        return _end_unclaimed(db, job, "failed", KILLED.format(tries=job.tries))
    if job.group_name is not None and not _take_group(db, job.group_name, job.id, lease_ms):
        return Outcome.BUSY
    return _take_job(db, job, handler, worker, lease_ms)


def _take_job(db: Writes, job: Job, handler: Handler, worker: str, lease_ms: int) -> Claim:
    now = clock.now()
    taken = compare_and_set(
        db,
        update(Job)
        .where(Job.id == job.id, Job.fence == job.fence, Job.due_at <= now_ms())
        .values(
            state="running",
            fence=Job.fence + 1,
            tries=Job.tries + 1,
            due_at=now_ms() + lease_ms,
            dedup=None,
            worker=worker,
            started_at=now,
            error=None,
        ),
    )
    if not taken:
        raise Raced
    db.refresh(job)
    tell(db, job)
    failpoint(CLAIM_BEFORE_COMMIT)
    return Claim(
        job.id,
        job.fence,
        job.group_name,
        handler,
        job.args,
        job.tries,
        job.max_tries,
        job.checkpoint,
        job.progress_done,
        job.progress_total,
    )


def _take_group(db: Writes, group: str, job_id: int, lease_ms: int) -> bool:
    take = (
        update(JobGroup)
        .where(JobGroup.name == group)
        .where(or_(JobGroup.until_ms <= now_ms(), JobGroup.job_id == job_id))
        .values(job_id=job_id, until_ms=now_ms() + lease_ms)
    )
    if compare_and_set(db, take):
        return True
    upsert(db, JobGroup, [{"name": group, "job_id": None, "until_ms": 0}], keys=["name"])
    return compare_and_set(db, take)


def _end_unclaimed(db: Writes, job: Job, state: End, error: str | None) -> Outcome:
    closed = compare_and_set(
        db,
        update(Job)
        .where(Job.id == job.id, Job.fence == job.fence, Job.due_at <= now_ms())
        .values(**ended(state, error), fence=Job.fence + 1),
    )
    if not closed:
        raise Raced
    db.refresh(job)
    tell(db, job)
    return Outcome(state)


def ended(state: End, error: str | None) -> dict[str, object]:
    """The columns of a job that is over."""
    return {
        "state": state,
        "error": error,
        "due_at": None,
        "dedup": None,
        "worker": None,
        "finished_at": clock.now(),
    }


def renew(db: Writes, job_id: int, fence: int, group: str | None, lease_ms: int) -> bool:
    """Make the lease last `lease_ms` from now; False where the job is no longer ours."""
    if group is not None:
        mine = (JobGroup.name == group, JobGroup.job_id == job_id, JobGroup.until_ms > 0)
        compare_and_set(db, update(JobGroup).where(*mine).values(until_ms=now_ms() + lease_ms))
    return compare_and_set(db, _mine(job_id, fence).values(due_at=now_ms() + lease_ms))


def save(db: Writes, held: Claim, values: dict[str, object]) -> Job:
    """Write progress and checkpoint if the job is still ours; LostLease undoes the transaction if not."""
    if not compare_and_set(db, _mine(held.job_id, held.fence).values(**values)):
        raise LostLease(f"job {held.job_id} is no longer ours")
    return db.scalars(
        select(Job).where(Job.id == held.job_id).execution_options(populate_existing=True)
    ).one()


def end(
    db: Writes, held: Claim, state: End, *, error: str | None = None, values: dict[str, object] | None = None
) -> Job:
    """Finish a job that is ours, and give its group free."""
    _release_group(db, held)
    return save(db, held, {**(values or {}), **ended(state, error)})


def wait_again(db: Writes, held: Claim, delay_seconds: float, error: str) -> Job:
    """Put a failed try back, due after `delay_seconds`."""
    _release_group(db, held)
    due = now_ms() + round(delay_seconds * 1000)
    return save(
        db, held, {"state": "waiting", "due_at": due, "sent_at": None, "worker": None, "error": error}
    )


def hand_back(db: Writes, held: Claim) -> None:
    """Give up a job that is ours, as though it had not been claimed: due at once, the try not counted."""
    _release_group(db, held)
    back: dict[str, object] = {"state": "waiting", "due_at": now_ms(), "sent_at": None, "worker": None}
    tell(db, save(db, held, {**back, "tries": Job.tries - 1, "fence": Job.fence + 1}))


def _release_group(db: Writes, held: Claim) -> None:
    if held.group is not None:
        mine = (JobGroup.name == held.group, JobGroup.job_id == held.job_id)
        compare_and_set(db, update(JobGroup).where(*mine).values(until_ms=0, job_id=None))


def _mine(job_id: int, fence: int) -> Update:
    return update(Job).where(Job.id == job_id, Job.fence == fence, Job.state == "running")
