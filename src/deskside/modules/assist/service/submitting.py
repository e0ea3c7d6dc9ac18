"""Taking in what a job will work on: upload, row, job and run in one transaction."""

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.messages import ImportPlans, MakeExport, ReadAccounts
from deskside.modules.assist.models import AssistTask
from deskside.modules.assist.models.imports import AccountList, PlanImport
from deskside.platform import files
from deskside.platform.jobs import JobChange, Message, enqueue, on_change, write_jobs

OURS = {message.message_name for message in (ReadAccounts, ImportPlans, MakeExport)}
STOPPED = {"failed": "{0}", "cancelled": "已取消 / cancelled"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. `language` is of whoever will read its report: zh or en."""

    name: str
    file: BinaryIO
    language: str = "zh"


def ask_for(db: Writes, message: Message, actor: Principal) -> int:
    """The id of the job that will do it, with its run already there."""
    ticket = enqueue(db, message, trigger="manual", actor_id=actor.user_id)
    write_jobs(db)
    return ticket.id


@on_change
def follow(db: Writes, change: JobChange) -> None:
    """What a job was to do has failed with it, is waited for again when somebody retries it."""
    if change.name not in OURS:
        return
    if change.state in STOPPED:
        _fail(db, change.id, STOPPED[change.state].format(change.error))
    elif change.state == "waiting":
        for table in (AccountList, PlanImport):
            again = update(table).where(table.job_id == change.id, table.state == "failed")
            db.execute(again.values(state="reading", why=None))


def _fail(db: Writes, job_id: int, why: str) -> None:
    for table in (AccountList, PlanImport):
        waiting = update(table).where(table.job_id == job_id, table.state == "reading")
        db.execute(waiting.values(state="failed", why=why))
    task = update(AssistTask).where(AssistTask.job_id == job_id, AssistTask.status == "PENDING")
    db.execute(task.values(status="FAILURE", message=why, finished_at=clock.now()))
    files.drop_unmade(db, job_id)
