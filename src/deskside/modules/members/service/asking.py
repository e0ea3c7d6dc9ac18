"""What every page is asked with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.modules.members.errors import no_customer
from deskside.modules.members.queries.customers import find_member
from deskside.modules.members.queries.rows import MemberRow
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.days import recent_since
from deskside.modules.members.service.parts import Page, Part, Sources
from deskside.modules.members.settings import MembersSettings

BANNER = "banner"
NOBODY = MemberRow(None, None, None, None)


@dataclass(frozen=True)
class Asking:
    """Who asks, from which sources, under which settings, on which day."""

    sources: Sources
    settings: MembersSettings
    viewer: Viewer
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The date at the site."""
        return clock.today(self.zone)

    @property
    def recent(self) -> tuple[datetime, datetime]:
        """The 60 dates that end today."""
        return recent_since(self.today, self.zone), clock.start_of_day(
            self.today + timedelta(days=1), self.zone
        )

    def page(self) -> Page:
        """A page whose time runs from now."""
        return Page(self.sources, self.settings.part_milliseconds)


def ask_member(page: Page, viewer: Viewer, customer_id: int) -> Part[MemberRow | None]:
    """Begin to ask for the member whom the viewer may see."""
    return page.warehouse(BANNER, find_member, viewer.site, customer_id, viewer.coach_id)


def shown_member(part: Part[MemberRow | None], viewer: Viewer, customer_id: int) -> MemberRow:
    """The member, empty when that part is missing. Raise NotFound.

    Raise Unavailable for a coach when the relation, which decides what the coach may see, cannot be had.
    """
    found = part.answer() if viewer.coach_id is not None else part.or_default(NOBODY)
    if found is None:
        raise no_customer(customer_id)
    return found


def existing_member(asking: Asking, customer_id: int) -> MemberRow:
    """The member, for what needs one. Raise NotFound, Unavailable."""
    found = ask_member(asking.page(), asking.viewer, customer_id).answer()
    if found is None:
        raise no_customer(customer_id)
    return found
