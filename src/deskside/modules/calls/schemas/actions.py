"""What people ask for: refreshes, warm-ups, reports, rules."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from deskside.kernel.wire import Input, Output
from deskside.modules.calls.schemas.vendor import Track


class RefreshIn(Input):
    """Read these days anew; `only_missing` leaves out days whose track is there and whole."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    tracks: list[Track] = Field(default=["tasks", "records"], min_length=1, max_length=2)
    only_missing: bool = False


class AskedOut(Output):
    """One reading that was asked for, or was waiting already."""

    date: date
    track: Track
    run_id: int


class RefreshOut(Output):
    """What was asked for, the newest day first; `run_id` is the first of them."""

    run_id: int | None
    items: list[AskedOut]
    total: int


class WarmUpOut(Output):
    """What a warm-up of a span would do; `seconds` and `pages` are guesses from past readings."""

    days: int
    missing: list[date]
    partial: list[date]
    pages: int | None
    seconds: float | None


class ReportIn(Input):
    """A report of a span, with every row. The filters count for `records` alone."""

    kind: Literal["xlsx", "pdf"]
    what: Literal["days", "agents", "tasks", "records"]
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    agent: str | None = Field(default=None, max_length=64)
    task: str | None = Field(default=None, max_length=64)
    grade: str | None = Field(default=None, max_length=20)


class ReportStarted(Output):
    """Fetch `/api/files/{file_id}` when the run is done."""

    file_id: str
    run_id: int | None


class PeriodicOut(Output):
    """A report that was made by itself; its totals stand in the subject."""

    id: int
    first: date
    last: date
    made_at: datetime
    subject: str
    partial: bool
    file_id: str


class RulesIn(Input):
    """The settings of calls; `version` is the one seen."""

    version: int = Field(ge=0, le=2**31 - 1)
    values: dict[str, JsonValue]
