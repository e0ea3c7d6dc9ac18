"""Plans."""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_plan, plan_exists, stale
from deskside.modules.assist.models import Plan, UnknownPlan
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.plan_versions import FIELDS, facts_of_version, last_version
from deskside.modules.assist.queries.plans import find_plan, present_plan
from deskside.modules.assist.schemas import PlanIn, PlanOut, PlanPatch, PlanRestore
from deskside.modules.assist.service.plan_versions import keep_version
from deskside.platform import audit
from deskside.platform.versions import bump

TEXTS = ("name", "contract", "fee", "discount", "note")


def create_plan(db: Writes, body: PlanIn, actor: Principal) -> PlanOut:
    """A new plan, no longer an unknown one. Raise Conflict when it exists, BadRequest for its business."""
    known = known_businesses(db)
    business_id = rules.find_business(body.business, known)
    if db.get(Plan, body.plan_id) is not None:
        raise plan_exists(body.plan_id)
    version = last_version(db, body.plan_id) + 1
    plan = Plan(plan_id=body.plan_id, business_id=business_id, version=version, last_modified=clock.now())
    _write_texts(plan, body, TEXTS)
    db.add(plan)
    try:
        db.flush()
    except IntegrityError as error:
        raise plan_exists(body.plan_id) from error
    db.execute(delete(UnknownPlan).where(UnknownPlan.plan_id == body.plan_id))
    out = present_plan(plan, known[business_id])
    _record(db, actor, "create", None, out)
    return out


def update_plan(db: Writes, plan_id: int, body: PlanPatch, actor: Principal) -> PlanOut:
    """Change the fields in `body`; what changes nothing leaves no version.

    Raise NotFound; Conflict with the present plan when `version` is old.
    """
    return _change(db, plan_id, body, actor, "update")


def restore_plan(db: Writes, plan_id: int, body: PlanRestore, actor: Principal) -> PlanOut:
    """Give a plan the content of an earlier version, as a new version. Raises as update_plan does."""
    facts = facts_of_version(db, plan_id, body.to_version)
    return _change(
        db, plan_id, PlanPatch.model_validate({**facts, "version": body.version}), actor, "restore"
    )


def _change(db: Writes, plan_id: int, body: PlanPatch, actor: Principal, verb: str) -> PlanOut:
    plan = db.scalar(select(Plan).where(Plan.plan_id == plan_id).with_for_update())
    if plan is None:
        raise no_plan(plan_id)
    known = known_businesses(db)
    old = present_plan(plan, known[plan.business_id])
    if plan.version != body.version:
        raise stale(f"plan {plan_id}", "current", old.model_dump(mode="json"))
    if body.business is not None:
        plan.business_id = rules.find_business(body.business, known)
    _write_texts(plan, body, set(TEXTS) & body.model_fields_set)
    if _same(old, present_plan(plan, known[plan.business_id])):
        return old
    plan.version += 1
    plan.last_modified = clock.now()
    db.flush()
    out = present_plan(plan, known[plan.business_id])
    _record(db, actor, verb, old, out)
    return out


def visit_plan(db: Writes, plan_id: int) -> PlanOut | None:
    """The plan; a missing one is counted, for the managers' list of what is asked for and not there."""
    found = find_plan(db, plan_id)
    if found is None:
        now = clock.now()
        row = {"plan_id": plan_id, "visits": 0, "first_at": now, "last_at": now}
        upsert(db, UnknownPlan, [row], keys=["plan_id"])
        counted = update(UnknownPlan).where(UnknownPlan.plan_id == plan_id)
        db.execute(counted.values(visits=UnknownPlan.visits + 1, last_at=now))
    return found


def _write_texts(plan: Plan, body: PlanIn | PlanPatch, names: Iterable[str]) -> None:
    for name in names:
        setattr(plan, name, getattr(body, name))


def _same(one: PlanOut, other: PlanOut) -> bool:
    return all((getattr(one, name) or "") == (getattr(other, name) or "") for name in FIELDS)


def _record(db: Writes, actor: Principal, verb: str, old: PlanOut | None, new: PlanOut) -> None:
    keep_version(db, verb, actor, old, new)
    audit.record(
        db,
        actor=actor,
        action=f"assist.plan.{verb}",
        subject=("plan", new.plan_id),
        old=None if old is None else old.model_dump(mode="json"),
        new=new.model_dump(mode="json"),
    )
    bump(db, "plans")
