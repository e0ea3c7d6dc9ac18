"""The thread that fires schedules. Any number of processes may run one."""

import threading
from zoneinfo import ZoneInfo

import structlog

from deskside.kernel.db import Database
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs.schedules import due_schedules, fire, write_declared

log = structlog.get_logger(__name__)

TICK_AFTER_COMMIT = mark("jobs.tick_after_commit")
LOOK_SECONDS = 1.0


class Scheduler:
    """Looks once a second at which schedules are due, on the database's clock and the wall of `zone`."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        """Write declared schedules that the database does not have yet, and begin."""
        self._database.write(write_declared, self._zone)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Fire no more; returns when the thread has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def tick(self) -> int:
        """Fire what is due; how many jobs were asked for."""
        fired = 0
        for row in self._database.read(due_schedules):
            try:
                fired += self._database.write(fire, row, self._zone) is not None
            except Exception:
                log.exception("jobs.schedule_failed", schedule=row.name)
            failpoint(TICK_AFTER_COMMIT)
        return fired

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.tick()
            except Exception:
                log.exception("jobs.schedules_unreadable")
