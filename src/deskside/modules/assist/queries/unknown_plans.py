"""Plans that were asked for and are not there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist.models import UnknownPlan
from deskside.modules.assist.schemas import UnknownPlanOut


def list_unknown_plans(db: Session, page: Page, *, dismissed: bool) -> Items[UnknownPlanOut]:
    """The most visited first."""
    gone = UnknownPlan.dismissed_at.is_not(None) if dismissed else UnknownPlan.dismissed_at.is_(None)
    wanted = select(UnknownPlan).where(gone)
    ranked = wanted.order_by(UnknownPlan.visits.desc(), UnknownPlan.last_at.desc(), UnknownPlan.plan_id)
    rows = db.scalars(ranked.limit(page.size).offset(page.offset))
    return Items(items=[present_unknown(row) for row in rows], total=count_rows(db, wanted))


def present_unknown(row: UnknownPlan) -> UnknownPlanOut:
    """A miss as it is answered."""
    return UnknownPlanOut(
        plan_id=row.plan_id,
        visits=row.visits,
        first_at=row.first_at,
        last_at=row.last_at,
        dismissed=row.dismissed_at is not None,
    )
