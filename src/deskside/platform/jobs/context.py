"""What a handler is given: short transactions that end with the fence, never one for the whole job."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import monotonic
from typing import Generic, Protocol, TypeVar

import structlog

from deskside.kernel import clock
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs.changes import LogLine, tell
from deskside.platform.jobs.claims import end, save
from deskside.platform.jobs.leases import Lease
from deskside.platform.jobs.messages import Message
from deskside.platform.jobs.models import Job
from deskside.platform.jobs.rules import clip

log = structlog.get_logger(__name__)

STEP_BEFORE_COMMIT = mark("jobs.step_before_commit")
STEP_AFTER_COMMIT = mark("jobs.step_after_commit")
FINISH_BEFORE_COMMIT = mark("jobs.finish_before_commit")
FINISH_AFTER_COMMIT = mark("jobs.finish_after_commit")

PROGRESS_SECONDS = 0.5

M_co = TypeVar("M_co", bound=Message, covariant=True)
P = TypeVar("P")


class PortSource(Protocol):
    """Where the connectors of this process are found, as kernel.connectors.Ports has them."""

    def get(self, protocol: type[P]) -> P:
        """The implementation; LookupError where nobody provided one."""


class JobContext(Generic[M_co]):
    """One run of one job. Everything written through it is committed only while the job is still ours."""

    def __init__(self, database: Database, ports: PortSource, lease: Lease, message: M_co) -> None:
        self.message = message
        self.checkpoint: object | None = lease.held.checkpoint
        self.done = lease.held.done
        self.total = lease.held.total
        self.finished = False
        self._database = database
        self._ports = ports
        self._lease = lease
        self._lines: list[LogLine] = []
        self._on_save: list[Callable[[Writes], None]] = []
        self._writing = False
        self._told = 0.0

    @property
    def job_id(self) -> int:
        """The row in the ledger."""
        return self._lease.held.job_id

    @property
    def tries(self) -> int:
        """Which try this is, from 1."""
        return self._lease.held.tries

    def check(self) -> None:
        """Call it in long loops: raises Cancelled, TimedOut or LostLease, which the handler lets through."""
        self._lease.check()

    def port(self, protocol: type[P]) -> P:
        """The connector behind `protocol` in this process."""
        return self._ports.get(protocol)

    def read(self) -> AbstractContextManager[Reads]:
        """A session for questions."""
        return self._database.reading()

    def log(self, text: str) -> None:
        """Add a line for people, without personal data; it is stored with the next commit of this job."""
        self._lines.append(LogLine(clock.now(), clip(text)))
        log.info("jobs.line", text=self._lines[-1].text)

    def progress(self, done: int, total: int | None = None) -> None:
        """Show how far the job is; stored at most twice a second, or with the step that is open."""
        self._set_progress(done, total)
        if self._writing or (monotonic() - self._told < PROGRESS_SECONDS and done != self.total):
            return
        with self._transaction() as db:
            self._close(db, save(db, self._lease.held, self._values()))

    def on_save(self, call: Callable[[Writes], None]) -> None:
        """Have `call` write along in every commit of progress, step and finish."""
        self._on_save.append(call)

    @contextmanager
    def step(
        self, done: int | None = None, total: int | None = None, *, checkpoint: object | None = None
    ) -> Iterator[Writes]:
        """A transaction for a part of the effect, committed with progress and checkpoint or not at all.

        A `checkpoint` (JSON) is what a later try finds in `.checkpoint`. Raises as check() does; LostLease at
        the end of the block has undone it.
        """
        self.check()
        with self._transaction() as db:
            yield db
            self._set_progress(self.done if done is None else done, total)
            if checkpoint is not None:
                self.checkpoint = checkpoint
            self._close(db, save(db, self._lease.held, self._values()))
            failpoint(STEP_BEFORE_COMMIT)
        failpoint(STEP_AFTER_COMMIT)

    @contextmanager
    def finish(self) -> Iterator[Writes]:
        """The last transaction: what is left of the effect and "done" in one commit, or neither."""
        with self._transaction() as db:
            yield db
            self._close(db, end(db, self._lease.held, "done", values=self._values()))
            failpoint(FINISH_BEFORE_COMMIT)
        self.finished = True
        failpoint(FINISH_AFTER_COMMIT)

    def give_lines(self) -> list[LogLine]:
        """The lines that no commit has stored yet."""
        return list(self._lines)

    @contextmanager
    def _transaction(self) -> Iterator[Writes]:
        if self.finished:
            raise RuntimeError("the job is finished: nothing can be written after finish()")
        try:
            with self._database.writing() as db:
                self._writing = True
                yield db
        finally:
            self._writing = False
        self._lines.clear()
        self._told = monotonic()

    def _close(self, db: Writes, job: Job) -> None:
        for call in self._on_save:
            call(db)
        tell(db, job, self.give_lines())

    def _set_progress(self, done: int, total: int | None) -> None:
        self.done = done
        self.total = self.total if total is None else total

    def _values(self) -> dict[str, object]:
        values: dict[str, object] = {"progress_done": self.done, "progress_total": self.total}
        if self.checkpoint is not None:
            values["checkpoint"] = self.checkpoint
        return values
