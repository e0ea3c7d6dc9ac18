"""The threads of a process that drain the ledger."""

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from deskside.kernel.db import Database
from deskside.platform.jobs import carriers
from deskside.platform.jobs.broker import Broker
from deskside.platform.jobs.context import PortSource
from deskside.platform.jobs.leases import LeaseTimes
from deskside.platform.jobs.polling import due_jobs
from deskside.platform.jobs.runner import Runner

if TYPE_CHECKING:
    from deskside.platform.jobs.consuming import Consumer

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
CARRIED_POLL_SECONDS = 5.0
"""How often to look while a broker brings the ids: for what it lost, and for what is urgent."""
BATCH = 32
STOP_SECONDS = 20.0
HAND_BACK_SECONDS = 5.0


class Workers:
    """Threads that run due jobs. They look once a second, and at once after a commit that enqueued.

    With a `broker` as many threads of Celery run what it brings, and these look less often while it answers.
    """

    def __init__(
        self,
        database: Database,
        ports: PortSource,
        *,
        threads: int = 4,
        times: LeaseTimes | None = None,
        poll_seconds: float = POLL_SECONDS,
        broker: Broker | None = None,
    ) -> None:
        self.runner = Runner(database, ports, times=times)
        self._consumer = None if broker is None else _consumer(broker, self.runner, threads)
        carried = (lambda: False) if broker is None else (lambda: broker.answers)
        self._candidates = Candidates(database, poll_seconds, carried)
        self._threads = [
            threading.Thread(target=self._run, name=f"worker-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin to run jobs."""
        carriers.add_local(self._candidates.wake)
        for thread in self._threads:
            thread.start()
        if self._consumer is not None:
            self._consumer.start()

    @property
    def alive(self) -> bool:
        """Whether every thread still runs."""
        listening = self._consumer is None or self._consumer.alive
        return listening and all(thread.is_alive() for thread in self._threads)

    def stop(self, wait: float = STOP_SECONDS) -> None:
        """Claim no more, give running jobs `wait` seconds, then hand the rest back for others to take."""
        carriers.remove_local(self._candidates.wake)
        self._candidates.close()
        if self._consumer is not None:
            self._consumer.close()
        until = monotonic() + wait
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - monotonic()))
        if self._consumer is not None:
            self._consumer.join(max(0.0, until - monotonic()))
        # In a thread of its own: a handler that hangs inside a transaction holds SQLite's only writer.
        giving = threading.Thread(target=self.runner.hand_back, name="hand-back", daemon=True)
        giving.start()
        giving.join(HAND_BACK_SECONDS)
        self.runner.close()

    def _run(self) -> None:
        while (job_id := self._candidates.take()) is not None:
            try:
                self.runner.run(job_id)
            except Exception:
                # The database is away: the lease ends by itself and the job is due again.
                log.exception("jobs.run_failed", job=job_id)
                self._candidates.pause()


def _consumer(broker: Broker, runner: Runner, threads: int) -> "Consumer":
    from deskside.platform.jobs.consuming import Consumer

    return Consumer(broker, runner.run, threads=threads)


class Candidates:
    """The ids that the ledger offered last, handed to threads one by one; asked again when they are gone.

    While `carried()` is true a broker brings the ids, and the ledger is asked now and then only.
    """

    def __init__(
        self, database: Database, poll_seconds: float, carried: Callable[[], bool] = lambda: False
    ) -> None:
        self._database = database
        self._poll_seconds = poll_seconds
        self._carried = carried
        self._ids: deque[int] = deque()
        self._ready = threading.Condition()
        self._next_poll = 0.0
        self._polling = False
        self._closed = False

    def take(self) -> int | None:
        """The next job to try; waits for one. None when closed."""
        while True:
            with self._ready:
                if self._closed:
                    return None
                if self._ids:
                    return self._ids.popleft()
                wait = self._next_poll - monotonic()
                if wait > 0 or self._polling:
                    self._ready.wait(wait if wait > 0 else None)
                    continue
                self._polling = True
                self._next_poll = monotonic() + self._pace()
            self._offer(self._ask())

    def wake(self) -> None:
        """Ask the ledger at once."""
        with self._ready:
            self._next_poll = 0.0
            self._ready.notify()

    def pause(self) -> None:
        """Leave the ledger alone until the next regular look."""
        with self._ready:
            self._ids.clear()
            self._next_poll = monotonic() + self._pace()

    def close(self) -> None:
        """Let every thread go home."""
        with self._ready:
            self._closed = True
            self._ids.clear()
            self._ready.notify_all()

    def _pace(self) -> float:
        return CARRIED_POLL_SECONDS if self._carried() else self._poll_seconds

    def _ask(self) -> list[int]:
        try:
            return self._database.read(due_jobs, BATCH)
        except Exception:
            log.exception("jobs.ledger_unreadable")
            return []

    def _offer(self, ids: list[int]) -> None:
        with self._ready:
            self._polling = False
            self._ids.extend(ids)
            if len(ids) == BATCH and not self._carried():
                self._next_poll = 0.0
            self._ready.notify_all()
