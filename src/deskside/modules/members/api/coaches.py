"""COACH-1."""

from deskside.kernel.routing import make_router
from deskside.kernel.wire import RowId
from deskside.modules.members.api.access import Reads
from deskside.modules.members.schemas.coaches import CoachDetail
from deskside.modules.members.service.coach_page import read_coach

router = make_router("members", "/api/xcx")


@router.get("/coaches/{coach_id}")
def coach(coach_id: RowId, asking: Reads) -> CoachDetail:
    """COACH-1: a coach on one page. Parts that could not be had are empty and named in `degraded`."""
    return read_coach(asking, coach_id)
