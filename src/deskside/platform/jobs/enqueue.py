"""Asking for a job inside a transaction: it is written with it, or never was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import event, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, now_ms, upsert
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs import carriers
from deskside.platform.jobs.changes import tell
from deskside.platform.jobs.handlers import Options, handler_of, handlers_of_event
from deskside.platform.jobs.messages import Event, Message
from deskside.platform.jobs.models import Job

BEFORE_COMMIT = mark("jobs.enqueue_before_commit")
AFTER_COMMIT = mark("jobs.enqueue_after_commit")

Trigger = Literal["schedule", "manual", "event", "cli"]
DEDUP_CHARACTERS = 190
SLICE = 400
_PENDING = "jobs.pending"


@dataclass
class Ticket:
    """The job that was asked for. Its id is known after the commit, or after `write_jobs(db)`."""

    job_id: int | None = field(default=None, init=False)

    @property
    def id(self) -> int:
        """The job's id; that of the waiting one where the request was absorbed by it."""
        if self.job_id is None:
            raise RuntimeError("the job is not written yet: ask after the commit, or call write_jobs(db)")
        return self.job_id


@dataclass(frozen=True)
class _Request:
    name: str
    args: str
    dedup: str | None
    delay: float
    trigger: Trigger
    actor_id: int | None
    options: Options
    ticket: Ticket
    created_at: datetime

    def due(self, now: int) -> int:
        return now + round(self.delay * 1000)

    def row(self, now: int) -> dict[str, object]:
        return {
            "name": self.name,
            "args": self.args,
            "dedup": self.dedup,
            "group_name": self.options.group,
            "state": "waiting",
            "priority": self.options.priority,
            "due_at": self.due(now),
            "sent_at": now if self.due(now) <= now else None,
            "tries": 0,
            "max_tries": self.options.max_tries,
            "fence": 0,
            "progress_done": 0,
            "cancel_requested": False,
            "trigger": self.trigger,
            "actor_id": self.actor_id,
            "created_at": self.created_at,
        }


def enqueue(
    db: Writes,
    message: Message,
    *,
    dedup: str | None = None,
    delay: float | timedelta = 0,
    trigger: Trigger = "event",
    actor_id: int | None = None,
    priority: int | None = None,
) -> Ticket:
    """Have `message` run at least once after this transaction commits; never if it rolls back.

    While a job of the same message and `dedup` waits, the request is absorbed by it, and that job sees what
    this transaction writes. `delay` is seconds; of two requests the earlier counts. A smaller `priority` runs
    first.
    """
    name = message.message_name
    return _collect(db, name, message, dedup, _seconds(delay), trigger, actor_id, priority)


def announce(db: Writes, happened: Event, *, dedup: str | None = None, actor_id: int | None = None) -> None:
    """Enqueue one job for each `@on` handler of the event; none where nobody listens."""
    for name in handlers_of_event(type(happened)):
        _collect(db, name, happened, dedup, 0.0, "event", actor_id, None)


def _seconds(delay: float | timedelta) -> float:
    return delay.total_seconds() if isinstance(delay, timedelta) else float(delay)


def _collect(  # noqa: PLR0917 - the one place where a request is put together
    db: Writes,
    name: str,
    message: Message,
    dedup: str | None,
    delay: float,
    trigger: Trigger,
    actor_id: int | None,
    priority: int | None,
) -> Ticket:
    handler = handler_of(name)
    options = handler.options if handler else Options()
    if priority is not None:
        options = Options(options.retries, options.timeout, options.group, options.backoff, priority)
    full = None if dedup is None else f"{name}:{dedup}"
    if full is not None and len(full) > DEDUP_CHARACTERS:
        raise ValueError(f"the dedup key of {name} is longer than {DEDUP_CHARACTERS} characters")
    ticket = Ticket()
    request = _Request(
        name, message.encode(), full, delay, trigger, actor_id, options, ticket, created_at=clock.now()
    )
    pending = cast("list[_Request]", db.info.setdefault(_PENDING, []))
    pending.append(request)
    return ticket


def write_jobs(db: Writes) -> None:
    """Write what was asked for so far, so that the tickets know their ids inside this transaction."""
    requests: list[_Request] = db.info.pop(_PENDING, [])
    if not requests:
        return
    now = db.scalars(select(now_ms())).one()
    plain = [request for request in requests if request.dedup is None]
    # Sorted, so that two transactions that ask for the same jobs wait for one another instead of deadlocking.
    keyed = sorted((r for r in requests if r.dedup is not None), key=lambda request: request.dedup or "")
    jobs = [*_insert(db, plain, now), *_insert_or_join(db, keyed, now)]
    for job in jobs:
        tell(db, job)
    due = [job.id for job in jobs if (job.due_at or 0) <= now]
    if due:
        db.after_commit(lambda: _tell_carrier(due))


def _tell_carrier(ids: list[int]) -> None:
    failpoint(AFTER_COMMIT)
    carriers.publish(ids)


def _insert(db: Writes, requests: Sequence[_Request], now: int) -> list[Job]:
    jobs = [Job(**request.row(now)) for request in requests]
    db.add_all(jobs)
    db.flush()
    for request, made in zip(requests, jobs, strict=True):
        request.ticket.job_id = made.id
    return jobs


def _insert_or_join(db: Writes, requests: Sequence[_Request], now: int) -> list[Job]:
    jobs: list[Job] = []
    for start in range(0, len(requests), SLICE):
        part = requests[start : start + SLICE]
        # Overwriting the key with itself locks a row that waits already: it cannot be claimed before this
        # transaction commits, so the job that absorbed the request sees the request's data.
        upsert(db, Job, [request.row(now) for request in part], keys=["dedup"], update=["dedup"])
        waiting = select(Job).where(Job.dedup.in_([request.dedup for request in part]))
        by_key = {job.dedup: job for job in db.scalars(waiting.execution_options(populate_existing=True))}
        for request in part:
            _hasten(db, by_key[request.dedup], request.due(now))
            request.ticket.job_id = by_key[request.dedup].id
        jobs.extend(by_key.values())
    return jobs


def _hasten(db: Writes, job: Job, due: int) -> None:
    if job.due_at is not None and job.due_at > due:
        db.execute(update(Job).where(Job.id == job.id).values(due_at=due))


@event.listens_for(Writes, "before_commit")
def _write_before_commit(db: Writes) -> None:
    if db.info.get(_PENDING):
        write_jobs(db)
        failpoint(BEFORE_COMMIT)
