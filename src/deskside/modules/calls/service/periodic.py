"""The report that is made by itself, with the totals in its subject."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes
from deskside.kernel.site import Site
from deskside.modules.calls.messages import MakePeriodicReport
from deskside.modules.calls.models import PeriodicReport
from deskside.modules.calls.queries.days import list_days
from deskside.modules.calls.schemas.days import DaysOut
from deskside.modules.calls.service.report_notices import Told, tell_of_report
from deskside.modules.calls.service.reports import (
    DAY_COLUMNS,
    Content,
    Row,
    day_row,
    totals_sentence,
    write_content,
)
from deskside.modules.calls.settings import CallsSettings
from deskside.platform import files
from deskside.platform.identity import User
from deskside.platform.runs import RunContext
from deskside.platform.settings import current


def subject_of(days: DaysOut, asked: MakePeriodicReport) -> str:
    """`外呼周报 2026-11-16 至 2026-11-22：成功 123（…），…`; 【部分】 where something is missing."""
    mark = "【部分】" if is_part(days) else ""
    return f"{mark}外呼周报 {asked.first} 至 {asked.last}：{totals_sentence(days.totals)}"


def is_part(days: DaysOut) -> bool:
    """Whether a day of it was not synced, or only in part."""
    return bool(days.totals.missing or days.totals.partial)


def make_periodic(run: RunContext[MakePeriodicReport]) -> None:
    """A workbook for each whom the settings name, kept with the run; nobody named: nothing to do."""
    asked, zone = run.message, Site().zone
    with run.read() as db:
        owners = _owners(db)
        days = list_days(db, asked.first, asked.last, zone)
    if not owners:
        run.log("没有设置收件人")
        return
    subject = subject_of(days, asked)
    run.log(subject)
    if is_part(days):
        run.partial(subject)
    with TemporaryDirectory(prefix="deskside-") as folder:
        path = Path(folder) / "report.xlsx"
        run.read_count = write_content(path, _content(days, subject), "xlsx", zone)
        with run.finish() as db:
            for owner_id in owners:
                _keep(db, run, owner_id, path, subject, part=is_part(days))
                run.changed += 1


def _owners(db: Reads) -> list[int]:
    logins = current(db, CallsSettings).report_logins()
    wanted = select(User.id).where(User.login.in_(logins), User.approved, User.disabled.is_(False))
    return list(db.scalars(wanted.order_by(User.id)))


def _content(days: DaysOut, subject: str) -> Content:
    rows: list[Row] = [day_row(day) for day in reversed(days.items)]
    return Content("外呼周报", (subject,), DAY_COLUMNS, lambda: rows)


def _keep(
    db: Writes, run: RunContext[MakePeriodicReport], owner_id: int, path: Path, subject: str, *, part: bool
) -> None:
    asked = run.message
    name = f"外呼周报_{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx"
    file_id = files.fill_report(db, owner_id, run.job.job_id, name, path)
    tell_of_report(db, Told(asked, subject, owner_id, run.job.job_id, file_id, part))
    db.add(
        PeriodicReport(
            first=asked.first,
            last=asked.last,
            made_at=clock.now(),
            subject=subject,
            partial=part,
            owner_id=owner_id,
            file_id=file_id,
        )
    )
