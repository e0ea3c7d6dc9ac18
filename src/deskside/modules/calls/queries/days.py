"""Days, totals, the cards and the trend: read from what the syncs left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.modules.calls.models import GradeStats, Rollup, TaskStats
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.queries.live import live_runs
from deskside.modules.calls.rules.grades import Judge, count_grades
from deskside.modules.calls.rules.judging import days_between, rate, tracks_differ
from deskside.modules.calls.schemas.days import (
    DayOut,
    DaysOut,
    GradeCountOut,
    PointOut,
    RecordTrackOut,
    SourceOut,
    SummaryOut,
    TaskTrackOut,
    TotalsOut,
    TrendOut,
)
from deskside.modules.calls.settings import CallsEnv, CallsSettings
from deskside.platform.settings import current

Cells = Mapping[date, list[tuple[str, int, int]]]
"""Of each day: grade as received, records, answered."""


def list_days(db: Session, first: date, last: date, zone: ZoneInfo) -> DaysOut:
    """Every day of the span, the newest first; one that was never synced has no tracks."""
    rows = _Rows(db, first, last, zone)
    runs = live_runs(db, first, last)
    items = [
        rows.day(day).model_copy(update={"runs": runs.get(day, [])}) for day in days_between(first, last)
    ]
    return DaysOut(items=items, total=len(items), totals=rows.totals())


def summary(db: Session, zone: ZoneInfo) -> SummaryOut:
    """The cards."""
    today = clock.today(zone)
    yesterday, month = today - timedelta(days=1), today.replace(day=1)
    two = list_days(db, yesterday, today, zone).items
    return SummaryOut(
        configured=CallsEnv().url is not None,
        today=two[0],
        yesterday=two[1],
        month=_Rows(db, month, today, zone).totals(),
    )


def likely_records(db: Session, day: date) -> int:
    """How many records the vendor had of this day, or of the last known one before it; 0: none is known."""
    known = select(GradeStats.expected).where(GradeStats.date <= day)
    return db.scalar(known.order_by(GradeStats.date.desc()).limit(1)) or 0


class _Rows:
    """What is known of a span."""

    def __init__(self, db: Session, first: date, last: date, zone: ZoneInfo) -> None:
        self.first, self.last, self._zone = first, last, zone
        self._judge = Judge(current_grades(db).grades)
        self._allowed = current(db, CallsSettings).tracks_differ
        self._now = clock.now()
        self._tasks = {
            row.date: row for row in db.scalars(select(TaskStats).where(TaskStats.date.between(first, last)))
        }
        self._records = {
            row.date: row
            for row in db.scalars(select(GradeStats).where(GradeStats.date.between(first, last)))
        }
        self._cells = day_cells(db, first, last)

    def day(self, day: date) -> DayOut:
        tasks, records = self._tasks.get(day), self._records.get(day)
        differ = None
        if tasks is not None and records is not None and not records.partial:
            differ = tracks_differ(tasks.success_number, records.total_success, self._allowed)
        return DayOut(
            date=day,
            working=tasks is not None and tasks.callout_number > 0,
            tasks=None if tasks is None else self._task_track(tasks),
            records=None if records is None else self._record_track(records),
            differ=differ,
            runs=[],
        )

    def _task_track(self, row: TaskStats) -> TaskTrackOut:
        source = self._source(row.calculated_at, row.sync_type, row.elapsed_time)
        return TaskTrackOut.model_validate({**_facts(row, TaskTrackOut), "source": source})

    def _record_track(self, row: GradeStats) -> RecordTrackOut:
        cells = self._cells.get(row.date, [])
        source = self._source(row.calculated_at, row.sync_type, row.elapsed_time, partial=row.partial)
        more = {
            "grades": grade_counts(self._judge, cells),
            "success_rate": rate(row.total_success, sum(answered for _grade, _records, answered in cells)),
            "source": source,
        }
        return RecordTrackOut.model_validate({**_facts(row, RecordTrackOut), **more})

    def _source(self, at: datetime, sync_type: str, seconds: float, *, partial: bool = False) -> SourceOut:
        age = max(0, int((self._now - at).total_seconds()))
        facts = {"calculated_at": at.astimezone(self._zone), "age": age, "sync_type": sync_type}
        return SourceOut.model_validate({**facts, "seconds": seconds, "partial": partial})

    def totals(self) -> TotalsOut:
        days = (self.last - self.first).days + 1
        tasks, records = list(self._tasks.values()), list(self._records.values())
        cells = [cell for found in self._cells.values() for cell in found]
        callout, called = sum(row.callout_number for row in tasks), sum(row.called_number for row in tasks)
        success = sum(row.total_success for row in records)
        return TotalsOut(
            days=days,
            working_days=sum(row.callout_number > 0 for row in tasks),
            missing=days - len(records),
            partial=sum(row.partial for row in records),
            callout_number=callout,
            called_number=called,
            success_number=sum(row.success_number for row in tasks),
            connected_rate=rate(called, callout),
            grades=grade_counts(self._judge, cells),
            total_success=success,
            total_records=sum(row.total_records for row in records),
            success_rate=rate(success, sum(answered for _grade, _records, answered in cells)),
        )


def _facts(row: object, shape: type[TaskTrackOut | RecordTrackOut]) -> dict[str, object]:
    return {name: getattr(row, name) for name in shape.model_fields if hasattr(row, name)}


def day_cells(db: Session, first: date, last: date) -> Cells:
    """The roll-ups of whole days."""
    found = select(Rollup.day, Rollup.grade, Rollup.records, Rollup.answered)
    found = found.where(Rollup.dim == "day", Rollup.day.between(first, last))
    cells: dict[date, list[tuple[str, int, int]]] = {}
    for day, grade, records, answered in db.execute(found):
        cells.setdefault(day, []).append((grade, records, answered))
    return cells


def grade_counts(judge: Judge, cells: Iterable[tuple[str, int, int]]) -> list[GradeCountOut]:
    """A count for every grade, in the order of the grades."""
    counts: dict[str, int] = {}
    for text, records, _answered in cells:
        counts[text] = counts.get(text, 0) + records
    by_code = count_grades(counts, judge).by_code
    return [
        GradeCountOut(code=one.code, label=one.label, colour=one.colour, count=by_code[one.code])
        for one in judge.grades
    ]


def trend(db: Session, first: date, last: date) -> TrendOut:
    """The span by day, and the one before it."""
    judge = Judge(current_grades(db).grades)
    length = (last - first) + timedelta(days=1)
    items, before = _points(db, judge, first, last), _points(db, judge, first - length, last - length)
    success, success_before = sum(one.success for one in items), sum(one.success for one in before)
    cells = [cell for found in day_cells(db, first, last).values() for cell in found]
    return TrendOut(
        grades=grade_counts(judge, cells),
        items=items,
        total=len(items),
        before=before,
        success=success,
        success_before=success_before,
        change=rate(success - success_before, success_before),
    )


def _points(db: Session, judge: Judge, first: date, last: date) -> list[PointOut]:
    found = select(GradeStats.date, GradeStats.partial).where(GradeStats.date.between(first, last))
    synced = {row.date: row.partial for row in db.execute(found)}
    cells = day_cells(db, first, last)
    return [_point(judge, day, synced, cells.get(day, ())) for day in reversed(days_between(first, last))]


def _point(
    judge: Judge, day: date, synced: Mapping[date, bool], cells: Sequence[tuple[str, int, int]]
) -> PointOut:
    counts = {text: records for text, records, _answered in cells}
    graded = count_grades(counts, judge)
    return PointOut(
        date=day,
        synced=day in synced,
        partial=synced.get(day, False),
        records=sum(counts.values()),
        answered=sum(answered for _text, _records, answered in cells),
        success=graded.success,
        grades=dict(graded.by_code),
    )


def find_grade_stats(db: Session, day: date) -> GradeStats | None:
    """The record track of a day, as it is stored."""
    return db.scalar(select(GradeStats).where(GradeStats.date == day))


def missing_days(db: Session, first: date, last: date) -> tuple[list[date], list[date]]:
    """Days of the span without the record track, and those that have a part of it; the newest first."""
    found = select(GradeStats.date, GradeStats.partial).where(GradeStats.date.between(first, last))
    known = {row.date: row.partial for row in db.execute(found)}
    days = days_between(first, last)
    return [day for day in days if day not in known], [day for day in days if known.get(day)]


def usual_day(db: Session) -> tuple[float, float] | None:
    """Mean records and seconds of the last thirty whole readings; None while there are none."""
    recent = select(GradeStats.total_records, GradeStats.elapsed_time).where(GradeStats.partial.is_(False))
    rows = recent.order_by(GradeStats.date.desc()).limit(30).subquery()
    records, seconds = db.execute(select(func.avg(rows.c.total_records), func.avg(rows.c.elapsed_time))).one()
    return None if records is None else (float(records), float(seconds))
