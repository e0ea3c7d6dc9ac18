"""Workbooks of a reminder's ticks and accounts, made by a job and streamed from the database."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Table, Writable, write_xlsx
from deskside.modules.assist.errors import no_reminder
from deskside.modules.assist.messages import MakeExport
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.queries.exports import account_states, listed_accounts, tick_history
from deskside.modules.assist.queries.imports import run_id_of
from deskside.modules.assist.schemas.imports import ExportStarted
from deskside.modules.assist.service.submitting import ask_for
from deskside.modules.assist.service.tasks import file_failure, file_pending, settle
from deskside.platform import files
from deskside.platform.runs import RunContext

What = Literal["status", "accounts"]
NAMES: dict[What, str] = {"status": "处理记录", "accounts": "账户列表"}
HISTORY = ("acct_id", "reminder_id", "processed_by", "processed_by_xf", "processed_at", "new_status")
STATES = ("acct_id", "reminder_id", "is_processed", "last_processed_at")


def file_name(reminder_id: int, what: What, zone: ZoneInfo) -> str:
    """`提醒_12_处理记录_20261122.xlsx`."""
    return f"提醒_{reminder_id}_{NAMES[what]}_{clock.today(zone):%Y%m%d}.xlsx"


def submit_export(
    db: Writes, reminder_id: int, what: What, actor: Principal, zone: ZoneInfo
) -> ExportStarted:
    """Have a workbook made for the actor. Raise NotFound for an unknown reminder."""
    if db.get(Reminder, reminder_id) is None:
        raise no_reminder(reminder_id)
    file = files.announce_file(db, actor.user_id, file_name(reminder_id, what, zone))
    file.job_id = ask_for(db, MakeExport(file_id=file.id, reminder_id=reminder_id, what=what), actor)
    return ExportStarted(file_id=file.id, run_id=run_id_of(db, file.job_id))


def export_for_task(db: Writes, reminder_id: int, what: What, actor: Principal, zone: ZoneInfo) -> str:
    """As submit_export, in the kept contract: the id of the task whose result is the file's name."""
    row = db.get(Reminder, reminder_id)
    if row is None or row.deleted_at is not None:
        return file_failure(db, actor, f"提醒不存在: {reminder_id}")
    file = files.announce_file(db, actor.user_id, file_name(reminder_id, what, zone))
    task = file_pending(db, actor, file.id)
    message = MakeExport(file_id=file.id, reminder_id=reminder_id, what=what, task_id=task.id)
    task.job_id = file.job_id = ask_for(db, message, actor)
    return task.id


def make_export(run: RunContext[MakeExport]) -> None:
    """Write the workbook, then keep it, settle who waits for it and be done, in one commit."""
    asked, zone = run.message, Site().zone
    with TemporaryDirectory(prefix="deskside-") as folder:
        path = Path(folder) / "export.xlsx"
        run.read_count = write_xlsx(path, _tables(run), zone=zone)
        with run.finish() as db:
            file = files.fill_file(db, asked.file_id, path)
            settle(db, asked.task_id, result=file.name)


def _tables(run: RunContext[MakeExport]) -> Sequence[Table]:
    reminder_id = run.message.reminder_id
    if run.message.what == "accounts":
        rows = _told(run, listed_accounts(run.read, reminder_id))
        return [Table("Sheet1", (), rows)]
    return [
        Table("历史记录", HISTORY, _told(run, tick_history(run.read, reminder_id))),
        Table("账户状态", STATES, _told(run, account_states(run.read, reminder_id))),
    ]


def _told(run: RunContext[MakeExport], rows: Iterator[Sequence[Writable]]) -> Iterator[Sequence[Writable]]:
    for number, row in enumerate(rows, 1):
        if number % 1_000 == 0:
            run.check()
            run.progress(number)
        yield row
