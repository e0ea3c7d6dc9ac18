"""Whether a read that brought far fewer projects told the truth."""

from sqlalchemy import update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.projects.connectors.opening import is_set_up
from deskside.modules.projects.errors import decided_already, no_drop
from deskside.modules.projects.messages import SyncProjects
from deskside.modules.projects.models import HeldDrop, TypeSync
from deskside.modules.projects.schemas.syncing import DropOut
from deskside.platform import audit
from deskside.platform.jobs import enqueue
from deskside.platform.runs import clear_alarm


def decide_drop(db: Writes, drop_id: int, actor: Principal, *, confirm: bool) -> DropOut:
    """Confirmed, the type is read again and what is missing is marked so; rejected, all stays as it is.

    NotFound, or Conflict where somebody decided before.
    """
    row = db.get(HeldDrop, drop_id, with_for_update=True)
    if row is None:
        raise no_drop()
    if row.open_key is None:
        raise decided_already()
    row.open_key = None
    row.state = "confirmed" if confirm else "rejected"
    row.decided_at, row.decided_by, row.decided_name = clock.now(), actor.user_id, actor.name
    if confirm:
        counted = update(TypeSync).where(TypeSync.type == row.type)
        db.execute(counted.values(full_count=row.after))
        if is_set_up():
            message = SyncProjects(types=(row.type,), started="manual", full=True)
            enqueue(db, message, dedup=f"drop {row.type}", trigger="manual", actor_id=actor.user_id)
    clear_alarm(db, "projects_drop", row.type)
    new = {"type": row.type, "before": row.before, "after": row.after, "state": row.state}
    audit.record(db, actor=actor, action="projects.drop", subject=("project_drop", row.id), new=new)
    db.flush()
    return DropOut.model_validate(row)
