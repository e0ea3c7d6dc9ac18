"""A web request that waits for a job without holding a thread."""

import asyncio
from collections.abc import Callable
from time import monotonic

from starlette.concurrency import run_in_threadpool

SHORTEST_LOOK, LONGEST_LOOK = 0.05, 0.5
LIVE = {"waiting", "running"}


async def until_over(state: Callable[[], str | None], seconds: float) -> bool:
    """Ask for the state of a job or run until it ended, for `seconds` at most; whether it has."""
    ends, pause = monotonic() + seconds, SHORTEST_LOOK
    while await run_in_threadpool(state) in LIVE:
        if monotonic() > ends:
            return False
        await asyncio.sleep(pause)
        pause = min(LONGEST_LOOK, pause * 1.5)
    return True
