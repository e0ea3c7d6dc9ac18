"""Plans and what they were before."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, Reader, RowId, Zone
from deskside.modules.assist.errors import no_plan
from deskside.modules.assist.queries.plan_versions import list_versions
from deskside.modules.assist.queries.plans import PlanFilter, find_plan, list_plans
from deskside.modules.assist.schemas import (
    PlanIn,
    PlanOut,
    PlanPatch,
    PlanRestore,
    PlanSort,
    PlanVersionOut,
)
from deskside.modules.assist.service.plans import create_plan, restore_plan, update_plan, visit_plan
from deskside.platform.views import declare_list

router = make_router("assist", "/api/assist")
declare_list("assist.plans", reads="assist:read", manages="assist:manage")
Search = Annotated[str | None, Query(max_length=255)]
Day = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(9000, 1, 1))]


def _filter(
    q: Search = None,
    business: Annotated[str | None, Query()] = None,
    modified_from: Day = None,
    modified_to: Day = None,
) -> PlanFilter:
    return PlanFilter(q, business, modified_from, modified_to)


@router.get("/plans")
def plans(
    _user: Reader,
    db: Db,
    zone: Zone,
    page: Paged,
    wanted: Annotated[PlanFilter, Depends(_filter)],
    sort: PlanSort = "plan_id",
) -> Items[PlanOut]:
    """Plans by id, a part of the name, product and days of the last change (both included)."""
    return db.read(list_plans, page, wanted, zone, sort)


@router.get("/plans/{plan_id}")
def plan(plan_id: RowId, user: Reader, db: Db) -> PlanOut:
    """One plan. A panel that asks for a missing one has it counted."""
    found = db.write(visit_plan, plan_id) if user.kind == "device" else db.read(find_plan, plan_id)
    if found is None:
        raise no_plan(plan_id)
    return found


@router.post("/plans", status_code=HTTPStatus.CREATED)
def add_plan(body: PlanIn, user: Manager, db: Db) -> PlanOut:
    """A new plan."""
    return db.write(create_plan, body, user)


@router.patch("/plans/{plan_id}")
def edit_plan(plan_id: RowId, body: PlanPatch, user: Manager, db: Db) -> PlanOut:
    """Change a plan; 409 with the present one when `version` is old."""
    return db.write(update_plan, plan_id, body, user)


@router.get("/plans/{plan_id}/versions")
def versions(plan_id: RowId, _user: Reader, db: Db, page: Paged) -> Items[PlanVersionOut]:
    """Who changed what and when, the newest first."""
    return db.read(list_versions, plan_id, page)


@router.post("/plans/{plan_id}/restore")
def restore(plan_id: RowId, body: PlanRestore, user: Manager, db: Db) -> PlanOut:
    """The content of an earlier version again, as a new one; 409 when `version` is old."""
    return db.write(restore_plan, plan_id, body, user)
