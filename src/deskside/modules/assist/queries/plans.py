"""Plans."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel import clock
from deskside.kernel.db import escape_like
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist import rules
from deskside.modules.assist.models import MAX_INT, Business, Plan
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.schemas import PlanOut, PlanSort

SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "plan_id": Plan.plan_id,
    "business": Business.name,
    "modified": Plan.last_modified,
}


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What is searched for: `q` is the whole id or a part of the name. Both days are included (site zone)."""

    q: str | None = None
    business: str | None = None
    modified_from: date | None = None
    modified_to: date | None = None


def find_plan(db: Session, plan_id: int) -> PlanOut | None:
    """The plan; None when there is none."""
    row = db.execute(_with_business().where(Plan.plan_id == plan_id)).one_or_none()
    return None if row is None else present_plan(row[0], row[1])


def list_plans(
    db: Session, page: Page, wanted: PlanFilter, zone: ZoneInfo, sort: PlanSort = "plan_id"
) -> Items[PlanOut]:
    """Plans in the order of `sort`, then of ids."""
    found = _narrowed(_with_business(), wanted, zone)
    if wanted.business:
        business_id = rules.find_business(wanted.business, known_businesses(db))
        found = found.where(Plan.business_id == business_id)
    column = SORTS[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    rows = db.execute(found.order_by(order, Plan.plan_id).limit(page.size).offset(page.offset))
    return Items(items=[present_plan(plan, name) for plan, name in rows], total=count_rows(db, found))


def _narrowed(found: Select[Plan, str], wanted: PlanFilter, zone: ZoneInfo) -> Select[Plan, str]:
    if wanted.q:
        found = found.where(_matches(wanted.q.strip()))
    if wanted.modified_from is not None:
        found = found.where(Plan.last_modified >= clock.start_of_day(wanted.modified_from, zone))
    if wanted.modified_to is not None:
        day_after = wanted.modified_to + timedelta(days=1)
        found = found.where(Plan.last_modified < clock.start_of_day(day_after, zone))
    return found


def present_plan(plan: Plan, business: str) -> PlanOut:
    """A stored plan as it is answered."""
    return PlanOut(
        plan_id=plan.plan_id,
        name=plan.name,
        contract=plan.contract,
        business=business,
        fee=plan.fee,
        discount=plan.discount,
        note=plan.note,
        last_modified=plan.last_modified,
        version=plan.version,
    )


def _with_business() -> Select[Plan, str]:
    return select(Plan, Business.name).join(Business, Business.id == Plan.business_id)


def _matches(q: str) -> ColumnElement[bool]:
    by_name = Plan.name.ilike(f"%{escape_like(q)}%", escape="\\")
    if q.isascii() and q.isdigit() and int(q) <= MAX_INT:
        return or_(by_name, Plan.plan_id == int(q))
    return by_name
