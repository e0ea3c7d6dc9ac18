"""Decisions of the ledger that need no database: back-off, what is fatal, what may be written down."""

import traceback
from pathlib import PurePath

from deskside.kernel.errors import DesksideError

BACKOFF_CAP_SECONDS = 900.0
ERROR_CHARACTERS = 500


class LostLease(Exception):  # noqa: N818 - a fact about the lease, not a fault
    """Somebody else has the job now; nothing that this run still writes is committed."""


class Cancelled(Exception):  # noqa: N818
    """Somebody asked for the job to stop."""


class TimedOut(Exception):  # noqa: N818
    """The job ran longer than its declaration allows."""


def backoff_seconds(tries: int, base: float, roll: float, *, at_least: float = 0.0) -> float:
    """How long to wait after try number `tries`: doubled each time, at most 15 minutes.

    `roll` in 0…1 takes off up to half, so that jobs that failed together do not come back together.
    """
    full = min(BACKOFF_CAP_SECONDS, base * 2.0 ** min(tries - 1, 30))
    return max(full * (1 - roll / 2), at_least)


def retry_after(error: Exception) -> float:
    """The seconds that the other side asked to be left alone; 0 where it said nothing."""
    return float(getattr(error, "retry_after", None) or 0)


def describe(error: Exception) -> str:
    """One bounded line for people.

    Only errors written for people are quoted: the text of any other may hold what a customer wrote, so that
    its type and place stand for it, and the process log has the rest.
    """
    if isinstance(error, DesksideError):
        return clip(error.detail)
    if isinstance(error, TimedOut):
        return clip(str(error))
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(PurePath(frame.filename).parts)] or frames
    place = f" in {PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return clip(f"{type(error).__name__}{place}; see the log of the process")


def _is_ours(parts: tuple[str, ...]) -> bool:
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1] == "deskside"
    return not any(part.startswith("python3") for part in parts)


def clip(text: str) -> str:
    """`text` on one line and short enough for a list."""
    line = " ".join(text.split())
    return line if len(line) <= ERROR_CHARACTERS else f"{line[: ERROR_CHARACTERS - 1]}…"
