"""Rendered pages of recipients, kept until what they show changes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

THREADS = 2
MOST_PAGES = 4_000

Key = tuple[object, ...]
Render = Callable[[], bytes | None]


class Pages:
    """Bytes by key. Whoever asks for a page that is being rendered waits for that one rendering."""

    def __init__(self) -> None:
        self._pages: dict[Key, bytes | None] = {}
        self._rendering: dict[Key, asyncio.Future[bytes | None]] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="share-page")

    async def get(self, key: Key, render: Render) -> bytes | None:
        """The page; None: there is none for this recipient."""
        if key in self._pages:
            return self._pages[key]
        waiting = self._rendering.get(key)
        if waiting is None:
            loop = asyncio.get_running_loop()
            waiting = asyncio.ensure_future(loop.run_in_executor(self._threads, render))
            self._rendering[key] = waiting
            waiting.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(waiting)

    def behind(self, work: Callable[[], object]) -> None:
        """Have something done that nobody waits for."""
        self._threads.submit(work)

    def forget(self) -> None:
        """Render everything anew: how it looks was changed. Thread-safe."""
        self._pages = {}

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()

    def _keep(self, key: Key, done: "asyncio.Future[bytes | None]") -> None:
        self._rendering.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        if len(self._pages) >= MOST_PAGES:
            self._pages = {}
        self._pages[key] = done.result()
