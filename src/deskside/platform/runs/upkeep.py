"""What runs by itself to watch and to forget runs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.platform.files import drop_reports_of
from deskside.platform.idempotency import forget_old_keys
from deskside.platform.identity import purge_expired
from deskside.platform.jobs import (
    JobContext,
    Message,
    clean_finished,
    clock_of,
    declared_schedules,
    job,
    schedule,
)
from deskside.platform.notify import forget_notices
from deskside.platform.runs.alarms import clear_alarm, raise_alarm
from deskside.platform.runs.channels import watch_channels
from deskside.platform.runs.context import RunContext
from deskside.platform.runs.declaring import run_job
from deskside.platform.runs.forgetting import Forget, forgets, forgotten_kinds
from deskside.platform.runs.freshness import freshness_of, led_runs
from deskside.platform.runs.models import Run, RunLine
from deskside.platform.runs.settings import HistorySettings
from deskside.platform.runs.slowness import watch_slow
from deskside.platform.runs.titles import title_of
from deskside.platform.settings import current

SLICE = 500


class WatchFreshness(Message, name="runs.watch_freshness"):
    """Look which scheduled runs have not succeeded for two periods, and which take far too long."""


class CleanHistory(Message, name="runs.clean_history"):
    """Forget what is over: of each kind that was declared, what its settings say."""


def watch_freshness(db: Writes, zone: ZoneInfo) -> None:
    """Raise and clear the alarm `stale` of everything that runs by schedule."""
    now = clock_of(db)
    moment = now.astimezone(zone)
    names = {one.make(moment).message_name for one in declared_schedules().values()} | led_runs()
    for name in sorted(name for name in names if title_of(name) is not None):
        health = freshness_of(db, [name], zone)
        if health.expected_by is not None and now >= health.expected_by:
            synced_at = health.synced_at
            raise_alarm(db, "stale", name, synced_at.astimezone(zone).isoformat() if synced_at else "")
        else:
            clear_alarm(db, "stale", name)


@job(WatchFreshness, retries=0)
def watch(context: JobContext[WatchFreshness]) -> None:
    with context.finish() as db:
        watch_freshness(db, Site().zone)
        watch_slow(db)
        watch_channels(db)


@forgets("jobs", title_zh="已结束任务", title_en="Finished jobs")
def forget_jobs(db: Writes) -> int:
    """One slice of the ledger."""
    return clean_finished(db, clock.now() - timedelta(days=current(db, HistorySettings).jobs_days))


@forgets("runs", title_zh="运行记录", title_en="Runs")
def forget_runs(db: Writes) -> int:
    """One slice of the history."""
    return clean_runs(db, clock.now() - timedelta(days=current(db, HistorySettings).runs_days))


@forgets("notices", title_zh="消息发送记录", title_en="Sent notices")
def forget_sent(db: Writes) -> int:
    """One slice of what was told."""
    return forget_notices(db)


def clean_runs(db: Writes, older_than: datetime, *, limit: int = SLICE) -> int:
    """Delete up to `limit` runs created before `older_than`, with their logs and row reports; how many."""
    old = db.execute(select(Run.id, Run.job_id).where(Run.created_at < older_than).limit(limit)).all()
    ids = [run_id for run_id, _job_id in old]
    if ids:
        drop_reports_of(db, [job_id for _run_id, job_id in old if job_id is not None])
        db.execute(delete(RunLine).where(RunLine.run_id.in_(ids)))
        db.execute(delete(Run).where(Run.id.in_(ids)))
    return len(ids)


@run_job(CleanHistory, title_zh="清理历史记录", title_en="Clean up history", timeout=3600)
def clean(run: RunContext[CleanHistory]) -> None:
    """Each kind in small transactions, so that nobody waits for it."""
    for kind in forgotten_kinds():
        gone = _forget_all(run, kind.forget)
        if gone:
            run.log(f"{kind.title.zh}：{gone}")
    with run.finish() as db:
        run.changed += purge_expired(db) + forget_old_keys(db)


def _forget_all(run: RunContext[CleanHistory], forget: Forget) -> int:
    gone = 0
    while True:
        with run.step() as db:
            slice_gone = forget(db)
            run.changed += slice_gone
        if not slice_gone:
            return gone
        gone += slice_gone


schedule(
    "runs.watch_freshness",
    WatchFreshness(),
    cron="*/5 * * * *",
    title_zh="检查同步是否按时成功",
    title_en="Watch that syncs succeed in time",
    late="skip",
)
schedule(
    "runs.clean_history",
    CleanHistory(),
    cron="40 3 * * *",
    title_zh="清理历史记录",
    title_en="Clean up history",
)
