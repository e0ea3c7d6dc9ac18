"""Time: the only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - replaced by travel()


def now() -> datetime:
    """The present moment, in UTC, aware."""
    return _source()


def today(zone: ZoneInfo) -> date:
    """The date at this moment on a wall in `zone`."""
    return now().astimezone(zone).date()


def travel(source: Callable[[], datetime]) -> None:
    """Take the time from `source` from now on; for the demo clock and tests."""
    global _source  # noqa: PLW0603 - one clock per process is the point
    _source = source


def after_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall-clock time in `zone`, `days` dates later, in UTC.

    A time that the change to summer time skips moves forward; of a doubled one the first is meant.
    """
    local = moment.astimezone(zone).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of `day` on a wall in `zone`, in UTC; where that time is skipped, the first moment of the day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
