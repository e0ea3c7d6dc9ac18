"""Decisions about days: what replaces what, which days are meant, what is abnormal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, pstdev

from deskside.modules.calls.schemas.vendor import SyncType

LOOK_BACK: dict[SyncType, int] = {"t10": 10, "t3": 3}
FEWEST_SAMES = 4


@dataclass(frozen=True)
class Had:
    """A reading of a day, as far as it is compared."""

    records: int
    partial: bool


def replaces(new: Had, old: Had | None, *, today: bool) -> bool:
    """A part never takes the place of a whole, but for today, where it may know more."""
    if old is None or not new.partial:
        return True
    if old.partial:
        return new.records >= old.records
    return today and new.records > old.records


def planned_days(sync_type: SyncType, today: date) -> tuple[date, date]:
    """The first and the last day that a scheduled sync reads."""
    if sync_type == "today":
        return today, today
    return today - timedelta(days=LOOK_BACK[sync_type]), today - timedelta(days=1)


def days_between(first: date, last: date) -> list[date]:
    """Every day of a span, the newest first."""
    return [last - timedelta(days=n) for n in range((last - first).days + 1)]


def rate(part: int, whole: int) -> float | None:
    """A fraction of 4 places; None of nothing."""
    return round(part / whole, 4) if whole else None


def is_far(value: int, sames: Sequence[int], sigmas: float) -> bool:
    """Beyond so many standard deviations of the same weekdays, of which four at least are known."""
    if len(sames) < FEWEST_SAMES:
        return False
    spread = max(pstdev(sames), 1.0)
    return abs(value - mean(sames)) > sigmas * spread


def tracks_differ(by_tasks: int, by_records: int, allowed: int) -> int | None:
    """Successes by tasks less by records where that is more than allowed, else None."""
    gap = by_tasks - by_records
    return gap if abs(gap) > allowed else None


def was_busy(hours_of_sames: Sequence[Mapping[int, int]], hour: int, usual: int) -> bool:
    """Whether that hour of the last four same weekdays had as many records each."""
    return len(hours_of_sames) >= FEWEST_SAMES and all(
        hours.get(hour, 0) >= usual for hours in hours_of_sames[:FEWEST_SAMES]
    )
