"""Uploads of the kept contract: its task waits for the job that reads the file."""

from zoneinfo import ZoneInfo

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import NotFound
from deskside.modules.assist.models.imports import AccountList, PlanImport
from deskside.modules.assist.service.account_lists import take_in
from deskside.modules.assist.service.kept_inserts import UNKNOWN, Wish, check
from deskside.modules.assist.service.plan_imports import take_plans_in
from deskside.modules.assist.service.submitting import Upload
from deskside.modules.assist.service.tasks import file_failure, file_pending


def insert_with_list(db: Writes, wish: Wish, upload: Upload, actor: Principal, zone: ZoneInfo) -> str:
    """Have a reminder made or edited once its list is read; the task's id. Raise what makes a form wrong."""
    try:
        check(db, wish, zone)
    except NotFound:
        return file_failure(db, actor, UNKNOWN.format(wish.reminder_id))
    row = take_in(db, upload, actor)
    row.wanted = wish.fields if wish.reminder_id is None else {**wish.fields, "id": wish.reminder_id}
    return _wait(db, row, actor)


def upload_plans_for_task(db: Writes, upload: Upload, actor: Principal) -> str:
    """Have the plans of a table saved; the task's id."""
    return _wait(db, take_plans_in(db, upload, actor, dry_run=False), actor)


def _wait(db: Writes, row: AccountList | PlanImport, actor: Principal) -> str:
    task = file_pending(db, actor)
    task.job_id, row.task_id = row.job_id, task.id
    return task.id
