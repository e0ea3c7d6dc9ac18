"""What calls does by itself: the timetable, the alert rules, cleaning, reports."""

from datetime import datetime, timedelta

from deskside.kernel import clock
from deskside.kernel.site import Site
from deskside.modules.calls.messages import (
    GROUP,
    CleanRecords,
    LinkCalls,
    MakePeriodicReport,
    MakeReport,
    PlanDays,
    Recount,
    SyncRecords,
    SyncTasks,
    WatchCalls,
)
from deskside.modules.calls.rules.judging import planned_days
from deskside.modules.calls.schemas.vendor import SyncType, Track
from deskside.modules.calls.service.asking import plan_days
from deskside.modules.calls.service.linking import forget_links, link_calls
from deskside.modules.calls.service.periodic import make_periodic
from deskside.modules.calls.service.reports import make_report
from deskside.modules.calls.service.syncing import sync_records, sync_tasks
from deskside.modules.calls.service.upkeep import clean_slice, recount_all
from deskside.modules.calls.service.watching import watch
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.jobs import JobContext, LatePolicy, job, schedule
from deskside.platform.runs import RunContext, declare_source, run_job
from deskside.platform.settings import current

TIMETABLE: tuple[tuple[SyncType, Track, str], ...] = (
    ("t10", "tasks", "0 7 * * *"),
    ("t10", "records", "5 7 * * *"),
    ("t3", "tasks", "0 1,10,15,21 * * *"),
    ("t3", "records", "5 1,10,15,21 * * *"),
    ("today", "tasks", "0 9-23 * * *"),
    ("today", "records", "*/10 9-23 * * *"),
)
SPANS_ZH = {"t10": "前十天至昨日", "t3": "前三天至昨日", "today": "今日"}
SPANS_EN = {"t10": "the last ten days", "t3": "the last three days", "today": "today"}
TRACKS_ZH = {"tasks": "任务统计", "records": "话单"}
TRACKS_EN = {"tasks": "task statistics", "records": "call records"}
SLICE = 2_000


@run_job(
    SyncTasks, title_zh="同步任务统计", title_en="Sync task statistics", retries=2, timeout=900, group=GROUP
)
def read_tasks(run: RunContext[SyncTasks]) -> None:
    """One day of the task track."""
    sync_tasks(run)


@run_job(SyncRecords, title_zh="同步话单", title_en="Sync call records", retries=2, timeout=3600, group=GROUP)
def read_records(run: RunContext[SyncRecords]) -> None:
    """One day of the record track."""
    sync_records(run)


@job(PlanDays, retries=3)
def ask_for_days(context: JobContext[PlanDays]) -> None:
    """Each day becomes a run of its own, so that whoever waits goes between two."""
    with context.finish() as db:
        plan_days(db, context.message)


@job(LinkCalls, retries=3, timeout=1800)
def find_known(context: JobContext[LinkCalls]) -> None:
    """Link the records of a day with the people that modules know."""
    link_calls(context)


@job(WatchCalls, retries=1)
def watch_calls(context: JobContext[WatchCalls]) -> None:
    """Raise and clear what the rules say."""
    with context.read() as db:
        settings = current(db, CallsSettings)
    with context.finish() as db:
        watch(db, settings, Site().zone)


@job(CleanRecords, retries=1)
def clean_records(context: JobContext[CleanRecords]) -> None:
    """Drop old records, a slice at a time."""
    with context.read() as db:
        days = current(db, CallsSettings).records_days
    zone = Site().zone
    before = clock.today(zone) - timedelta(days=days)
    first = round(clock.start_of_day(before, zone).timestamp())
    gone = SLICE
    while gone == SLICE:
        with context.step() as db:
            gone = clean_slice(db, before, SLICE)
    gone = SLICE
    while gone == SLICE:
        with context.step() as db:
            gone = forget_links(db, first, SLICE)


@run_job(Recount, title_zh="重新统计档位", title_en="Count the grades anew", retries=3, timeout=900)
def recount(run: RunContext[Recount]) -> None:
    """Every day, a year at a time."""
    recount_all(run)


@run_job(MakeReport, title_zh="生成外呼报表", title_en="Make a report of calls", retries=1, timeout=1800)
def write_report(run: RunContext[MakeReport]) -> None:
    """Write the file that somebody waits for."""
    make_report(run)


@run_job(MakePeriodicReport, title_zh="外呼周报", title_en="Weekly report of calls", retries=2, timeout=1800)
def write_periodic(run: RunContext[MakePeriodicReport]) -> None:
    """Write the report for everybody whom the settings name."""
    make_periodic(run)


def _declare(sync_type: SyncType, track: Track, cron: str) -> str:
    def make(moment: datetime) -> PlanDays:
        first, last = planned_days(sync_type, moment.date())
        return PlanDays(track=track, sync_type=sync_type, first=first, last=last)

    name = f"calls.{track}.{sync_type}"
    zh = f"{TRACKS_ZH[track]}：{SPANS_ZH[sync_type]}"
    en = f"{TRACKS_EN[track].capitalize()}: {SPANS_EN[sync_type]}"
    late: LatePolicy = "skip" if sync_type == "today" else "once"
    schedule(name, make, cron=cron, title_zh=zh, title_en=en, late=late)
    return name


SCHEDULES = tuple(_declare(*line) for line in TIMETABLE)
declare_source(GROUP, title_zh="外呼平台", title_en="The call vendor", schedules=SCHEDULES)


def _last_week(moment: datetime) -> MakePeriodicReport:
    """Monday to Sunday before the week of `moment`."""
    monday = moment.date() - timedelta(days=moment.weekday())
    return MakePeriodicReport(first=monday - timedelta(days=7), last=monday - timedelta(days=1))


schedule(
    "calls.watch",
    WatchCalls(),
    cron="*/10 * * * *",
    title_zh="检查外呼数据是否异常",
    title_en="Watch the figures of calls",
    late="skip",
)
schedule(
    "calls.clean_records",
    CleanRecords(),
    cron="20 3 * * *",
    title_zh="清理过期话单",
    title_en="Drop old call records",
)
schedule(
    "calls.periodic_report",
    _last_week,
    cron="0 8 * * 1",
    title_zh="外呼周报",
    title_en="Weekly report of calls",
)
