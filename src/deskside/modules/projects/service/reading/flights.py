"""Waiting for a reading: in a process one waits for all who want the same project, and holds no thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import TypeVar

from deskside.kernel.db import Database
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.service.reading.claims import Turn
from deskside.modules.projects.service.reading.fetching import try_fetch
from deskside.modules.projects.service.storing import Source

T = TypeVar("T")

SHORTEST_LOOK, LONGEST_LOOK = 0.05, 0.5
LONGEST_WAIT = 40.0
"""Longer than two claims: who waits outlives a process that was killed."""


class Flights:
    """The readings of this process, by project. Used on the event loop alone."""

    def __init__(self, database: Database, library: Callable[[], ProjectLibrary], threads: int = 8) -> None:
        self._database = database
        self._library = library
        self._asking = ThreadPoolExecutor(threads, "projects-remote")
        self._looking = ThreadPoolExecutor(threads, "projects-cache")
        self._open: dict[str, asyncio.Task[Turn]] = {}

    async def look(self, call: Callable[[], T]) -> T:
        """A question to the database, on a thread of ours."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, call)

    async def fetch(self, project_id: str, since: int, source: Source) -> Turn:
        """Have the project read, here or elsewhere; how that ended. An outcome of None: it took too long."""
        # A viewer who goes away ends the own wait, not the reading that others wait for.
        return await asyncio.shield(self._task(project_id, since, source))

    def behind(self, project_id: str, since: int) -> None:
        """Have the project read while nobody waits."""
        self._task(project_id, since, "view")

    def _task(self, project_id: str, since: int, source: Source) -> asyncio.Task[Turn]:
        task = self._open.get(project_id)
        if task is None:
            task = asyncio.create_task(self._fetch(project_id, since, source))
            self._open[project_id] = task
            task.add_done_callback(partial(self._land, project_id))
        return task

    def close(self) -> None:
        """Take no more."""
        self._asking.shutdown(wait=False, cancel_futures=True)
        self._looking.shutdown(wait=False, cancel_futures=True)

    def _land(self, project_id: str, task: asyncio.Task[Turn]) -> None:
        if self._open.get(project_id) is task:
            del self._open[project_id]
        if not task.cancelled():
            task.exception()

    async def _fetch(self, project_id: str, since: int, source: Source) -> Turn:
        loop = asyncio.get_running_loop()
        until, pause = monotonic() + LONGEST_WAIT, SHORTEST_LOOK
        turn = Turn(mine=False)
        while monotonic() < until:
            attempt = partial(
                try_fetch, self._database, self._library(), project_id, since=since, source=source
            )
            turn = await loop.run_in_executor(self._asking, attempt)
            if turn.outcome is not None:
                return turn
            await asyncio.sleep(pause)
            pause = min(LONGEST_LOOK, pause * 1.5)
        return turn
