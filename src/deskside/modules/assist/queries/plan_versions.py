"""What plans were before."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist.errors import no_plan, no_plan_version
from deskside.modules.assist.models import Plan, PlanVersion
from deskside.modules.assist.schemas import PlanChange, PlanVersionOut

FIELDS = ("name", "business", "contract", "fee", "discount", "note")
Facts = Mapping[str, str | None]


def list_versions(db: Session, plan_id: int, page: Page) -> Items[PlanVersionOut]:
    """The versions of a plan, the newest first. Raise NotFound when there is no such plan."""
    if db.get(Plan, plan_id) is None:
        raise no_plan(plan_id)
    wanted = select(PlanVersion).where(PlanVersion.plan_id == plan_id)
    newest = wanted.order_by(PlanVersion.version.desc())
    # One more on either side: a version is told by the one before it and ends with the one after it.
    first = max(0, page.offset - 1)
    rows = list(db.scalars(newest.offset(first).limit(page.size + 2)))
    start = page.offset - first
    shown = range(start, min(len(rows), start + page.size))
    items = [_present(rows, place) for place in shown]
    return Items(items=items, total=count_rows(db, wanted))


def facts_of_version(db: Session, plan_id: int, version: int) -> Facts:
    """The content of a version. Raise NotFound when it was never kept."""
    row = db.get(PlanVersion, (plan_id, version))
    if row is None:
        raise no_plan_version(plan_id, version)
    return row.facts


def last_version(db: Session, plan_id: int) -> int:
    """The highest version that was kept; 0 = none."""
    return db.scalar(select(func.max(PlanVersion.version)).where(PlanVersion.plan_id == plan_id)) or 0


def _present(rows: list[PlanVersion], place: int) -> PlanVersionOut:
    row = rows[place]
    before = rows[place + 1].facts if place + 1 < len(rows) else {}
    return PlanVersionOut.model_validate(
        {
            **row.facts,
            "version": row.version,
            "action": row.action,
            "at": row.at,
            "until": rows[place - 1].at if place > 0 else None,
            "by": row.actor_name,
            "changes": _changes(before, row.facts) if row.action != "found" else [],
        }
    )


def _changes(old: Facts, new: Facts) -> list[PlanChange]:
    return [
        PlanChange(field=name, old=old.get(name), new=new.get(name))
        for name in FIELDS
        if (old.get(name) or "") != (new.get(name) or "")
    ]
