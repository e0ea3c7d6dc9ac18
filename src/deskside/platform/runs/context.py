"""What the handler of a run is given: a job that also counts what it read, changed and left out."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Generic, TypeVar

from sqlalchemy import select, update

from deskside.kernel.db import Reads, Writes
from deskside.platform.jobs import JobContext, Message
from deskside.platform.runs.models import Run

M_co = TypeVar("M_co", bound=Message, covariant=True)
P = TypeVar("P")


class RunContext(Generic[M_co]):
    """One run. Counts are written with each step, progress and finish; a try from a checkpoint goes on.

    Add to `read_count` and `changed` what was read and changed.
    """

    def __init__(self, job: JobContext[M_co]) -> None:
        self.job = job
        self.read_count = 0
        self.changed = 0
        self._skipped: dict[str, int] = {}
        self._partial: str | None = None
        if job.checkpoint is not None:
            self._recall()
        job.on_save(self._save)

    @property
    def message(self) -> M_co:
        """What was asked for."""
        return self.job.message

    @property
    def checkpoint(self) -> object | None:
        """What the last committed step left, also of an earlier try."""
        return self.job.checkpoint

    def skip(self, reason: str, n: int = 1) -> None:
        """Count `n` rows that were left out. Reasons are few and hold no personal data."""
        self._skipped[reason] = self._skipped.get(reason, 0) + n

    def partial(self, reason: str) -> None:
        """Say that not everything was had; the run ends as partial, with this sentence."""
        self._partial = reason
        self.job.log(reason)

    def log(self, text: str) -> None:
        """Add a line to the run's log, without personal data; at most 1,000 are kept."""
        self.job.log(text)

    def progress(self, done: int, total: int | None = None) -> None:
        """Move the bar; cheap, call it per page."""
        self.job.progress(done, total)

    def check(self) -> None:
        """Call it in long loops: raises Cancelled, TimedOut or LostLease, which the handler lets through."""
        self.job.check()

    def port(self, protocol: type[P]) -> P:
        """The connector behind `protocol` in this process."""
        return self.job.port(protocol)

    def read(self) -> AbstractContextManager[Reads]:
        """A session for questions."""
        return self.job.read()

    @contextmanager
    def step(
        self, done: int | None = None, total: int | None = None, *, checkpoint: object | None = None
    ) -> Iterator[Writes]:
        """A part of the effect with counts, progress and checkpoint in one commit, or nothing of it."""
        with self.job.step(done, total, checkpoint=checkpoint) as db:
            yield db

    @contextmanager
    def finish(self) -> Iterator[Writes]:
        """What is left of the effect, the counts and "done" in one commit, or neither."""
        with self.job.finish() as db:
            yield db

    def _recall(self) -> None:
        with self.job.read() as db:
            run = db.scalar(select(Run).where(Run.job_id == self.job.job_id))
        if run is not None:
            self.read_count = run.read_count
            self.changed = run.changed_count
            self._skipped = {str(one["reason"]): int(str(one["count"])) for one in run.skipped or ()}

    def _save(self, db: Writes) -> None:
        counts: dict[str, object] = {
            "read_count": self.read_count,
            "changed_count": self.changed,
            "skipped": [{"reason": reason, "count": n} for reason, n in self._skipped.items()],
            "complete": None if self._partial is None else False,
            "error": self._partial,
        }
        db.execute(update(Run).where(Run.job_id == self.job.job_id).values(**counts))
