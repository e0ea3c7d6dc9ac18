"""One thread per process that notices changed counters within a quarter of a second."""

import threading
from collections.abc import Callable

import structlog
from sqlalchemy import select

from deskside.kernel.db import Database, Reads
from deskside.platform.versions.models import Version

log = structlog.get_logger(__name__)
INTERVAL_SECONDS = 0.25


def read_versions(db: Reads) -> dict[str, int]:
    """Every counter by name."""
    return {row.name: row.v for row in db.execute(select(Version.name, Version.v))}


class Watcher:
    """Calls subscribers, on its own thread, after a counter they named has moved."""

    def __init__(self, database: Database, *, interval: float = INTERVAL_SECONDS) -> None:
        self._database = database
        self._interval = interval
        self._subscribers: list[tuple[frozenset[str], Callable[[], None]]] = []
        self._seen: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def subscribe(self, names: set[str], on_change: Callable[[], None]) -> None:
        """Call `on_change` after any of `names` moved; several moves seen at once make one call."""
        self._subscribers.append((frozenset(names), on_change))

    def start(self) -> None:
        """Take the counters as they stand and begin to watch."""
        self._seen = self._database.read(read_versions)
        self._thread = threading.Thread(target=self._run, name="versions", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; returns when the thread has ended."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Compare once, and tell."""
        present = self._database.read(read_versions)
        moved = {name for name, v in present.items() if self._seen.get(name) != v}
        self._seen = present
        for names, on_change in self._subscribers:
            if names & moved:
                on_change()

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            try:
                self.look()
            except Exception:
                log.exception("versions.unreadable")
