"""Ids that the broker must hear (again): jobs that became due, and those it lost."""

import threading

import structlog
from sqlalchemy import or_, select, update

from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.platform.jobs.broker import Broker
from deskside.platform.jobs.models import Job
from deskside.platform.jobs.polling import takeable

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
LOST_MS = 15_000
BATCH = 500


class Relay:
    """Looks once a second for due jobs that were never sent, or not claimed for 15 s; any number may run."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Send no more; returns when the thread has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> int:
        """Send what is missing; how many ids. None while the broker is away, or has plenty to hand out."""
        if self._broker.depth is None or self._broker.depth >= BATCH:
            return 0
        ids = self._database.read(unsent_jobs, BATCH)
        if ids:
            self._database.write(mark_sent, ids)
            self._broker.publish(ids)
        return len(ids)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("jobs.relay_failed")


def unsent_jobs(db: Reads, limit: int) -> list[int]:
    """Due jobs whose id was not given to the broker in the last 15 s, the urgent and the oldest first."""
    missing = or_(Job.sent_at.is_(None), Job.sent_at <= now_ms() - LOST_MS)
    return list(db.scalars(takeable(select(Job.id)).where(missing).limit(limit)))


def mark_sent(db: Writes, ids: list[int]) -> None:
    """Note that these ids were given to the broker now."""
    db.execute(update(Job).where(Job.id.in_(sorted(ids))).values(sent_at=now_ms()))
