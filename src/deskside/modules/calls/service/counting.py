"""From a reading to the figures of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes, upsert
from deskside.modules.calls.models import FirstAnswers, GradeStats, Rollup, StatRow, TaskStats
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.rules.grades import Judge, count_grades
from deskside.modules.calls.rules.judging import Had, rate, replaces
from deskside.modules.calls.rules.tally import Tally
from deskside.modules.calls.schemas.vendor import SyncType, VendorStat
from deskside.platform.versions import bump

NINE, ONE = "9", "1"


@dataclass(frozen=True)
class Counted:
    """A reading of the record track, ready to be stored. `elapsed` in seconds."""

    tally: Tally
    expected: int
    records: int
    partial: bool
    sync_type: SyncType
    elapsed: float


@dataclass(frozen=True)
class Change:
    """What a reading changed; `kept` false: the day stays as it was."""

    kept: bool
    records: int
    success: int


def store_day(db: Writes, day: date, counted: Counted, *, today: bool) -> Change:
    """Make these the figures of the day, unless what is there is better."""
    old = db.scalar(select(GradeStats).where(GradeStats.date == day).with_for_update())
    had = None if old is None else Had(old.total_records, old.partial)
    if not replaces(Had(counted.records, counted.partial), had, today=today):
        return Change(kept=False, records=0, success=0)
    before = (0, 0) if old is None else (old.total_records, old.total_success)
    _store_rollups(db, day, counted.tally)
    values = _values(db, counted.tally.by_grade())
    change = Change(True, counted.records - before[0], int(str(values["total_success"])) - before[1])
    values |= {
        "date": day,
        "total_records": counted.records,
        "expected": counted.expected,
        "calculated_at": clock.now(),
        "elapsed_time": round(counted.elapsed, 3),
        "sync_type": counted.sync_type,
        "partial": counted.partial,
        "added_records": 0 if old is None else change.records,
        "added_success": 0 if old is None else change.success,
    }
    upsert(db, GradeStats, [values], keys=["date"], update=[name for name in values if name != "date"])
    bump(db, "calls")
    return change


def store_first_answers(db: Writes, day: date, counted: Mapping[str, int]) -> None:
    """Make these the day's first answers."""
    upsert(db, FirstAnswers, [{"day": day, **counted}], keys=["day"], update=list(counted))


def _values(db: Reads | Writes, counts: Mapping[str, int]) -> dict[str, object]:
    graded = count_grades(counts, Judge(current_grades(db).grades))
    return {
        "grade_9": graded.by_code.get(NINE, 0),
        "grade_1": graded.by_code.get(ONE, 0),
        "total_success": graded.success,
    }


def _store_rollups(db: Writes, day: date, tally: Tally) -> None:
    db.execute(delete(Rollup).where(Rollup.day == day))
    rows = [
        {
            "dim": dim,
            "day": day,
            "ref": ref,
            "grade": grade,
            "name": cell.name,
            "records": cell.records,
            "answered": cell.answered,
            "seconds": cell.seconds,
        }
        for (dim, ref, grade), cell in tally.cells.items()
    ]
    if rows:
        db.execute(insert(Rollup), rows)


def store_tasks(
    db: Writes,
    day: date,
    stats: Mapping[str, list[VendorStat]],
    sync_type: SyncType,
    elapsed: float,
) -> Change:
    """Make these the task track of the day; `stats` by kind."""
    old = db.scalar(select(TaskStats).where(TaskStats.date == day).with_for_update())
    tasks = stats["task"]
    callout, called = sum(row.callout for row in tasks), sum(row.called for row in tasks)
    success = sum(row.success for row in tasks)
    before = (0, 0) if old is None else (old.callout_number, old.success_number)
    change = Change(True, callout - before[0], success - before[1])
    values: dict[str, object] = {
        "date": day,
        "total_tasks": sum(row.callout > 0 for row in tasks),
        "callout_number": callout,
        "called_number": called,
        "success_number": success,
        "connected_rate": rate(called, callout) or 0.0,
        "calculated_at": clock.now(),
        "elapsed_time": round(elapsed, 3),
        "sync_type": sync_type,
        "added_success": 0 if old is None else change.success,
    }
    upsert(db, TaskStats, [values], keys=["date"], update=[name for name in values if name != "date"])
    _store_stat_rows(db, day, stats)
    bump(db, "calls")
    return change


def _store_stat_rows(db: Writes, day: date, stats: Mapping[str, list[VendorStat]]) -> None:
    db.execute(delete(StatRow).where(StatRow.day == day))
    rows = {
        (kind, row.ref): {
            "day": day,
            "kind": kind,
            "ref": row.ref,
            "name": row.name,
            "callout": row.callout,
            "called": row.called,
            "success": row.success,
        }
        for kind, found in stats.items()
        for row in found
    }
    if rows:
        db.execute(insert(StatRow), list(rows.values()))


def recount_days(db: Writes, first: date, last: date) -> int:
    """Judge the grades of these days anew, from their roll-ups; how many days changed."""
    judge = Judge(current_grades(db).grades)
    counts: dict[date, dict[str, int]] = {}
    found = select(Rollup.day, Rollup.grade, func.sum(Rollup.records).label("records"))
    found = found.where(Rollup.dim == "day", Rollup.day.between(first, last))
    for row in db.execute(found.group_by(Rollup.day, Rollup.grade)):
        counts.setdefault(row.day, {})[row.grade] = int(row.records)
    changed = 0
    for stats in db.scalars(select(GradeStats).where(GradeStats.date.between(first, last))):
        graded = count_grades(counts.get(stats.date, {}), judge)
        new = (graded.by_code.get(NINE, 0), graded.by_code.get(ONE, 0), graded.success)
        if new != (stats.grade_9, stats.grade_1, stats.total_success):
            stats.grade_9, stats.grade_1, stats.total_success = new
            changed += 1
    bump(db, "calls")
    return changed
