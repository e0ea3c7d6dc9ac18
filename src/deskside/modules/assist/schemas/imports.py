"""Batches that people upload, and files that are made for them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output

Language = Literal["zh", "en"]
ReadingState = Literal["reading", "ready", "failed"]
Outcome = Literal["created", "updated", "unchanged", "failed"]
Pasted = Annotated[str, Field(min_length=1, max_length=20_000_000)]
ListId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AccountListIn(Input):
    """A pasted column: ids apart from each other by lines, spaces, commas or semicolons."""

    text: Pasted


class ImportStarted(Output):
    """What was taken in; ask for it by `id` until its state is no longer `reading`."""

    id: int
    run_id: int | None


class AccountListOut(Output):
    """A list of accounts that was uploaded. `why` says why it failed; `samples` are its first ten ids.

    `report_file_id` is the workbook with each row that was left out, to be had from `/api/files/{id}`.
    """

    id: int
    state: ReadingState
    why: str | None
    name: str
    accepted: int
    duplicates: int
    invalid: int
    samples: list[int]
    report_file_id: str | None
    run_id: int | None
    reminder_id: int | None


class AppliedListOut(Output):
    """A list that became a reminder's. The newest with `undone_at` null is what an undo takes back."""

    id: int
    name: str
    by: str | None
    accepted: int
    added: int
    removed: int
    applied_at: datetime
    undone_at: datetime | None


class PlanRowOut(Output):
    """What became of one row, by its number in the sheet."""

    row: int
    plan_id: int | None
    name: str | None
    outcome: Outcome
    reason: str | None


class PlanImportSummary(Output):
    """An uploaded table of plans; with `dry_run` the counts say what would become of it."""

    id: int
    state: ReadingState
    why: str | None
    name: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    failed: int
    report_file_id: str | None
    created_at: datetime
    undone_at: datetime | None


class PlanImportOut(PlanImportSummary):
    """`rows` are the first 100, those that failed before the others."""

    rows: list[PlanRowOut]
    run_id: int | None


class KeptPlan(Output):
    """A plan that an undo left as it is, because it was changed since."""

    plan_id: int
    name: str | None
    reason: str


class PlanUndoOut(Output):
    """How many plans are again as they were before, how many are gone again, and which were left alone."""

    restored: int
    removed: int
    kept: list[KeptPlan]


class ExportIn(Input):
    what: Literal["status", "accounts"]


class ExportStarted(Output):
    """`GET /api/files/{file_id}` answers 202 until the file is made, and gives it for five minutes."""

    file_id: str
    run_id: int | None
