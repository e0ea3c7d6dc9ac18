"""Reports: a span as a workbook or on paper, with every row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.pdf import Column, Sheet, write_pdf
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Cell, Table, Writable, cell_text, write_xlsx
from deskside.modules.calls.messages import MakeReport
from deskside.modules.calls.queries.days import list_days
from deskside.modules.calls.queries.rankings import Dim, ranking
from deskside.modules.calls.queries.records import RecordFilter, all_records
from deskside.modules.calls.schemas.actions import ReportIn, ReportStarted
from deskside.modules.calls.schemas.days import DayOut, TotalsOut
from deskside.modules.calls.schemas.people import RankOut
from deskside.modules.calls.schemas.records import RecordOut
from deskside.platform import audit, files
from deskside.platform.jobs import enqueue, write_jobs
from deskside.platform.runs import RunContext, run_of_job

What = Literal["days", "agents", "tasks", "records"]
TITLES: dict[What, str] = {"days": "日报", "agents": "坐席排行", "tasks": "任务排行", "records": "话单明细"}
DIMS: dict[What, Dim] = {"agents": "agent", "tasks": "task"}
DAY_COLUMNS = (
    Column("日期", 1.3),
    Column("外呼数", align="right"),
    Column("接通数", align="right"),
    Column("接通率", align="right"),
    Column("任务成功数", align="right"),
    Column("话单数", align="right"),
    Column("成功数", align="right"),
    Column("各档位", 2.5),
    Column("状态", 1.2),
    Column("更新时间", 1.8),
)
RANK_COLUMNS = (
    Column("名次", 0.6, "right"),
    Column("名称", 2.5),
    Column("编号", 1.5),
    Column("外呼数", align="right"),
    Column("接通数", align="right"),
    Column("成功数", align="right"),
    Column("成功率", align="right"),
    Column("接通率", align="right"),
    Column("通话秒数", align="right"),
)
RECORD_COLUMNS = (
    Column("时间", 1.9),
    Column("坐席", 1.2),
    Column("任务", 2.2),
    Column("号码", 1.3),
    Column("接通", 0.6),
    Column("秒数", 0.6, "right"),
    Column("档位", 0.8),
    Column("挂断原因", 1.4),
    Column("省份", 0.9),
    Column("城市", 0.9),
    Column("话单号", 1.9),
)
Row = Sequence[Writable]
Rows = Callable[[], Iterable[Row]]
"""Gives the same rows each time it is asked, however many."""


@dataclass(frozen=True)
class Content:
    """A report before it is a file; `notes` are the totals in words."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Rows


def file_name(body: ReportIn) -> str:
    """`外呼_日报_20261101-20261122.xlsx`."""
    return f"外呼_{TITLES[body.what]}_{body.first:%Y%m%d}-{body.last:%Y%m%d}.{body.kind}"


def submit_report(db: Writes, body: ReportIn, actor: Principal, zone: ZoneInfo) -> ReportStarted:
    """Have the file made for the actor."""
    file = files.announce_file(db, actor.user_id, file_name(body))
    facts = body.model_dump()
    message = MakeReport.model_validate({**facts, "file_id": file.id})
    ticket = enqueue(db, message, trigger="manual", actor_id=actor.user_id)
    write_jobs(db)
    file.job_id = ticket.id
    at = clock.now().astimezone(zone)
    new = {**body.model_dump(mode="json"), "at": at.isoformat()}
    audit.record(db, actor=actor, action="calls.report", subject=("file", file.id), new=new)
    run = run_of_job(db, ticket.id)
    return ReportStarted(file_id=file.id, run_id=run.id if run else None)


def make_report(run: RunContext[MakeReport]) -> None:
    """Write the file, then keep it and be done in one commit; what is missing of the span is said."""
    asked, zone = run.message, Site().zone
    content = report_content(run, zone)
    with TemporaryDirectory(prefix="deskside-") as folder:
        path = Path(folder) / f"report.{asked.kind}"
        run.read_count = write_content(path, content, asked.kind, zone)
        run.log(f"{run.read_count} 行")
        with run.finish() as db:
            files.fill_file(db, asked.file_id, path)


