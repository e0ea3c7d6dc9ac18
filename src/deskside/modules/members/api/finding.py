"""Members and coaches by name, number or phone."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.modules.members.api.access import Reads
from deskside.modules.members.schemas.finding import CoachFound, CustomerFound
from deskside.modules.members.service import finding

router = make_router("members", "/api/members")
SOUGHT = "part of a name, a number, or the end of a phone number"
Text = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$", description=SOUGHT)]


@router.get("/customers")
def find_customers(asking: Reads, page: Paged, q: Text = "") -> Items[CustomerFound]:
    """Members of the site by number: those whose name, number or phone fits `q`.

    A phone number is found whole, or by its last four digits.
    """
    return finding.find_customers(asking, q, page)


@router.get("/coaches")
def find_coaches(asking: Reads, page: Paged, q: Text = "") -> Items[CoachFound]:
    """Coaches of the site by number: those whose name or number fits `q`."""
    return finding.find_coaches(asking, q, page)
