"""How a call of `run` ended."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of the job in this call; only the first five changed it."""

    DONE = "done"
    RETRY = "retry"
    FAILED = "failed"
    CANCELLED = "cancelled"
    HANDED_BACK = "handed_back"
    NOT_DUE = "not_due"
    """It is not there, finished, waits for its time, or another worker has it."""
    BUSY = "busy"
    """Another job of its group is running."""
    UNKNOWN = "unknown"
    """This process has no handler of that name: left for one that has."""
    LOST = "lost"
    """The lease was lost; whoever has the job now decides."""
