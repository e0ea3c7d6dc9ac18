"""Whether a delivery has to wait for the end of quiet hours or for the day's digest."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.platform.notify.models import Delivery, PostedNotice, Preference
from deskside.platform.notify.settings import NotifySettings, parse_clock
from deskside.platform.notify.timing import digest_at, quiet_until
from deskside.platform.settings import current

DIGESTED = {"email", "wecom"}
"""Channels that take free text: a template cannot hold a digest."""


def wait_until(
    db: Session, delivery: Delivery, notice: PostedNotice, zone: ZoneInfo
) -> tuple[datetime, str] | None:
    """Until when, and why; None where it may go now."""
    if notice.urgent:
        return None
    settings = current(db, NotifySettings)
    chosen = None if notice.user_id is None else db.get(Preference, notice.user_id)
    now = clock.now()
    if _digested(chosen, delivery):
        due = digest_at(notice.created_at, zone, parse_clock(settings.digest_at))
        if now < due < notice.expires_at:
            return due, "digest"
    begins, ends = _quiet_hours(chosen, settings)
    until = quiet_until(now, zone, begins, ends) if begins != ends else None
    return None if until is None else (until, "quiet")


def _digested(chosen: Preference | None, delivery: Delivery) -> bool:
    return chosen is not None and chosen.digest and delivery.channel in DIGESTED and not delivery.resend_of


def _quiet_hours(chosen: Preference | None, settings: NotifySettings) -> tuple[time, time]:
    if chosen is not None and chosen.quiet_from and chosen.quiet_to:
        return parse_clock(chosen.quiet_from), parse_clock(chosen.quiet_to)
    if not settings.quiet:
        return parse_clock("00:00"), parse_clock("00:00")
    return parse_clock(settings.quiet_from), parse_clock(settings.quiet_to)
