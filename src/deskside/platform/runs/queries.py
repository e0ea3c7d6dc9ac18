"""Questions about history."""

from sqlalchemy import Select, select

from deskside.kernel.db import Reads, Writes
from deskside.kernel.errors import NotFound
from deskside.kernel.paging import Items, Page, count_rows
from deskside.platform.runs.models import Alarm, Run, RunLine
from deskside.platform.runs.schemas import AlarmOut, LogOut, RunFilter, RunLineOut, RunOut, alarm_out, run_out
from deskside.platform.runs.titles import Language


def run_by_id(db: Reads | Writes, run_id: int) -> Run:
    """The row, or NotFound."""
    run = db.get(Run, run_id)
    if run is None:
        raise NotFound(f"there is no run {run_id}")
    return run


def run_of_job(db: Reads | Writes, job_id: int) -> Run | None:
    """The run that a job of the ledger left."""
    return db.scalar(select(Run).where(Run.job_id == job_id).execution_options(populate_existing=True))


def list_runs(db: Reads, wanted: RunFilter, page: Page, language: Language) -> Items[RunOut]:
    """The newest first."""
    found = _filtered(wanted)
    rows = db.scalars(found.order_by(Run.id.desc()).limit(page.size).offset(page.offset))
    return Items(items=[run_out(row, language) for row in rows], total=count_rows(db, found))


def _filtered(wanted: RunFilter) -> Select[Run]:
    found = select(Run)
    for column, value in (
        (Run.name, wanted.name),
        (Run.state, wanted.state),
        (Run.trigger, wanted.trigger),
        (Run.complete, wanted.complete),
    ):
        if value is not None:
            found = found.where(column == value)
    return found


def show_run(db: Reads, run_id: int, language: Language) -> RunOut:
    """One run, or NotFound."""
    return run_out(run_by_id(db, run_id), language)


def show_log(db: Reads, run_id: int) -> LogOut:
    """Its lines in order, or NotFound."""
    run_by_id(db, run_id)
    lines = db.scalars(select(RunLine).where(RunLine.run_id == run_id).order_by(RunLine.id))
    return LogOut(lines=[RunLineOut.model_validate(line) for line in lines])


def list_alarms(db: Reads, page: Page, language: Language) -> Items[AlarmOut]:
    """The open ones first, then the newest."""
    found = select(Alarm)
    order = (Alarm.open_key.is_(None), Alarm.raised_at.desc(), Alarm.id.desc())
    rows = db.scalars(found.order_by(*order).limit(page.size).offset(page.offset))
    return Items(items=[alarm_out(row, language) for row in rows], total=count_rows(db, found))
