"""Quotas of channels, exact over processes: whoever takes the last one, the database decides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes, upsert
from deskside.platform.notify.models import QuotaUse

HOUR, DAY = "h", "d"
SPAN_FORMATS = {HOUR: "h%Y%m%d%H", DAY: "d%Y%m%d"}
KEPT = timedelta(days=3)


def span_of(kind: str, now: datetime, zone: ZoneInfo) -> str:
    """The name of the hour or day, in the site's zone."""
    return now.astimezone(zone).strftime(SPAN_FORMATS[kind])


def take_quota(db: Writes, channel: str, limits: tuple[int, int], zone: ZoneInfo) -> datetime | None:
    """Count one try. None where it was within the limits (0: none); else when there is room again.

    A refusal leaves a count that was already taken: the caller rolls back or is content with one fewer.
    """
    now = clock.now()
    for kind, limit in zip((DAY, HOUR), reversed(limits), strict=True):
        if not _take(db, channel, span_of(kind, now, zone), limit):
            if kind == HOUR:
                _give_back(db, channel, span_of(DAY, now, zone))
            return _next(kind, now, zone)
    return None


def _take(db: Writes, channel: str, span: str, limit: int) -> bool:
    mine = (QuotaUse.channel == channel, QuotaUse.span == span)
    upsert(db, QuotaUse, [{"channel": channel, "span": span, "used": 0}], keys=["channel", "span"])
    room = update(QuotaUse).where(*mine)
    if limit:
        room = room.where(QuotaUse.used < limit)
    return db.connection().execute(room.values(used=QuotaUse.used + 1)).rowcount == 1


def _give_back(db: Writes, channel: str, span: str) -> None:
    mine = (QuotaUse.channel == channel, QuotaUse.span == span)
    db.execute(update(QuotaUse).where(*mine).values(used=QuotaUse.used - 1))


def _next(kind: str, now: datetime, zone: ZoneInfo) -> datetime:
    if kind == HOUR:
        began = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        return began.astimezone(UTC) + timedelta(hours=1)
    return clock.start_of_day(now.astimezone(zone).date() + timedelta(days=1), zone)


def used_now(db: Reads, zone: ZoneInfo) -> dict[tuple[str, str], int]:
    """How many tries each channel had in this hour and this day, by channel and `h` or `d`."""
    now = clock.now()
    spans = {span_of(kind, now, zone): kind for kind in (HOUR, DAY)}
    rows = db.scalars(select(QuotaUse).where(QuotaUse.span.in_(list(spans))))
    return {(row.channel, spans[row.span]): row.used for row in rows}


def forget_quotas(db: Writes, zone: ZoneInfo) -> None:
    """Delete counts of days that are over."""
    old = clock.now() - KEPT
    for kind in (HOUR, DAY):
        over = delete(QuotaUse).where(
            QuotaUse.span.like(f"{kind}%"), QuotaUse.span < span_of(kind, old, zone)
        )
        db.execute(over)
