"""`/api/runs` and `/api/schedules`: 同步与任务."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Query

from deskside.kernel.auth import Principal, Requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.site import Site
from deskside.kernel.wire import Db, RowId
from deskside.platform.runs import inbox, queries, service, sources
from deskside.platform.runs.schemas import (
    AlarmOut,
    InboxOut,
    LogOut,
    NextTimesOut,
    RunFilter,
    RunOut,
    RunState,
    RunTrigger,
    ScheduleEdit,
    ScheduleOut,
    SeenInput,
    SourceOut,
    Started,
)
from deskside.platform.runs.titles import Language
from deskside.platform.views import declare_list

router = make_router("runs")
declare_list("runs", reads="runs:read", manages="runs:manage")

READS = [Depends(Requires("runs:read"))]
Reader = Annotated[Principal, Depends(Requires("runs:read"))]
Manager = Annotated[Principal, Depends(Requires("runs:manage"))]


def _language(accept_language: Annotated[str, Header()] = "zh-CN") -> Language:
    return "en" if accept_language.strip().lower().startswith("en") else "zh"


def _zone() -> ZoneInfo:
    return Site().zone


def _wanted(
    name: Annotated[str | None, Query(max_length=120)] = None,
    state: RunState | None = None,
    trigger: RunTrigger | None = None,
    complete: bool | None = None,  # noqa: FBT001 - a query parameter
) -> RunFilter:
    return RunFilter(name, state, trigger, complete)


Spoken = Annotated[Language, Depends(_language)]
Zone = Annotated[ZoneInfo, Depends(_zone)]
Wanted = Annotated[RunFilter, Depends(_wanted)]


@router.get("/api/runs", dependencies=READS)
def list_runs(db: Db, wanted: Wanted, page: Paged, language: Spoken) -> Items[RunOut]:
    """Runs, the newest first."""
    return db.read(queries.list_runs, wanted, page, language)


@router.get("/api/runs/alarms", dependencies=READS)
def list_alarms(db: Db, page: Paged, language: Spoken) -> Items[AlarmOut]:
    """Alarms, the open ones first."""
    return db.read(queries.list_alarms, page, language)


@router.get("/api/runs/inbox")
def show_inbox(db: Db, actor: Reader, language: Spoken) -> InboxOut:
    """The latest alarms and recoveries, and how many the asker has not seen."""
    return db.read(inbox.show_inbox, actor, language)


@router.post("/api/runs/inbox/seen")
def mark_seen(db: Db, body: SeenInput, actor: Reader, language: Spoken) -> InboxOut:
    """The asker has seen what happened until then."""
    return db.write(inbox.mark_seen, actor, body.until, language)


@router.get("/api/sources", dependencies=READS)
def list_sources(db: Db, zone: Zone, language: Spoken) -> Items[SourceOut]:
    """What is fetched from elsewhere: how current, what failed, when next."""
    return db.read(sources.list_sources, zone, language)


@router.get("/api/runs/{run_id}", dependencies=READS)
def show_run(db: Db, run_id: RowId, language: Spoken) -> RunOut:
    """One run."""
    return db.read(queries.show_run, run_id, language)


@router.get("/api/runs/{run_id}/log", dependencies=READS)
def show_log(db: Db, run_id: RowId) -> LogOut:
    """What it said."""
    return db.read(queries.show_log, run_id)


@router.post("/api/runs/{run_id}/cancel")
def cancel_run(db: Db, run_id: RowId, actor: Manager, language: Spoken) -> RunOut:
    """Stop it; 409 when it has finished."""
    return db.write(service.cancel_run, run_id, actor, language)


@router.post("/api/runs/{run_id}/retry")
def retry_run(db: Db, run_id: RowId, actor: Manager, language: Spoken) -> RunOut:
    """Run a failed or cancelled one again; else 409."""
    return db.write(service.retry_run, run_id, actor, language)


@router.get("/api/schedules", dependencies=READS)
def list_schedules(db: Db, zone: Zone, language: Spoken) -> Items[ScheduleOut]:
    """What runs by itself, with its next five times."""
    return db.read(service.list_schedules, zone, language)


@router.get("/api/schedules/next", dependencies=READS)
def preview_cron(db: Db, cron: Annotated[str, Query(max_length=120)], zone: Zone) -> NextTimesOut:
    """The next five times of a line that is not saved yet; 422 says why it cannot be read."""
    return db.read(service.preview_cron, cron, zone)


@router.patch("/api/schedules/{name}")
def change_schedule(
    db: Db, name: str, body: ScheduleEdit, actor: Manager, zone: Zone, language: Spoken
) -> ScheduleOut:
    """Edit it; 422 names the field that cannot be read."""
    return db.write(service.change_schedule, name, body, actor, zone, language)


@router.post("/api/schedules/{name}/run", status_code=202)
def start_schedule(db: Db, name: str, actor: Manager, zone: Zone) -> Started:
    """Run it now."""
    return db.write(service.start_schedule, name, actor, zone)
