"""Uploaded batches, as whoever uploaded them sees them."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.errors import NotFound
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.assist.models.imports import AccountList, PlanImport, PlanImportRow
from deskside.modules.assist.queries.people import user_names
from deskside.modules.assist.schemas.imports import (
    AccountListOut,
    AppliedListOut,
    ImportStarted,
    PlanImportOut,
    PlanImportSummary,
    PlanRowOut,
)
from deskside.platform.runs import Run

SHOWN_ROWS = 100
T = TypeVar("T", AccountList, PlanImport)


def run_id_of(db: Session, job_id: int | None) -> int | None:
    """The run that people see of a job; None when it is forgotten."""
    return db.scalar(select(Run.id).where(Run.job_id == job_id))


def present_started(db: Session, row: AccountList | PlanImport) -> ImportStarted:
    """What the submitter is told."""
    return ImportStarted(id=row.id, run_id=run_id_of(db, row.job_id))


def own(db: Session, table: type[T], row_id: int, user: Principal) -> T:
    """What the user uploaded. Raise NotFound for what is not there or somebody else's."""
    found = db.scalar(select(table).where(table.id == row_id, table.owner_id == user.user_id))
    if found is None:
        raise NotFound(f"there is no import {row_id} of yours", code="import_unknown")
    return found


def find_list(db: Session, list_id: int, user: Principal) -> AccountListOut:
    """One list. Raise NotFound."""
    row = own(db, AccountList, list_id, user)
    return AccountListOut.model_validate(
        {
            **{name: getattr(row, name) for name in AccountListOut.model_fields if hasattr(row, name)},
            "samples": row.samples or [],
            "run_id": run_id_of(db, row.job_id),
        }
    )


def list_applied(db: Session, reminder_id: int, page: Page) -> Items[AppliedListOut]:
    """The lists that became the reminder's, the newest first."""
    wanted = select(AccountList).where(AccountList.reminder_id == reminder_id)
    newest = wanted.order_by(AccountList.applied_at.desc(), AccountList.id.desc())
    rows = db.scalars(newest.limit(page.size).offset(page.offset)).all()
    names = user_names(db, {row.owner_id for row in rows})
    facts = set(AppliedListOut.model_fields) - {"by"}
    items = [
        AppliedListOut.model_validate(
            {**{name: getattr(row, name) for name in facts}, "by": names.get(row.owner_id)}
        )
        for row in rows
    ]
    return Items(items=items, total=count_rows(db, wanted))


def list_plan_imports(db: Session, user: Principal, page: Page) -> Items[PlanImportSummary]:
    """The user's own, the newest first."""
    wanted = select(PlanImport).where(PlanImport.owner_id == user.user_id)
    rows = db.scalars(wanted.order_by(PlanImport.id.desc()).limit(page.size).offset(page.offset)).all()
    items = [PlanImportSummary.model_validate(row) for row in rows]
    return Items(items=items, total=count_rows(db, wanted))


def find_plan_import(db: Session, import_id: int, user: Principal) -> PlanImportOut:
    """One import with its first rows, those that failed before the others. Raise NotFound."""
    row = own(db, PlanImport, import_id, user)
    summary = PlanImportSummary.model_validate(row).model_dump()
    rows = [_present_row(one) for one in _first_rows(db, import_id)]
    return PlanImportOut(**summary, rows=rows, run_id=run_id_of(db, row.job_id))


def _first_rows(db: Session, import_id: int) -> Sequence[PlanImportRow]:
    failed_first = case((PlanImportRow.outcome == "failed", 0), else_=1)
    wanted = select(PlanImportRow).where(PlanImportRow.import_id == import_id)
    return db.scalars(wanted.order_by(failed_first, PlanImportRow.row_number).limit(SHOWN_ROWS)).all()


def _present_row(row: PlanImportRow) -> PlanRowOut:
    return PlanRowOut.model_validate(
        {
            "row": row.row_number,
            "plan_id": row.plan_id,
            "name": row.name,
            "outcome": row.outcome,
            "reason": row.reason,
        }
    )
