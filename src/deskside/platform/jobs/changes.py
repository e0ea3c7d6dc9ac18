"""How the floors above follow a job: told of each change inside the transaction that makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskside.kernel.db import Writes
from deskside.platform.jobs.models import Job


@dataclass(frozen=True)
class LogLine:
    """One line of a job's log."""

    at: datetime
    text: str


@dataclass(frozen=True)
class JobChange:
    """A job as it stands after a change of state, progress or log."""

    id: int
    name: str
    state: str
    trigger: str
    actor_id: int | None
    tries: int
    error: str | None
    done: int
    total: int | None
    lines: Sequence[LogLine] = ()


Listener = Callable[[Writes, JobChange], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Have `listener(db, change)` called in the transaction of every change of every job."""
    _listeners.append(listener)
    return listener


def tell(db: Writes, job: Job, lines: Sequence[LogLine] = ()) -> None:
    """Pass on how `job` stands now."""
    if not _listeners:
        return
    change = JobChange(
        job.id,
        job.name,
        job.state,
        job.trigger,
        job.actor_id,
        job.tries,
        job.error,
        job.progress_done,
        job.progress_total,
        lines,
    )
    for listener in _listeners:
        listener(db, change)
