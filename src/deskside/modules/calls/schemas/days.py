"""Days on the wire."""

from datetime import date, datetime
from typing import Literal

from deskside.kernel.wire import Output
from deskside.modules.calls.schemas.vendor import SyncType, Track


class SourceOut(Output):
    """Where a figure comes from: when it was read, how old it is (seconds), what made it be read.

    `partial`: the vendor did not give everything. `seconds`: how long the reading took.
    """

    calculated_at: datetime
    age: int
    sync_type: SyncType
    seconds: float
    partial: bool = False


class GradeCountOut(Output):
    """How many records have a grade."""

    code: str
    label: str
    colour: str
    count: int


class TaskTrackOut(Output):
    """A day as the vendor's task statistics have it. `added_success`: what the last reading changed."""

    total_tasks: int
    callout_number: int
    called_number: int
    success_number: int
    connected_rate: float
    added_success: int
    source: SourceOut


class RecordTrackOut(Output):
    """A day as its call records have it; `expected` is the vendor's own count of them."""

    grades: list[GradeCountOut]
    total_success: int
    total_records: int
    expected: int
    success_rate: float | None
    added_records: int
    added_success: int
    source: SourceOut


class LiveRunOut(Output):
    """A reading of the day that waits or runs; `done` of `total` pages."""

    run_id: int
    track: Track
    state: Literal["waiting", "running"]
    done: int
    total: int | None


class DayOut(Output):
    """One day. A track that is null was never synced: that is no zero.

    `differ`: successes by tasks less successes by records, where the tracks disagree; else null.
    """

    date: date
    working: bool
    tasks: TaskTrackOut | None
    records: RecordTrackOut | None
    differ: int | None
    runs: list[LiveRunOut]


class TotalsOut(Output):
    """Sums over the synced days of a span; `missing` days lack the record track, `partial` ones a part."""

    days: int
    working_days: int
    missing: int
    partial: int
    callout_number: int
    called_number: int
    success_number: int
    connected_rate: float | None
    grades: list[GradeCountOut]
    total_success: int
    total_records: int
    success_rate: float | None


class DaysOut(Output):
    """The days of a span, the newest first."""

    items: list[DayOut]
    total: int
    totals: TotalsOut


class SummaryOut(Output):
    """The cards: today, yesterday, this month up to now. `configured`: the vendor's address is set."""

    configured: bool
    today: DayOut
    yesterday: DayOut
    month: TotalsOut


class PointOut(Output):
    """One day of the trend; `synced` false: nothing is known of it."""

    date: date
    synced: bool
    partial: bool
    records: int
    answered: int
    success: int
    grades: dict[str, int]


class TrendOut(Output):
    """A span and the one of the same length before it."""

    grades: list[GradeCountOut]
    items: list[PointOut]
    total: int
    before: list[PointOut]
    success: int
    success_before: int
    change: float | None
