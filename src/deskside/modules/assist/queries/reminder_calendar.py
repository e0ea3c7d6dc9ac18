"""When reminders begin and end, by day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.schemas.previews import CalendarDay, CalendarEntry, CalendarOut

A_MONTH = timedelta(days=31)
AN_INSTANT = timedelta(microseconds=1)


def reminder_calendar(db: Session, first: date, zone: ZoneInfo) -> CalendarOut:
    """The month that begins with the day `first`. An end at 00:00 belongs to the day before."""
    after = (first + A_MONTH).replace(day=1)
    since, until = clock.start_of_day(first, zone), clock.start_of_day(after, zone)
    table = Reminder
    begins = (table.start_date >= since) & (table.start_date < until)
    ends = (table.expire_date > since) & (table.expire_date <= until)
    rows = db.scalars(select(table).where(table.deleted_at.is_(None), or_(begins, ends)).order_by(table.id))
    days = _Days()
    for row in rows:
        if row.start_date is not None and since <= row.start_date < until:
            begin = row.start_date.astimezone(zone)
            days[begin.date()].starting.append(_entry(row, begin))
        if row.expire_date is not None and since < row.expire_date <= until:
            last = (row.expire_date - AN_INSTANT).astimezone(zone).date()
            days[last].ending.append(_entry(row, row.expire_date.astimezone(zone)))
    return CalendarOut(
        month=f"{first:%Y-%m}", today=clock.today(zone), days=[days[one] for one in sorted(days)]
    )


class _Days(dict[date, CalendarDay]):
    def __missing__(self, day: date) -> CalendarDay:
        self[day] = CalendarDay(day=day, starting=[], ending=[])
        return self[day]


def _entry(row: Reminder, at: datetime) -> CalendarEntry:
    return CalendarEntry(
        id=row.id,
        title=row.title,
        markets=row.market.split(","),
        is_global=row.is_global,
        accounts_count=row.accounts_count,
        at=at,
    )