def write_content(path: Path, content: Content, kind: Literal["xlsx", "pdf"], zone: ZoneInfo) -> int:
    """As a workbook or on paper; how many rows."""
    if kind == "pdf":
        rows = lambda: ([cell_text(_plain(cell, zone)) for cell in row] for row in content.rows())  # noqa: E731 - asked twice
        return write_pdf(path, Sheet(content.title, content.notes, content.columns, rows))
    header = [column.title for column in content.columns]
    notes = Table("说明", ("说明",), [[note] for note in content.notes])
    count = write_xlsx(path, [Table(content.title[:31], header, content.rows()), notes], zone=zone)
    return count - len(content.notes)


def report_content(run: RunContext[MakeReport], zone: ZoneInfo) -> Content:
    """What was asked for, counted."""
    asked = run.message
    with run.read() as db:
        days = list_days(db, asked.first, asked.last, zone)
        ranks = ranking(db, DIMS[asked.what], asked.first, asked.last) if asked.what in DIMS else None
    notes = (f"{asked.first} 至 {asked.last}", totals_sentence(days.totals))
    title = f"外呼{TITLES[asked.what]}"
    if asked.what == "days":
        rows: list[Row] = [day_row(day) for day in reversed(days.items)]
        return Content(title, notes, DAY_COLUMNS, lambda: rows)
    if ranks is not None:
        ranked: list[Row] = [_rank_row(one) for one in ranks.items]
        return Content(title, (*notes, ranks.formula), RANK_COLUMNS, lambda: ranked)
    wanted = RecordFilter(asked.first, asked.last, asked.agent, asked.task, asked.grade)
    return Content(title, notes, RECORD_COLUMNS, lambda: _told(run, all_records(run.read, wanted, zone)))


def _told(run: RunContext[MakeReport], records: Iterable[RecordOut]) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        if number % 1_000 == 0:
            run.check()
            run.progress(number)
        yield _record_row(record)


def totals_sentence(totals: TotalsOut) -> str:
    """`成功 123（9元 100、1元 23），话单 4,567，外呼 5,000，接通率 60.0%`, and what is missing."""
    grades = "、".join(f"{one.label} {one.count:,}" for one in totals.grades)
    said = f"成功 {totals.total_success:,}（{grades}），话单 {totals.total_records:,}"
    said += f"，外呼 {totals.callout_number:,}，接通率 {percent(totals.connected_rate)}"
    if totals.missing:
        said += f"，{totals.missing} 天未同步"
    if totals.partial:
        said += f"，{totals.partial} 天不完整"
    return said


def percent(value: float | None) -> str:
    """`60.0%`; a dash of nothing."""
    return "—" if value is None else f"{value:.1%}"


def day_row(day: DayOut) -> Row:
    """One line of the daily report; what was never synced is no zero."""
    tasks, records = day.tasks, day.records
    by_tasks: Row = (None, None, None, None)
    if tasks is not None:
        rate = percent(tasks.connected_rate)
        by_tasks = (tasks.callout_number, tasks.called_number, rate, tasks.success_number)
    if records is None:
        return (day.date, *by_tasks, None, None, None, "未同步", None)
    grades = "、".join(f"{one.label} {one.count}" for one in records.grades)
    state = "部分" if records.source.partial else ("两轨不一致" if day.differ is not None else "完整")
    at = records.source.calculated_at
    return (day.date, *by_tasks, records.total_records, records.total_success, grades, state, at)


def _rank_row(one: RankOut) -> Row:
    counts = (one.records, one.called, one.success)
    return (one.rank, one.name, one.ref, *counts, percent(one.rate), percent(one.connected_rate), one.seconds)


def _record_row(one: RecordOut) -> Row:
    answered = "是" if one.answered else "否"
    who = (one.called_at, one.agent_name or one.agent_id, one.task_name or one.task_id, one.phone)
    return (*who, answered, one.seconds, one.grade, one.hangup, one.province, one.city, one.record_id)


def _plain(cell: Writable, zone: ZoneInfo) -> Cell:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return cell if isinstance(cell, (str, int, float, bool, date)) or cell is None else str(cell)
