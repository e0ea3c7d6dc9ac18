"""Visits that are written behind the answer, in batches: whoever opens a link waits for no disk."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from deskside.kernel.db import Database, Writes

log = structlog.get_logger(__name__)
MOST_WAITING = 20_000
SLICE = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """One request for a link's page. `viewer_id`: who asked has proved to be the recipient."""

    token_hash: str
    at: datetime
    step: str
    result: str
    network: str
    device: str
    viewer_id: int | None = None


Store = Callable[[Writes, list[Seen]], None]
"""Adds a row for each that belongs to a link."""


class Visits:
    """What was noted and is not stored yet; of a flood the newest are kept."""

    def __init__(self, database: Database, store: Store, *, interval: float = 1.0) -> None:
        self._database = database
        self._store = store
        self._waiting: deque[Seen] = deque(maxlen=MOST_WAITING)
        self._interval = interval
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="link-visits", daemon=True)

    def note(self, seen: Seen) -> None:
        """Have it stored within a second or so. Thread-safe."""
        self._waiting.append(seen)

    def start(self) -> None:
        """Begin to store."""
        self._thread.start()

    def stop(self) -> None:
        """Store what waits, and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self.flush()

    def flush(self) -> None:
        """Store what waits now."""
        while self._waiting:
            part = [self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))]
            try:
                self._database.write(self._store, part)
            except Exception:
                log.exception("links.visits_lost", lost=len(part))
                return

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            self.flush()
