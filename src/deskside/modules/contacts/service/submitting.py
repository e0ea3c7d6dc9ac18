"""Taking in what a job will work on: upload, row, job and run in one transaction."""

from dataclasses import dataclass
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.messages import ImportCustomers, MakeCustomerExport
from deskside.modules.contacts.models import CustomerExport, CustomerImport
from deskside.modules.contacts.queries.imports import present_started, run_id_of
from deskside.modules.contacts.schemas.imports import ExportSet, ExportStarted, FileFormat, ImportStarted
from deskside.platform import audit, files
from deskside.platform.jobs import JobChange, Message, enqueue, on_change, write_jobs

OURS = {ImportCustomers.message_name, MakeCustomerExport.message_name}
STOPPED = {"failed": "{0}", "cancelled": "已取消 / cancelled"}
NAMES: dict[ExportSet, str] = {
    "all": "全部", "valid": "有效", "invalid": "无效", "followup": "待跟进", "filtered": "筛选",
    "template": "模板",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. `language` is of whoever will read its report: zh or en."""

    name: str
    file: BinaryIO
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Manner:
    """How an upload is to be taken. `together`: several addresses in a cell are one customer's."""

    dry_run: bool = False
    together: bool = False
    mapping: list[str | None] | None = None


def ask_for(db: Writes, message: Message, actor: Principal) -> int:
    """The id of the job that will do it, with its run already there."""
    ticket = enqueue(db, message, trigger="manual", actor_id=actor.user_id)
    write_jobs(db)
    return ticket.id


def submit_import(db: Writes, upload: Upload, manner: Manner, actor: Principal) -> ImportStarted:
    """Take a table in; a job reads it. Raise Invalid for an empty file, TooLarge for one over 20 MB."""
    row = CustomerImport(owner_id=actor.user_id, name=upload.name[:255], language=upload.language)
    row.upload_id = files.save_upload(db, actor.user_id, upload.name, upload.file)
    row.dry_run, row.together, row.mapping = manner.dry_run, manner.together, manner.mapping
    db.add(row)
    db.flush()
    row.job_id = ask_for(db, ImportCustomers(import_id=row.id), actor)
    db.flush()
    return present_started(db, row)


def submit_export(
    db: Writes,
    which: ExportSet,
    kind: FileFormat,
    wanted: dict[str, object],
    actor: Principal,
    zone: ZoneInfo,
) -> ExportStarted:
    """Have a file of customers made for the actor; `wanted` has filter, sort and headers."""
    name = f"客户_{NAMES[which]}_{clock.today(zone):%Y%m%d}.{kind}"
    file = files.announce_file(db, actor.user_id, name)
    asked = {**wanted, "set": which, "format": kind}
    db.add(CustomerExport(file_id=file.id, owner_id=actor.user_id, wanted=asked))
    file.job_id = ask_for(db, MakeCustomerExport(file_id=file.id), actor)
    audit.record(
        db,
        actor=actor,
        action="contacts.customers.export",
        subject=("export", file.id),
        new={"set": which, "format": kind, "filtered_by": sorted(_filters(wanted))},
    )
    return ExportStarted(file_id=file.id, run_id=run_id_of(db, file.job_id))


def _filters(wanted: dict[str, object]) -> set[str]:
    found = wanted.get("filter")
    return set(found) if isinstance(found, dict) else set()


@on_change
def follow(db: Writes, change: JobChange) -> None:
    """What a job was to do has failed with it, is waited for again when somebody retries it."""
    if change.name not in OURS:
        return
    mine = (CustomerImport.job_id == change.id,)
    if change.state in STOPPED:
        why = STOPPED[change.state].format(change.error)
        waiting = update(CustomerImport).where(*mine, CustomerImport.state == "reading")
        db.execute(waiting.values(state="failed", why=why))
        files.drop_unmade(db, change.id)
    elif change.state == "waiting":
        again = update(CustomerImport).where(*mine, CustomerImport.state == "failed")
        db.execute(again.values(state="reading", why=None))
