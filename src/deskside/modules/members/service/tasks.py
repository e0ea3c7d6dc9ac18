"""What people do with coaches' tasks."""

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.members.errors import no_task, reason_needed, task_is_over
from deskside.modules.members.models import CoachTask
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.tasks import ABANDONED, COMPLETED, may_become
from deskside.modules.members.schemas.changes import TaskOut, TaskPatch
from deskside.platform import audit


def change_task(db: Writes, viewer: Viewer, task_id: int, body: TaskPatch) -> TaskOut:
    """Finish, abandon, hide or show a task; one that is in that state already stays as it is.

    Raise NotFound for another site's or another coach's, Conflict when it is over, Invalid without a reason.
    """
    mine = (CoachTask.id == task_id, CoachTask.site_id == viewer.site)
    task = db.scalar(select(CoachTask).where(*mine).with_for_update())
    if task is None or viewer.coach_id not in {None, task.assistant_id}:
        raise no_task(task_id)
    if body.status == ABANDONED and body.reason is None:
        raise reason_needed()
    if task.status == body.status:
        return TaskOut.model_validate(task)
    if not may_become(task.status):
        raise task_is_over(task.status)
    old = {"status": task.status}
    task.status = body.status
    task.abandon_reason = body.reason if body.status == ABANDONED else None
    task.completed_at = clock.now() if body.status == COMPLETED else None
    new = {"status": task.status, "reason": body.reason}
    audit.record(
        db,
        actor=viewer.principal,
        action="members.task.update",
        subject=("member_task", task.id),
        old=old,
        new=new,
    )
    db.flush()
    return TaskOut.model_validate(task)
