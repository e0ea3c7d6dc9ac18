"""Places at which a test can kill the process, to show that a crash there loses nothing."""

import itertools
import os
import signal
from functools import cache

from deskside.kernel.config import EnvGroup

NAMES: set[str] = set()
"""Every place marked in the modules imported so far."""

_hits = itertools.count(1)


class FailpointEnv(EnvGroup):
    """`DESKSIDE_FAILPOINT` is `name` or `name:N`, for the Nth time that the place is passed."""

    failpoint: str = ""


def mark(name: str) -> str:
    """Declare a place, once, at module level, and get its name back for `failpoint`."""
    if name in NAMES:
        raise ValueError(f"the failpoint {name} is marked twice")
    NAMES.add(name)
    return name


def failpoint(name: str) -> None:
    """Kill this process here, as kill -9 would, if the environment names this place; else do nothing.

    LookupError for a place that nobody marked.
    """
    if name not in NAMES:
        raise LookupError(f"the failpoint {name} is not marked")
    armed, hit = _armed()
    if armed == name and next(_hits) == hit:
        os.kill(os.getpid(), signal.SIGKILL)


@cache
def _armed() -> tuple[str, int]:
    name, _, hit = FailpointEnv().failpoint.partition(":")
    return name, int(hit or 1)
