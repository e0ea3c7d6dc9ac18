"""Lists of members and coaches, as somebody looks for one."""

from deskside.kernel.masking import mask_phone
from deskside.kernel.paging import Items, Page
from deskside.modules.members.queries import finding as asks
from deskside.modules.members.queries.rows import FoundCoach, FoundMember
from deskside.modules.members.rules.skills import read_skills
from deskside.modules.members.rules.wanted import read_wanted
from deskside.modules.members.schemas.finding import CoachFound, CustomerFound
from deskside.modules.members.service.asking import Asking


def find_customers(asking: Asking, text: str, wanted: Page) -> Items[CustomerFound]:
    """Whom the viewer may see and `text` fits, by number. Raise Unavailable."""
    piece = asks.Slice(wanted.offset, wanted.size)
    viewer = asking.viewer
    asked = asking.page().warehouse(
        "customers", asks.find_members, viewer.site, viewer.coach_id, read_wanted(text), piece
    )
    found = asked.answer()
    return Items(items=[_customer(row) for row in found.rows], total=found.total)


def find_coaches(asking: Asking, text: str, wanted: Page) -> Items[CoachFound]:
    """Whom the viewer may see and `text` fits, by number. Raise Unavailable."""
    piece = asks.Slice(wanted.offset, wanted.size)
    viewer = asking.viewer
    asked = asking.page().warehouse(
        "coaches", asks.find_coaches, viewer.site, viewer.coach_id, read_wanted(text), piece
    )
    found = asked.answer()
    return Items(items=[_coach(row) for row in found.rows], total=found.total)


def _customer(row: FoundMember) -> CustomerFound:
    return CustomerFound(
        id=row.member_id,
        name=row.name,
        phone=mask_phone(row.phone) if row.phone else None,
        level=row.level,
        register_date=row.register_date,
    )


def _coach(row: FoundCoach) -> CoachFound:
    return CoachFound(
        id=row.assistant_id,
        name=row.name,
        level=row.level,
        skills=read_skills(row.skills),
        hire_date=row.hire_date,
    )
