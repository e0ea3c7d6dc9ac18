"""Which tasks a coach sees where, and what may become of one."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

ACTIVE, INACTIVE, COMPLETED, ABANDONED = "active", "inactive", "completed", "abandoned"
STATUSES = frozenset({ACTIVE, INACTIVE, COMPLETED, ABANDONED})
LISTED = (ACTIVE, INACTIVE, ABANDONED)
OPEN = frozenset({ACTIVE, INACTIVE})


class HasStatus(Protocol):
    """A task."""

    @property
    def status(self) -> str:
        """One of STATUSES."""
        ...


T = TypeVar("T", bound=HasStatus)


def group_tasks(tasks: Iterable[T]) -> dict[str, list[T]]:
    """Visible (active), hidden (inactive) and abandoned tasks, in the order given; others are not listed."""
    groups: dict[str, list[T]] = {status: [] for status in LISTED}
    for task in tasks:
        if task.status in groups:
            groups[task.status].append(task)
    return groups


def may_become(present: str) -> bool:
    """Whether a task may still change: finished and abandoned ones stay as they are."""
    return present in OPEN
