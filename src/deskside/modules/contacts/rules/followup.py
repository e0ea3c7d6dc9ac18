"""Who is due: the four conditions of the document, and why somebody is or is not on the list."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.modules.contacts.settings import ContactsSettings, Operator


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of the list; it may be asked for with others than the saved ones."""

    importance: int
    operator: Operator
    days: int

    @classmethod
    def of(cls, settings: ContactsSettings) -> "Rule":
        """The saved one."""
        return cls(
            settings.followup_importance, settings.followup_importance_operators, settings.followup_days
        )

    def rated(self, importance: int) -> bool:
        """Whether a rating is one to follow up."""
        if self.operator == "=":
            return importance == self.importance
        return importance > self.importance or (self.operator == ">=" and importance == self.importance)

    def untouched_before(self, zone: ZoneInfo) -> datetime:
        """Who was last contacted earlier than this moment was not for more than `days` calendar days."""
        return clock.start_of_day(clock.today(zone) - timedelta(days=self.days), zone)

    def due_on(self, last: datetime, zone: ZoneInfo) -> date:
        """The first day on which somebody contacted at `last` is due; a future contact counts as today's."""
        return min(last.astimezone(zone).date(), clock.today(zone)) + timedelta(days=self.days + 1)
