"""Plans that were asked for and are not there."""

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import no_unknown_plan
from deskside.modules.assist.models import UnknownPlan
from deskside.modules.assist.queries.unknown_plans import present_unknown
from deskside.modules.assist.schemas import UnknownPlanOut
from deskside.platform import audit


def set_dismissed(db: Writes, plan_id: int, actor: Principal, *, dismissed: bool) -> UnknownPlanOut:
    """Take a miss off the ranking, or put it back; its visits go on being counted. Raise NotFound."""
    row = db.scalar(select(UnknownPlan).where(UnknownPlan.plan_id == plan_id).with_for_update())
    if row is None:
        raise no_unknown_plan(plan_id)
    old = present_unknown(row)
    if old.dismissed == dismissed:
        return old
    row.dismissed_at = clock.now() if dismissed else None
    new = present_unknown(row)
    audit.record(
        db,
        actor=actor,
        action="assist.unknown_plan.update",
        subject=("unknown_plan", plan_id),
        old={"dismissed": old.dismissed},
        new={"dismissed": new.dismissed},
    )
    return new
