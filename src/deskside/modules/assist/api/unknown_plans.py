"""Plans that agents opened and that are not there."""

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, RowId
from deskside.modules.assist.queries.unknown_plans import list_unknown_plans
from deskside.modules.assist.schemas import UnknownPlanOut, UnknownPlanPatch
from deskside.modules.assist.service.unknown_plans import set_dismissed

router = make_router("assist", "/api/assist")


@router.get("/unknown-plans")
def unknown_plans(_user: Manager, db: Db, page: Paged, *, dismissed: bool = False) -> Items[UnknownPlanOut]:
    """The most visited first. One that is created is no longer unknown."""
    return db.read(list_unknown_plans, page, dismissed=dismissed)


@router.patch("/unknown-plans/{plan_id}")
def dismiss(plan_id: RowId, body: UnknownPlanPatch, user: Manager, db: Db) -> UnknownPlanOut:
    """Take it off the ranking, or put it back."""
    return db.write(set_dismissed, plan_id, user, dismissed=body.dismissed)
