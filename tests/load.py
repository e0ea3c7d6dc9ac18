"""Web processes and workers under load, and what must be true of every job at the end."""

import os
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from tests.processes import Site, asked, free_port, wait_for

from deskside.kernel.db import Database, Reads
from deskside.platform.jobs.models import Job

AGAIN_MS = 60_000
JOBS = int(os.environ.get("DESKSIDE_TEST_SCALE_JOBS", "2000"))
LONGEST = 420 + JOBS // 10
"""Seconds that a whole test may take."""
P = ParamSpec("P")
T = TypeVar("T")


def unfinished(db: Reads) -> int:
    return db.scalars(select(func.count()).select_from(Job).where(Job.due_at.is_not(None))).one()


def effects(db: Reads) -> int:
    return db.scalars(select(func.count()).select_from(text("scale_effects"))).one()


def runs_slowly(db: Reads, pid: int) -> bool:
    mine = select(Job.id).where(Job.state == "running", Job.worker.like(f"%:{pid}"))
    return db.scalar(mine.where(Job.args.like("%true%")).limit(1)) is not None


def check(database: Database, least: int) -> None:
    """No job is lost, each is done, each effect is there once, interrupted ones began again in time."""

    def states(db: Reads) -> Counter[str]:
        return Counter(db.scalars(select(Job.state).where(Job.name.like("tests.scale.%"))))

    def double(db: Reads) -> list[int]:
        often = text("SELECT job_id FROM scale_effects GROUP BY job_id HAVING COUNT(*) > 1")
        return list(db.scalars(often))

    def tries(db: Reads) -> list[tuple[int, int]]:
        rows = db.execute(text("SELECT job_id, begun_ms FROM scale_tries ORDER BY job_id, begun_ms"))
        return [(row.job_id, row.begun_ms) for row in rows]

    counted = database.read(states)
    assert set(counted) == {"done"}
    assert counted["done"] >= least
    assert database.read(double) == []
    assert database.read(effects) == counted["done"]
    waits = [
        after[1] - before[1] for before, after in pairwise(database.read(tries)) if before[0] == after[0]
    ]
    assert waits, "nothing was interrupted"
    assert max(waits) <= AGAIN_MS


class Load:
    """Two web processes and three workers under load, and what was asked of them."""

    def __init__(self, site: Site, database: Database) -> None:
        self.site = site
        self.database = database
        self.accepted = 0
        site.run("user", "add", "boss", "--role", "admin", "--password", "a long password")
        self._token = site.run("token", "--user", "boss", "--scopes", "runs:read,runs:manage")
        self._webs = {f"web-{number}": free_port() for number in (1, 2)}
        self._pids: dict[str, int] = {}

    def start(self) -> None:
        for name, port in self._webs.items():
            self.site.start(name, "serve", "--no-worker", "--port", port)
        for number in (1, 2, 3):
            self.start_worker(f"worker-{number}")
        for port in self._webs.values():
            wait_for(partial(asked, port, "/readyz"), 60)

    def start_worker(self, name: str) -> None:
        self._pids[name] = self.site.start(name, "worker")

    def ask_by_hand(self, seconds: float) -> None:
        """Ask both web processes; only what they accepted counts."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for port in self._webs.values():
                status = asked(port, "/api/schedules/tests.scale.by_hand/run", "POST", self._token)
                self.accepted += status == 202
            time.sleep(0.1)

    def kill_busy(self, name: str) -> None:
        """Kill -9 a worker while a job of it runs."""
        wait_for(lambda: self._found(runs_slowly, self._pids[name]), 90)
        self.site.kill(name)

    def share_done(self, share: float) -> None:
        wait_for(lambda: (self._found(effects) or 0) >= share * JOBS, 180 + JOBS // 20)

    def all_done(self) -> None:
        wait_for(lambda: self._found(unfinished) == 0, 180 + JOBS // 20)

    def _found(
        self, question: Callable[Concatenate[Reads, P], T], *args: P.args, **more: P.kwargs
    ) -> T | None:
        """None while the database is away, and of connections that it ended."""
        try:
            return self.database.read(question, *args, **more)
        except DBAPIError:
            return None
