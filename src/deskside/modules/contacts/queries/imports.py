"""Uploads and exports, as whoever asked for them sees them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.errors import NotFound
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.contacts.errors import no_import
from deskside.modules.contacts.models import CustomerExport, CustomerImport, CustomerImportRow
from deskside.modules.contacts.schemas.imports import (
    ExportOut,
    ImportOut,
    ImportRowOut,
    ImportStarted,
    ImportSummary,
)
from deskside.platform.runs import Run

SHOWN_ROWS, SLICE = 100, 1_000
Reading = Callable[[], AbstractContextManager[Reads]]


def run_id_of(db: Session, job_id: int | None) -> int | None:
    """The run that people see of a job; None when it is forgotten."""
    return db.scalar(select(Run.id).where(Run.job_id == job_id))


def present_started(db: Session, row: CustomerImport) -> ImportStarted:
    """What the submitter is told."""
    return ImportStarted(id=row.id, run_id=run_id_of(db, row.job_id))


def own_import(db: Session, import_id: int, user: Principal) -> CustomerImport:
    """What the user uploaded. Raise NotFound for what is not there or somebody else's."""
    table = CustomerImport
    found = db.scalar(select(table).where(table.id == import_id, table.owner_id == user.user_id))
    if found is None:
        raise no_import(import_id)
    return found


def list_imports(db: Session, user: Principal, page: Page) -> Items[ImportSummary]:
    """The user's own, the newest first."""
    table = CustomerImport
    wanted = select(table).where(table.owner_id == user.user_id)
    rows = db.scalars(wanted.order_by(table.id.desc()).limit(page.size).offset(page.offset)).all()
    return Items(items=[ImportSummary.model_validate(row) for row in rows], total=count_rows(db, wanted))


def find_import(db: Session, import_id: int, user: Principal) -> ImportOut:
    """One import with its first rows, those that failed before the others. Raise NotFound."""
    row = own_import(db, import_id, user)
    summary = ImportSummary.model_validate(row).model_dump()
    rows = [_present_row(one) for one in _first_rows(db, import_id)]
    return ImportOut(
        **summary,
        mapping=row.mapping,
        ignored=row.ignored,
        rows=rows,
        run_id=run_id_of(db, row.job_id),
    )


def _first_rows(db: Session, import_id: int) -> Sequence[CustomerImportRow]:
    table = CustomerImportRow
    failed_first = case((table.outcome == "failed", 0), else_=1)
    wanted = select(table).where(table.import_id == import_id)
    return db.scalars(wanted.order_by(failed_first, table.place).limit(SHOWN_ROWS)).all()


def _present_row(row: CustomerImportRow) -> ImportRowOut:
    facts = {name: getattr(row, name) for name in ("email", "name", "customer_id", "outcome", "reason")}
    return ImportRowOut.model_validate({**facts, "row": row.row_number})


def outcome_counts(db: Session, import_id: int) -> dict[str, int]:
    """How many addresses became what."""
    table = CustomerImportRow
    counted = select(table.outcome, func.count()).where(table.import_id == import_id)
    return dict(db.execute(counted.group_by(table.outcome)).all())


def import_rows(reading: Reading, import_id: int) -> Iterator[CustomerImportRow]:
    """Every row in the order of the sheet, a thousand and a question at a time."""
    table, last = CustomerImportRow, 0
    while True:
        wanted = select(table).where(table.import_id == import_id, table.place > last)
        with reading() as db:
            rows = db.scalars(wanted.order_by(table.place).limit(SLICE)).all()
        yield from rows
        if len(rows) < SLICE:
            return
        last = rows[-1].place


def find_export(db: Session, file_id: str, user: Principal) -> ExportOut:
    """How many customers stand in a file that the user asked for. Raise NotFound."""
    row = db.get(CustomerExport, file_id)
    if row is None or row.owner_id != user.user_id:
        raise NotFound(f"there is no export {file_id[:40]} of yours", code="export_unknown")
    return ExportOut(file_id=row.file_id, row_count=row.row_count)
