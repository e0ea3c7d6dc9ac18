"""How long a tick lasts, and when a reminder is in force."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.kernel import clock

EDGE_DAYS = 1
"""No zone ever moved its clocks by more than a day: farther from the edge, plain subtraction decides."""


@dataclass(frozen=True, slots=True)
class Tick:
    """An account's tick as stored. `version` counts accepted ticks; `actor_id` made the last one."""

    is_processed: bool
    last_processed_at: datetime | None
    version: int
    actor_id: int | None


NEVER_TICKED = Tick(is_processed=False, last_processed_at=None, version=0, actor_id=None)


def is_done(
    is_processed: bool,  # noqa: FBT001 - the columns of the row, in its order
    last_processed_at: datetime | None,
    interval: int,
    now: datetime,
    zone: ZoneInfo,
) -> bool:
    """Whether a tick still counts at `now`.

    `interval` in days: negative = for ever, 0 = only in the visit that made it, so not at any later look-up,
    N = while `now` is before the same wall-clock time N dates later in `zone`.
    """
    if not is_processed or interval == 0:
        return False
    if interval < 0:
        return True
    if last_processed_at is None:
        return False
    whole_days = (now - last_processed_at).days
    if abs(whole_days - interval) > EDGE_DAYS:
        return whole_days < interval
    try:
        return now < clock.after_days(last_processed_at, interval, zone)
    except OverflowError:
        return True


def already_holds(tick: Tick, wanted: bool, interval: int, now: datetime, zone: ZoneInfo) -> bool:  # noqa: FBT001
    """Whether asking for `wanted` asks for nothing new.

    With interval 0 a tick is one visit's own: ticking is always new, unticking follows the raw state.
    """
    if interval == 0:
        return not wanted and not tick.is_processed
    return wanted == is_done(tick.is_processed, tick.last_processed_at, interval, now, zone)


def in_force(start: datetime | None, expire: datetime | None, now: datetime) -> bool:
    """Whether `start ≤ now < expire`; None is open-ended."""
    return (start is None or start <= now) and (expire is None or now < expire)
