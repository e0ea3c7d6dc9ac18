"""Uploads of customers, and files of them."""

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.contacts.api.access import Exporter, Filtered, Form, Importer, Spoken, Zone
from deskside.modules.contacts.errors import wrong_field
from deskside.modules.contacts.queries.imports import find_export, find_import, list_imports
from deskside.modules.contacts.rules.imports import COLUMNS
from deskside.modules.contacts.schemas.bulk import UndoOut
from deskside.modules.contacts.schemas.customers import CustomerSort
from deskside.modules.contacts.schemas.imports import (
    ExportOut,
    ExportSet,
    ExportStarted,
    FileFormat,
    ImportOut,
    ImportStarted,
    ImportSummary,
    Language,
)
from deskside.modules.contacts.service.importing import undo_import
from deskside.modules.contacts.service.submitting import Manner, Upload, submit_export, submit_import
from deskside.modules.contacts.settings import Operator
from deskside.platform.files import Sent

router = make_router("contacts", "/api/contacts")
TRUE, FALSE = {"true", "1", "yes", "on"}, {"", "false", "0", "no", "off"}
BODY: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "dry_run": {"type": "boolean", "default": False},
        "together": {
            "type": "boolean",
            "default": False,
            "description": "several addresses in a cell are one customer's",
        },
        "mapping": {
            "type": "string",
            "description": 'JSON: the column of each place, null for none, ["email", null, "name"]',
        },
    },
}
FORM: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": BODY}}}
}


def _said(sent: Sent, name: str) -> bool:
    text = sent.fields.get(name, "").strip().lower()
    if text not in TRUE | FALSE:
        raise wrong_field(name, "say true or false")
    return text in TRUE


def _mapping(sent: Sent) -> list[str | None] | None:
    text = sent.fields.get("mapping", "").strip()
    if not text:
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    known = isinstance(given, list) and all(one is None or one in COLUMNS for one in given)
    named = [one for one in given if one] if known else []
    if "email" not in named or len(set(named)) < len(named):
        raise wrong_field("mapping", f"give a JSON list of {', '.join(COLUMNS)} or null, email among them")
    return list(given)


@router.post("/customers/import", status_code=HTTPStatus.ACCEPTED, openapi_extra=FORM)
def import_customers(user: Importer, sent: Form, spoken: Spoken, db: Db) -> ImportStarted:
    """A table of customers, to be saved or, with `dry_run`, only judged; a job reads it."""
    if sent.file is None:
        raise wrong_field("file", "choose a file")
    manner = Manner(_said(sent, "dry_run"), _said(sent, "together"), _mapping(sent))
    return db.write(submit_import, Upload(sent.name, sent.file.file, spoken), manner, user)


@router.get("/imports")
def imports(user: Importer, db: Db, page: Paged) -> Items[ImportSummary]:
    """The caller's uploads, the newest first."""
    return db.read(list_imports, user, page)


@router.get("/imports/{import_id}")
def one_import(user: Importer, import_id: RowId, db: Db) -> ImportOut:
    """What became of an upload, with its first 100 rows; `report_file_id` has them all."""
    return db.read(find_import, import_id, user)


@router.post("/imports/{import_id}/undo")
def take_import_back(user: Importer, import_id: RowId, db: Db) -> UndoOut:
    """Give the customers back what they were, but those changed since."""
    return db.write(undo_import, import_id, user)


@router.post("/customers/export", status_code=HTTPStatus.ACCEPTED)
def export_customers(  # noqa: PLR0913, PLR0917 - all of it is asked for in the address
    user: Exporter,
    db: Db,
    zone: Zone,
    wanted: Filtered,
    which: Annotated[ExportSet, Query(alias="set")] = "all",
    kind: Annotated[FileFormat, Query(alias="format")] = "csv",
    sort: CustomerSort = "id",
    headers: Language | None = None,
    rule_importance: Annotated[int | None, Query(ge=0, le=5)] = None,
    rule_operator: Operator | None = None,
    rule_days: Annotated[int | None, Query(ge=1, le=3650)] = None,
) -> ExportStarted:
    """A file of customers; a job makes it.

    `set`: `valid` is exactly 1, `invalid` 0, `filtered` what the filter finds in the order of `sort`,
    `followup` who is due by the saved rule or by `rule_…`, `template` the header alone. `headers` are
    Chinese, for `followup` English, unless told.
    """
    asked: dict[str, object] = {"headers": headers or ("en" if which == "followup" else "zh"), "sort": sort}
    if which == "filtered":
        asked["filter"] = wanted.stored()
    if which == "followup":
        asked["rule"] = {"importance": rule_importance, "operator": rule_operator, "days": rule_days}
    return db.write(submit_export, which, kind, asked, user, zone)


@router.get("/exports/{file_id}")
def one_export(user: Exporter, file_id: str, db: Db) -> ExportOut:
    """How many customers stand in the file."""
    return db.read(find_export, file_id, user)
