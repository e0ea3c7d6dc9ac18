"""Projects that are read by the timetable, a schedule each type."""

from deskside.modules.projects.connectors.opening import is_set_up
from deskside.modules.projects.messages import GROUP, PlanSync, SyncProjects
from deskside.modules.projects.service.syncing.syncing import sync_projects
from deskside.modules.projects.settings import TYPES, TypeKey
from deskside.platform.jobs import JobContext, enqueue, job, schedule
from deskside.platform.runs import RunContext, declare_source, leads_to, run_job

CRONS: dict[TypeKey, str] = {"presale": "*/30 * * * *", "aftersales": "*/15 * * * *", "sales": "*/15 * * * *"}
TITLES: dict[TypeKey, tuple[str, str]] = {
    "presale": ("同步售前商机", "Sync presales"),
    "aftersales": ("同步售后工单", "Sync after-sales tickets"),
    "sales": ("同步订单", "Sync orders"),
}


@run_job(SyncProjects, title_zh="同步项目", title_en="Sync projects", retries=2, timeout=3600, group=GROUP)
def sync(run: RunContext[SyncProjects]) -> None:
    """The types that the message names."""
    sync_projects(run)


@job(PlanSync, retries=3)
def ask_for_sync(context: JobContext[PlanSync]) -> None:
    """A site without a project library has no runs of it, and no alarms."""
    with context.finish() as db:
        if is_set_up():
            enqueue(db, SyncProjects(types=context.message.types), dedup=",".join(context.message.types))


for _type in TYPES:
    schedule(
        f"projects.sync.{_type}",
        PlanSync(types=(_type,)),
        cron=CRONS[_type],
        title_zh=TITLES[_type][0],
        title_en=TITLES[_type][1],
    )
    leads_to(f"projects.sync.{_type}", SyncProjects, wanted=is_set_up)
declare_source(
    GROUP,
    title_zh="项目库",
    title_en="The project library",
    schedules=tuple(f"projects.sync.{one}" for one in TYPES),
)
