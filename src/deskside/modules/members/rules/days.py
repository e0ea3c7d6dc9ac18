"""Days and months on a wall at the site."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskside.kernel.clock import start_of_day

RECENT_DAYS = 60
HISTORY_MONTHS = 6
LAST_MONTH_OF_YEAR = 12


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day, which is also its `salary_month`."""
        return date(self.year, self.number, 1)

    def back(self, months: int) -> "Month":
        """So many months earlier; a negative number is later."""
        index = self.year * LAST_MONTH_OF_YEAR + self.number - 1 - months
        return Month(index // LAST_MONTH_OF_YEAR, index % LAST_MONTH_OF_YEAR + 1)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of the month, and the first after it."""
        return start_of_day(self.first, zone), start_of_day(self.back(-1).first, zone)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def last_months(today: date) -> list[Month]:
    """The month of `today` and the five before it, newest first."""
    return [Month.of(today).back(index) for index in range(HISTORY_MONTHS)]


def month_of(moment: datetime, zone: ZoneInfo) -> Month:
    """The month on a wall in `zone` at that moment."""
    return Month.of(moment.astimezone(zone).date())


def recent_since(today: date, zone: ZoneInfo) -> datetime:
    """The first moment of the 60 dates that end today."""
    return start_of_day(today - timedelta(days=RECENT_DAYS - 1), zone)


def days_since(last: datetime | None, today: date, zone: ZoneInfo) -> int | None:
    """Dates since the last visit, never below 0; None for somebody who never came."""
    return None if last is None else max(0, (today - last.astimezone(zone).date()).days)


def whole_years(since: date | None, today: date) -> int | None:
    """Anniversaries since; one of 29 February counts on 1 March in other years."""
    if since is None:
        return None
    passed = (today.month, today.day) >= (since.month, since.day)
    return max(0, today.year - since.year - (0 if passed else 1))
