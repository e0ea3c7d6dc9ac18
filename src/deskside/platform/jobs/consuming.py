"""A Celery worker inside the process: it hands the ids that the broker brings to the one primitive."""

import logging
import os
import socket
import threading
from collections.abc import Callable

from celery.worker import WorkController, state

from deskside.platform.jobs.broker import TASK, Broker
from deskside.platform.jobs.outcomes import Outcome

EX_OK = 0
CHATTY = ("celery.app.trace", "celery.worker.strategy")
"""They say of each message what the ledger and the job's own lines say better."""
PREFETCH = 4
"""Messages per thread that may be on their way; one that dies with the process is sent again."""


class Consumer:
    """Threads of Celery (`-P threads`) that run jobs by their id. Celery's tools see each as a task."""

    def __init__(self, broker: Broker, run: Callable[[int], Outcome], *, threads: int) -> None:
        self._run = run
        self._closed = False
        broker.app.task(self._take, name=TASK, ignore_result=True, shared=False)
        self._worker = WorkController(
            app=broker.app,
            pool_cls="threads",
            concurrency=threads,
            prefetch_multiplier=PREFETCH,
            hostname=f"deskside@{socket.gethostname()}-{os.getpid()}",
            task_events=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=self._worker.start, name="celery", daemon=True)

    def start(self) -> None:
        """Begin to listen; a broker that is away is tried again and again."""
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        # Celery's threads look for their task in the process's default application.
        self._worker.app.set_default()
        state.should_stop = None
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the worker still listens."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Begin no job any more."""
        self._closed = True
        state.should_stop = EX_OK

    def join(self, seconds: float) -> None:
        """Wait for the jobs that run."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _take(self, job_id: int) -> str:
        return (Outcome.NOT_DUE if self._closed else self._run(job_id)).value
