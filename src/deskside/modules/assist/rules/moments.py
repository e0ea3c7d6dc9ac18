"""Dates as people and old clients write them."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.modules.assist.errors import bad_moment

BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OPEN_START = "1970-01-01T00:00:00"
OPEN_END = "5000-01-01T00:00:00"
FIRST_YEAR, LAST_YEAR = 1000, 9998


def parse_moment(text: str | None, zone: ZoneInfo, *, field: str) -> datetime | None:
    """The moment in UTC that `text` means; None for none.

    A bare date is 00:00 of that day in `zone`; without an offset a time is on a wall in `zone`.
    Raise Invalid, naming `field`, for anything else.
    """
    cleaned = (text or "").strip()
    if not cleaned:
        return None
    try:
        moment = _moment(cleaned, zone)
    except (ValueError, OverflowError):
        raise bad_moment(field, cleaned) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise bad_moment(field, cleaned)
    return moment


def parse_end(text: str | None, zone: ZoneInfo, *, field: str) -> datetime | None:
    """The first moment after what `text` names, a whole day or a second; None for none. Raises alike."""
    moment = parse_moment(text, zone, field=field)
    if moment is None:
        return None
    if BARE_DATE.fullmatch((text or "").strip()):
        return clock.after_days(moment, 1, zone)
    return moment + timedelta(seconds=1)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    if BARE_DATE.fullmatch(text):
        return clock.start_of_day(date.fromisoformat(text), zone)
    parsed = datetime.fromisoformat(text)
    return (parsed.replace(tzinfo=zone) if parsed.tzinfo is None else parsed).astimezone(UTC)


def kept_moment(moment: datetime, zone: ZoneInfo) -> str:
    """The kept contract's form: `YYYY-MM-DDTHH:MM:SS` on a wall in `zone`."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def kept_start(moment: datetime | None, zone: ZoneInfo) -> str:
    """A start in the kept contract, where an open one is 1970."""
    return OPEN_START if moment is None else kept_moment(moment, zone)


def kept_end(moment: datetime | None, zone: ZoneInfo) -> str:
    """An end in the kept contract, where an open one is the year 5000."""
    return OPEN_END if moment is None else kept_moment(moment, zone)
