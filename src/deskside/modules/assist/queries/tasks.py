"""Answers of the kept contract that wait to be fetched."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.modules.assist.models import AssistTask

LIFETIME = timedelta(minutes=10)
"""How long an answer can be fetched."""
WAITING = timedelta(days=1)
"""How long one is waited for that a job gives."""


@dataclass(frozen=True, slots=True)
class Task:
    """How a task stands: `result` of a SUCCESS, `message` of a FAILURE. `file_id`: the file that it makes."""

    status: str
    result: object
    message: str | None
    file_id: str | None = None


def find_task(db: Session, task_id: str, owner: Principal) -> Task | None:
    """The caller's own task; None when it is not there, not theirs or ended more than ten minutes ago."""
    in_time = or_(AssistTask.finished_at.is_(None), AssistTask.finished_at >= clock.now() - LIFETIME)
    wanted = select(AssistTask).where(AssistTask.id == task_id, AssistTask.owner_id == owner.user_id, in_time)
    row = db.scalar(wanted)
    return None if row is None else Task(row.status, row.result, row.message, row.file_id)
