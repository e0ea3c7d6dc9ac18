"""Keeping what plans were."""

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.models import PlanVersion
from deskside.modules.assist.queries.plan_versions import FIELDS
from deskside.modules.assist.schemas import PlanOut


def keep_version(db: Writes, action: str, actor: Principal, old: PlanOut | None, new: PlanOut) -> None:
    """Keep `new`; and `old` where nobody has, as with plans that other tools have written."""
    if old is not None and db.get(PlanVersion, (old.plan_id, old.version)) is None:
        db.add(_row("found", None, old))
    db.add(_row(action, actor, new))


def _row(action: str, actor: Principal | None, plan: PlanOut) -> PlanVersion:
    return PlanVersion(
        plan_id=plan.plan_id,
        version=plan.version,
        at=plan.last_modified,
        actor_id=None if actor is None else actor.user_id,
        actor_name=None if actor is None else actor.name,
        action=action,
        facts=plan.model_dump(include=set(FIELDS)),
    )
