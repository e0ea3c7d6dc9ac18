"""Uploads of account lists and plans, and workbooks of a reminder."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.kernel.wire import RowId as ImportId
from deskside.modules.assist.api.access import Manager, RowId, Zone
from deskside.modules.assist.api.forms import FILE, FORM, Form, bodies
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.queries.imports import (
    find_list,
    find_plan_import,
    list_applied,
    list_plan_imports,
)
from deskside.modules.assist.schemas import ReminderOut
from deskside.modules.assist.schemas.imports import (
    AccountListIn,
    AccountListOut,
    AppliedListOut,
    ExportIn,
    ExportStarted,
    ImportStarted,
    Language,
    PlanImportOut,
    PlanImportSummary,
    PlanUndoOut,
)
from deskside.modules.assist.service.account_lists import pasted, submit_list
from deskside.modules.assist.service.exports import submit_export
from deskside.modules.assist.service.plan_imports import submit_plans
from deskside.modules.assist.service.plan_saving import undo_plans
from deskside.modules.assist.service.reminders import undo_import
from deskside.modules.assist.service.submitting import Upload
from deskside.platform.files import Sent, limited_body, receive

router = make_router("assist", "/api/assist")
PASTED = "粘贴的账户.csv"
DRY = {**FORM, "properties": {"file": FILE, "dry_run": {"type": "boolean", "default": False}}}
TRUE, FALSE = {"true", "1", "yes", "on"}, {"", "false", "0", "no", "off"}


def _language(accept_language: Annotated[str, Header()] = "zh-CN") -> Language:
    return "en" if accept_language.strip().lower().startswith("en") else "zh"


Spoken = Annotated[Language, Depends(_language)]


async def _list(request: Request, _user: Manager) -> AsyncIterator[Upload]:
    """A form with a file, or JSON with a pasted column."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        sent = await receive(request)
        try:
            yield _upload(sent)
        finally:
            await sent.close()
        return
    try:
        body = AccountListIn.model_validate_json(await limited_body(request))
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        ) from error
    yield Upload(PASTED, pasted(body.text))


def _upload(sent: Sent, language: Language = "zh") -> Upload:
    if sent.file is None:
        raise wrong_field("file", "choose a file")
    return Upload(sent.name, sent.file.file, language)


ListSent = Annotated[Upload, Depends(_list)]


@router.post(
    "/account-lists",
    status_code=HTTPStatus.ACCEPTED,
    openapi_extra=bodies(form=FORM, json=AccountListIn.model_json_schema()),
)
def upload_accounts(user: Manager, upload: ListSent, spoken: Spoken, db: Db) -> ImportStarted:
    """A list of accounts, from a workbook, a CSV file or a pasted column; a job reads it."""
    return db.write(submit_list, Upload(upload.name, upload.file, spoken), user)


@router.get("/account-lists/{list_id}")
def account_list(list_id: ImportId, user: Manager, db: Db) -> AccountListOut:
    """What was found in a list that the caller uploaded."""
    return db.read(find_list, list_id, user)


@router.get("/reminders/{reminder_id}/imports")
def applied_lists(reminder_id: RowId, _user: Manager, db: Db, page: Paged) -> Items[AppliedListOut]:
    """The uploaded lists that became the reminder's, the newest first."""
    return db.read(list_applied, reminder_id, page)


@router.post("/reminders/{reminder_id}/undo-import")
def take_list_back(reminder_id: RowId, user: Manager, db: Db, zone: Zone) -> ReminderOut:
    """Take the last uploaded list back; 409 when there is none. Ticks and history stay."""
    return db.write(undo_import, reminder_id, user, zone)


@router.post("/reminders/{reminder_id}/exports", status_code=HTTPStatus.ACCEPTED)
def export_reminder(reminder_id: RowId, body: ExportIn, user: Manager, db: Db, zone: Zone) -> ExportStarted:
    """A workbook of the reminder's ticks or accounts; a job makes it."""
    return db.write(submit_export, reminder_id, body.what, user, zone)


@router.post("/plan-imports", status_code=HTTPStatus.ACCEPTED, openapi_extra=bodies(form=DRY))
def upload_plans(user: Manager, sent: Form, spoken: Spoken, db: Db) -> ImportStarted:
    """A table of plans, to be saved or, with `dry_run`, only judged; a job reads it."""
    said = sent.fields.get("dry_run", "").strip().lower()
    if said not in TRUE | FALSE:
        raise wrong_field("dry_run", "say true or false")
    return db.write(submit_plans, _upload(sent, spoken), user, dry_run=said in TRUE)


@router.get("/plan-imports")
def plan_imports(user: Manager, db: Db, page: Paged) -> Items[PlanImportSummary]:
    """The caller's uploads of plans, the newest first."""
    return db.read(list_plan_imports, user, page)


@router.get("/plan-imports/{import_id}")
def plan_import(import_id: ImportId, user: Manager, db: Db) -> PlanImportOut:
    """What became of an upload, with its first 100 rows."""
    return db.read(find_plan_import, import_id, user)


@router.post("/plan-imports/{import_id}/undo")
def take_plans_back(import_id: ImportId, user: Manager, db: Db) -> PlanUndoOut:
    """Give the plans back what they were, but those edited since."""
    return db.write(undo_plans, import_id, user)
