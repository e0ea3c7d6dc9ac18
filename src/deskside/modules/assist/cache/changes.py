"""Who waits for changes, and the one thread per process that notices ticks made in any process."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

from deskside.kernel.db import Database
from deskside.modules.assist.queries.changes import count_edits, newest_tick, ticks_after

log = structlog.get_logger(__name__)
PANEL_VERSIONS = frozenset({"departments", "panel", "plans", "settings", "tags", "users"})
INTERVAL_SECONDS = 0.4
OVERLAP = 300
"""Ids are given out before the commit: so many below the newest are looked at again for late ones."""
MOST = 5_000


class Waiter:
    """One open poll. `event` belongs to `loop`."""

    __slots__ = ("event", "loop")

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.event = asyncio.Event()

    def wake(self) -> None:
        """From any thread; a loop that has ended has nobody left to wake."""
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.event.set)


class Changes:
    """Open polls by account. Waking one too often is harmless: it looks again and goes on waiting."""

    def __init__(self, database: Database, *, interval: float = INTERVAL_SECONDS) -> None:
        self._database = database
        self._interval = interval
        self._waiters: defaultdict[int, set[Waiter]] = defaultdict(set)
        self._mutex = threading.Lock()
        self._known: set[int] = set()
        self._floor = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="assist-changes", daemon=True)
        self.panel = 0
        self.ending = False

    @contextmanager
    def waiting(self, acct_id: int) -> Iterator[Waiter]:
        """A waiter that hears of the account until the block is left."""
        waiter = Waiter()
        with self._mutex:
            self._waiters[acct_id].add(waiter)
        try:
            yield waiter
        finally:
            with self._mutex:
                self._waiters[acct_id].discard(waiter)
                if not self._waiters[acct_id]:
                    del self._waiters[acct_id]

    @property
    def open(self) -> int:
        """How many polls wait."""
        with self._mutex:
            return sum(len(one) for one in self._waiters.values())

    def wake(self, accounts: Iterable[int]) -> None:
        """Have the polls of these accounts look again."""
        with self._mutex:
            found = [waiter for one in accounts for waiter in self._waiters.get(one, ())]
        for waiter in found:
            waiter.wake()

    def wake_all(self) -> None:
        """Have every poll look again."""
        with self._mutex:
            accounts = list(self._waiters)
        self.wake(accounts)

    def read_panel(self) -> None:
        """Take the counter of what panels show as it stands, and tell everybody."""
        self.panel = self._database.read(count_edits, PANEL_VERSIONS)
        self.wake_all()

    def start(self) -> None:
        """Take the log as it stands and begin to watch it."""
        self.read_panel()
        self._floor = max(0, self._database.read(newest_tick) - OVERLAP)
        self.look()
        self._thread.start()

    def drain(self) -> None:
        """End every poll: the process is about to stop."""
        self.ending = True
        self.wake_all()

    def stop(self) -> None:
        """Stop watching; returns when the thread has ended."""
        self.drain()
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> None:
        """Read what the log has got, once, and wake those whose account was ticked."""
        entries = self._database.read(ticks_after, self._floor, MOST)
        self.wake({acct_id for tick_id, acct_id in entries if tick_id not in self._known})
        if entries:
            self._floor = max(self._floor, entries[-1][0] - OVERLAP)
        self._known = {tick_id for tick_id, _acct_id in entries if tick_id > self._floor}

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            try:
                self.look()
            except SQLAlchemyError as error:
                log.warning("assist.changes_unreadable", error=type(error).__name__)
