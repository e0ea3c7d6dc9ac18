"""Number lists as managers keep them."""

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import (
    no_number_list,
    number_list_exists,
    number_list_from_file,
    number_list_in_use,
    operators_number_list,
    stale,
)
from deskside.modules.assist.messages import LoadNumbers
from deskside.modules.assist.models import Number, NumberList, NumberLoad, Reminder
from deskside.modules.assist.queries.numbers import is_operators, present_lists, present_load
from deskside.modules.assist.rules import NumberSheet
from deskside.modules.assist.schemas import (
    NumberListIn,
    NumberListOut,
    NumberListPatch,
    NumberLoadOut,
    ReloadOut,
)
from deskside.modules.assist.service.number_files import checked_path
from deskside.modules.assist.service.numbers import ALARM, Origin, replace_numbers
from deskside.platform import audit
from deskside.platform.jobs import enqueue, write_jobs
from deskside.platform.runs import clear_alarm, run_of_job
from deskside.platform.versions import bump


def create_list(db: Writes, body: NumberListIn, actor: Principal) -> NumberListOut:
    """A new list; one with a file is read at once. Raise Conflict for a taken name, Invalid for a path."""
    row = NumberList(name=body.name, text=body.text, size=0, version=1)
    row.path = str(checked_path(body.path)) if body.path else None
    db.add(row)
    _flush(db, row.name)
    if row.path is not None:
        _enqueue(db, row, actor)
    return _recorded(db, actor, "create", None, row)


def update_list(db: Writes, list_id: int, body: NumberListPatch, actor: Principal) -> NumberListOut:
    """Change a list; another file is read at once.

    Raise NotFound; Conflict with the present list when `version` is old; Invalid for what is the operator's.
    """
    row = _locked(db, list_id)
    old = present_lists(db, [row])[0]
    if row.version != body.version:
        raise stale(f"number list {list_id}", "current", old.model_dump(mode="json"))
    if body.name is not None and body.name != row.name:
        _rename(db, row, body.name)
    if body.text is not None:
        row.text = body.text
    if "path" in body.model_fields_set:
        _take_path(db, row, body.path, actor)
    row.version += 1
    _flush(db, row.name)
    return _recorded(db, actor, "update", old, row)


def delete_list(db: Writes, list_id: int, actor: Principal) -> None:
    """Take a list with its numbers and history away. Raise Conflict while a reminder is for it."""
    row = _locked(db, list_id)
    if is_operators(row):
        raise operators_number_list()
    using = db.scalars(select(Reminder.id).where(Reminder.number_list_id == list_id).order_by(Reminder.id))
    if ids := list(using):
        raise number_list_in_use(row.name, ids)
    old = present_lists(db, [row])[0]
    for table in (Number, NumberLoad):
        db.execute(delete(table).where(table.list_id == list_id))
    clear_alarm(db, ALARM, row.name)
    db.delete(row)
    audit.record(
        db, actor=actor, action="assist.number_list.delete", subject=("number_list", list_id), old=old
    )
    bump(db, "numbers")


def reload_list(db: Writes, list_id: int, actor: Principal) -> ReloadOut:
    """Read the file of a list now, changed or not. Raise Invalid when it has none."""
    row = _locked(db, list_id)
    if row.path is None:
        raise number_list_from_file(row.name, wanted=True)
    run_id = _enqueue(db, row, actor)
    audit.record(db, actor=actor, action="assist.number_list.reload", subject=("number_list", list_id))
    return ReloadOut(run_id=run_id)


def upload_numbers(
    db: Writes, list_id: int, sheet: NumberSheet, file_name: str, actor: Principal
) -> NumberLoadOut:
    """Make a list without a file of its own what was uploaded."""
    row = _locked(db, list_id)
    if row.path is not None:
        raise number_list_from_file(row.name, wanted=False)
    load = replace_numbers(db, list_id, sheet, Origin("upload", Path(file_name).name, actor=actor))
    counts = {"added": load.added, "removed": load.removed, "read": load.read_count}
    audit.record(
        db, actor=actor, action="assist.number_list.upload", subject=("number_list", list_id), new=counts
    )
    return present_load(load)


def _rename(db: Writes, row: NumberList, name: str) -> None:
    if is_operators(row):
        raise operators_number_list()
    # An alarm is about the name; if the trouble lasts, the next look raises it anew.
    clear_alarm(db, ALARM, row.name)
    row.name, row.failed_stamp = name, None


def _take_path(db: Writes, row: NumberList, text: str | None, actor: Principal) -> None:
    path = str(checked_path(text)) if text else None
    if path == row.path:
        return
    if is_operators(row):
        raise operators_number_list()
    row.path, row.file_stamp, row.failed_stamp, row.failure = path, None, None, None
    clear_alarm(db, ALARM, row.name)
    if path is not None:
        _enqueue(db, row, actor)


def _enqueue(db: Writes, row: NumberList, actor: Principal) -> int:
    message = LoadNumbers() if is_operators(row) else LoadNumbers(list_id=row.id)
    ticket = enqueue(db, message, dedup=load_key(message), trigger="manual", actor_id=actor.user_id)
    write_jobs(db)
    run = run_of_job(db, ticket.id)
    if run is None:
        raise LookupError("loading numbers leaves no run: its job is not declared in this process")
    return run.id


def load_key(message: LoadNumbers) -> str:
    """Two requests for one list are one."""
    return "load" if message.list_id is None else f"load:{message.list_id}"


def _locked(db: Writes, list_id: int) -> NumberList:
    row = db.scalar(select(NumberList).where(NumberList.id == list_id).with_for_update())
    if row is None:
        raise no_number_list(list_id)
    return row


def _flush(db: Writes, name: str) -> None:
    try:
        db.flush()
    except IntegrityError as error:
        raise number_list_exists(name) from error


def _recorded(
    db: Writes, actor: Principal, verb: str, old: NumberListOut | None, row: NumberList
) -> NumberListOut:
    new = present_lists(db, [row])[0]
    audit.record(
        db,
        actor=actor,
        action=f"assist.number_list.{verb}",
        subject=("number_list", row.id),
        old=old,
        new=new,
    )
    bump(db, "numbers")
    return new
