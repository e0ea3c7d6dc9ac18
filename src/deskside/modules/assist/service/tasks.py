"""Answers of the kept contract, filed for whoever asked."""

import uuid

from sqlalchemy import delete, or_, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.models import AssistTask
from deskside.modules.assist.queries.tasks import LIFETIME, WAITING


def file_result(db: Writes, owner: Principal, result: object) -> str:
    """The id of a task that has succeeded with `result`, a JSON value."""
    return _file(db, AssistTask(owner_id=owner.user_id, status="SUCCESS", result=result))


def file_failure(db: Writes, owner: Principal, message: str) -> str:
    """The id of a task that has failed because of `message`."""
    return _file(db, AssistTask(owner_id=owner.user_id, status="FAILURE", message=message))


def file_pending(db: Writes, owner: Principal, file_id: str | None = None) -> AssistTask:
    """A task that a job will settle; `file_id` is the file that it will make."""
    task = AssistTask(owner_id=owner.user_id, status="PENDING", file_id=file_id)
    _file(db, task)
    db.flush()
    return task


def settle(db: Writes, task_id: str | None, *, result: object = None, failure: str | None = None) -> None:
    """Say how a pending task ended; its ten minutes begin. Nothing to do where nobody waits."""
    if task_id is None:
        return
    how = {"status": "SUCCESS" if failure is None else "FAILURE", "result": result, "message": failure}
    pending = update(AssistTask).where(AssistTask.id == task_id)
    db.execute(pending.values(**how, finished_at=clock.now()))


def _file(db: Writes, task: AssistTask) -> str:
    task.id = str(uuid.uuid4())
    task.created_at = clock.now()
    task.finished_at = None if task.status == "PENDING" else task.created_at
    db.add(task)
    return task.id


def drop_old_tasks(db: Writes) -> int:
    """Delete what can no longer be asked for; how many they were."""
    now = clock.now()
    over = or_(AssistTask.finished_at < now - LIFETIME, AssistTask.created_at < now - WAITING)
    return db.connection().execute(delete(AssistTask).where(over)).rowcount
