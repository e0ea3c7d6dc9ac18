"""When a notice may go: quiet hours, digests, and how long a channel that fails is left alone. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_PAUSE = 900
REFUSED_PAUSE = 900
"""Seconds until a channel that refused is tried again: somebody has to change something first."""


def quiet_until(now: datetime, zone: ZoneInfo, begins: time, ends: time) -> datetime | None:
    """When the quiet hours that hold now are over; None outside them. `begins` equal to `ends`: never."""
    local = now.astimezone(zone)
    inside = begins <= local.time() < ends if begins <= ends else not ends <= local.time() < begins
    if not inside:
        return None
    day = local.date()
    if begins > ends and local.time() >= begins:
        day += timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(UTC)


def digest_at(posted: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The first digest after the notice was posted."""
    local = posted.astimezone(zone)
    day = local.date() + timedelta(days=0 if local.time() < at else 1)
    return datetime.combine(day, at, zone).astimezone(UTC)


def pause_seconds(failures: int, first: int, wanted: int | None = None) -> float:
    """How long to wait after so many failures in a row; the provider's own wish counts where it has one."""
    if wanted is not None:
        return float(wanted)
    return float(min(first * 2 ** min(max(failures - 1, 0), 20), LONGEST_PAUSE))
