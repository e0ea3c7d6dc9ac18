"""Uploads and exports of customers."""

from datetime import datetime
from typing import Literal

from deskside.kernel.wire import Output

Language = Literal["zh", "en"]
ReadingState = Literal["reading", "ready", "failed"]
Outcome = Literal["created", "updated", "unchanged", "failed"]
ExportSet = Literal["all", "valid", "invalid", "followup", "filtered", "template"]
FileFormat = Literal["csv", "xlsx"]


class ImportStarted(Output):
    """What was taken in; ask for it by `id` until its state is no longer `reading`."""

    id: int
    run_id: int | None


class ImportRowOut(Output):
    """What became of one address; `row` is the sheet's, several addresses in a cell share it."""

    row: int
    email: str
    name: str
    customer_id: int | None
    outcome: Outcome
    reason: str | None


class ImportSummary(Output):
    """An uploaded table; with `dry_run` the counts say what would become of it.

    `row_count` are the sheet's rows; the other counts are addresses, of which a cell may hold several.
    """

    id: int
    state: ReadingState
    why: str | None
    name: str
    dry_run: bool
    together: bool
    row_count: int
    created: int
    updated: int
    unchanged: int
    failed: int
    report_file_id: str | None
    created_at: datetime
    undone_at: datetime | None


class ImportOut(ImportSummary):
    """`mapping` are the columns as they were understood, `ignored` the headers that were not.

    `rows` are the first 100, those that failed before the others.
    """

    mapping: list[str | None] | None
    ignored: list[str] | None
    rows: list[ImportRowOut]
    run_id: int | None


class ExportStarted(Output):
    """`GET /api/files/{file_id}` answers 202 until the file is made, and gives it for five minutes."""

    file_id: str
    run_id: int | None


class ExportOut(Output):
    """How many customers stand in the file; null while it is being made."""

    file_id: str
    row_count: int | None
