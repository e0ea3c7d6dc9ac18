"""Cron in five fields, evaluated on the wall clock of a zone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from deskside.kernel.errors import Invalid

ALIASES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}
FIELDS = 5


def _expand(cron: str) -> str:
    text = " ".join(cron.split())
    return ALIASES.get(text.lower(), text)


def check_cron(cron: str) -> str:
    """`cron` with single spaces; Invalid, naming the field `cron`, unless it is five fields or an alias."""
    text = " ".join(cron.split())
    expanded = _expand(text)
    if len(expanded.split()) != FIELDS:
        _refuse(f"write five fields (minute hour day month weekday) or one of {', '.join(ALIASES)}")
    try:
        first = next(CronSim(expanded, datetime(2026, 1, 1, tzinfo=UTC)), None)
    except CronSimError as error:
        _refuse(f"{error}: write five fields, minute hour day month weekday")
    if first is None:
        _refuse("no day has this date; choose one that comes")
    return text


def _refuse(sentence: str) -> None:
    raise Invalid(f"the schedule cannot be read: {sentence}", fields={"cron": sentence})


def moments(cron: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """The moments after `after` at which `cron` fires on a wall in `zone`, in UTC, in order.

    As Debian's cron has it: a time that summer time skips fires right after the gap, a doubled one once.
    """
    last = after.astimezone(UTC)
    for wall in CronSim(_expand(cron), after.astimezone(zone)):
        # Asked from within the doubled hour, cronsim answers with the first 01:30, which is past.
        if (moment := wall.astimezone(UTC)) > last:
            yield (last := moment)


def next_times(cron: str, zone: ZoneInfo, count: int, after: datetime) -> list[datetime]:
    """The first `count` moments, in UTC; fewer where the calendar has no more."""
    return list(islice(moments(cron, zone, after), count))
