"""What a warm-up would take."""

from datetime import date
from math import ceil

from sqlalchemy.orm import Session

from deskside.modules.calls.queries.days import missing_days, usual_day
from deskside.modules.calls.schemas.actions import WarmUpOut

PAGE_RECORDS = 1000


def warm_up_plan(db: Session, first: date, last: date) -> WarmUpOut:
    """Days to read, and a guess of pages and seconds from the last whole readings."""
    missing, partial = missing_days(db, first, last)
    wanted, usual = len(missing) + len(partial), usual_day(db)
    return WarmUpOut(
        days=(last - first).days + 1,
        missing=missing,
        partial=partial,
        pages=None if usual is None else wanted * max(1, ceil(usual[0] / PAGE_RECORDS)),
        seconds=None if usual is None else round(wanted * usual[1], 1),
    )
