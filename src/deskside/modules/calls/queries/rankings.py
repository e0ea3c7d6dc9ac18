"""Agents, tasks and hours over a span, from roll-ups."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.modules.calls.models import GradeStats, Rollup, StatRow
from deskside.modules.calls.queries.days import grade_counts, missing_days
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.rules.grades import Judge
from deskside.modules.calls.rules.judging import rate
from deskside.modules.calls.schemas.people import HourOut, HoursOut, RankingOut, RankOut
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.settings import current

Dim = Literal["agent", "task"]
KINDS: dict[Dim, str] = {"agent": "account", "task": "task"}
FORMULA = "成功率 = 成功数 ÷ 接通数；接通数不少于 {minimum} 的才参与排行，同率按成功数"


@dataclass
class _Sum:
    """What is known of one agent or task."""

    name: str = ""
    seconds: int = 0
    cells: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def records(self) -> int:
        return sum(records for _grade, records, _answered in self.cells)

    @property
    def called(self) -> int:
        return sum(answered for _grade, _records, answered in self.cells)


def ranking(db: Session, dim: Dim, first: date, last: date, minimum: int | None = None) -> RankingOut:
    """By success/called, then successes; below the minimum nobody has a rank."""
    judge = Judge(current_grades(db).grades)
    fewest = minimum or current(db, CallsSettings).ranking_minimum
    names = _names(db, dim, first, last)
    rows = [_rank(judge, ref, one, names) for ref, one in _sums(db, dim, first, last).items()]
    ranked = sorted((row for row in rows if row.called >= fewest), key=_merit)
    others = sorted((row for row in rows if row.called < fewest), key=_merit)
    items = [row.model_copy(update={"rank": n}) for n, row in enumerate(ranked, 1)] + others
    missing, _partial = missing_days(db, first, last)
    return RankingOut(
        items=items,
        total=len(items),
        minimum=fewest,
        formula=FORMULA.format(minimum=fewest),
        missing_days=len(missing),
    )


def _merit(row: RankOut) -> tuple[float, int, str]:
    return -(row.rate or 0.0), -row.success, row.ref


def _sums(db: Session, dim: Dim, first: date, last: date) -> dict[str, _Sum]:
    found = select(
        Rollup.ref,
        Rollup.grade,
        func.max(Rollup.name).label("name"),
        func.sum(Rollup.records).label("records"),
        func.sum(Rollup.answered).label("answered"),
        func.sum(Rollup.seconds).label("seconds"),
    ).where(Rollup.dim == dim, Rollup.day.between(first, last))
    sums: dict[str, _Sum] = {}
    for row in db.execute(found.group_by(Rollup.ref, Rollup.grade)):
        one = sums.setdefault(row.ref, _Sum())
        one.name = row.name or one.name
        one.seconds += int(row.seconds)
        one.cells.append((row.grade, int(row.records), int(row.answered)))
    return sums


def _names(db: Session, dim: Dim, first: date, last: date) -> dict[str, str]:
    """The task track knows people and tasks by name."""
    found = select(StatRow.ref, func.max(StatRow.name)).where(
        StatRow.kind == KINDS[dim], StatRow.day.between(first, last)
    )
    return {ref: name for ref, name in db.execute(found.group_by(StatRow.ref)) if name}


def _rank(judge: Judge, ref: str, one: _Sum, names: dict[str, str]) -> RankOut:
    success = _successes(judge, one.cells)
    return RankOut(
        rank=None,
        ref=ref,
        name=names.get(ref) or one.name or ref,
        records=one.records,
        called=one.called,
        success=success,
        rate=rate(success, one.called),
        connected_rate=rate(one.called, one.records),
        seconds=one.seconds,
        grades=grade_counts(judge, one.cells),
    )


def _successes(judge: Judge, cells: Sequence[tuple[str, int, int]]) -> int:
    return sum(
        records
        for grade, records, _answered in cells
        if (found := judge.grade_of(grade)) is not None and found.success
    )


def hours(db: Session, first: date, last: date) -> HoursOut:
    """Hour of the day by weekday."""
    judge = Judge(current_grades(db).grades)
    found = select(Rollup.day, Rollup.ref, Rollup.grade, Rollup.records, Rollup.answered)
    sums: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for row in db.execute(found.where(Rollup.dim == "hour", Rollup.day.between(first, last))):
        cell = (row.day.isoweekday(), int(row.ref))
        sums.setdefault(cell, []).append((row.grade, row.records, row.answered))
    items = [_hour(judge, place, cells) for place, cells in sorted(sums.items())]
    return HoursOut(items=items, total=len(items), days=_weekdays(db, first, last))


def _hour(judge: Judge, place: tuple[int, int], cells: list[tuple[str, int, int]]) -> HourOut:
    called, success = sum(cell[2] for cell in cells), _successes(judge, cells)
    return HourOut(
        weekday=place[0],
        hour=place[1],
        records=sum(cell[1] for cell in cells),
        called=called,
        success=success,
        rate=rate(success, called),
    )


def _weekdays(db: Session, first: date, last: date) -> dict[int, int]:
    days = dict.fromkeys(range(1, 8), 0)
    for day in db.scalars(select(GradeStats.date).where(GradeStats.date.between(first, last))):
        days[day.isoweekday()] += 1
    return days
