"""Syncs by hand, their history, and the two forms of the document."""

from http import HTTPStatus
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from deskside.kernel.auth import Principal, requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db, RowId
from deskside.modules.projects.legacy.answers import KeptRoute
from deskside.modules.projects.legacy.reading import LanguageOf, Reader
from deskside.modules.projects.queries.history import (
    list_drops,
    list_history,
    list_run_changes,
    outcome_of,
)
from deskside.modules.projects.schemas.syncing import (
    DropIn,
    DropOut,
    HistoryPageOut,
    SyncChangeOut,
    SyncConfigIn,
    SyncConfigOut,
    SyncIn,
    SyncOut,
    SyncRunningOut,
    TimeDisplayIn,
    TimeDisplayOut,
)
from deskside.modules.projects.service.syncing.asking import ask_sync
from deskside.modules.projects.service.syncing.configuring import (
    read_config,
    read_time_display,
    save_config,
    save_time_display,
)
from deskside.modules.projects.service.syncing.deciding import decide_drop
from deskside.platform.jobs import state_of, until_over
from deskside.platform.runs import run_of_job

router = make_router("projects", route_class=KeptRoute)
Syncer = Annotated[Principal, requires("projects:sync")]
Manager = Annotated[Principal, requires("projects:manage")]

LONGEST_WAIT = 20.0
"""Seconds that an answer waits for the end of a sync."""


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


@router.post("/api/projects/sync", responses={202: {"model": SyncRunningOut}})
async def sync(
    body: SyncIn, user: Syncer, db: Db, language: LanguageOf, response: Response
) -> SyncOut | SyncRunningOut:
    """Read projects anew: the numbers when it is over within 20 s, else 202 with the run that tells them."""
    job_id = await run_in_threadpool(db.write, ask_sync, body, user)
    if await until_over(lambda: db.read(state_of, job_id), LONGEST_WAIT):
        outcome = await run_in_threadpool(db.read, outcome_of, job_id, language)
        if outcome is not None:
            return outcome
    response.status_code = HTTPStatus.ACCEPTED
    run = await run_in_threadpool(db.read, run_of_job, job_id)
    return SyncRunningOut(run_id=None if run is None else run.id)


@router.get("/api/projects/sync-history")
def sync_history(_user: Reader, db: Db, page: Paged) -> HistoryPageOut:
    """Syncs, the newest first."""
    return db.read(list_history, page)


@router.get("/api/projects/sync-history/{run_id}/changes")
def sync_changes(
    run_id: RowId, _user: Reader, db: Db, page: Paged, language: LanguageOf
) -> Items[SyncChangeOut]:
    """What the sync of a run changed, the newest first."""
    return db.read(list_run_changes, run_id, page, language)


@router.get("/api/projects/drops")
def drops(_user: Reader, db: Db, page: Paged) -> Items[DropOut]:
    """Reads that brought far fewer projects than before; those that wait for a decision first."""
    return db.read(list_drops, page)


@router.post("/api/projects/drops/{drop_id}")
def decide(drop_id: RowId, body: DropIn, user: Manager, db: Db) -> DropOut:
    """Say whether the fewer projects are the truth; 409 where somebody has."""
    return db.write(decide_drop, drop_id, user, confirm=body.confirm)


@router.get("/api/config/project-sync")
def get_config(_user: Reader, db: Db) -> SyncConfigOut:
    """How projects are synced, with the schedule of each type."""
    return db.read(read_config)


@router.post("/api/config/project-sync")
def put_config(body: SyncConfigIn, user: Manager, db: Db, vault: VaultOf, zone: Zone) -> SyncConfigOut:
    """Change it; 422 names the field."""
    return db.write(save_config, body, user, vault, zone)


@router.get("/api/config/time-display")
def get_time_display(_user: Reader, db: Db) -> TimeDisplayOut:
    """How times are shown."""
    return db.read(read_time_display)


@router.post("/api/config/time-display")
def put_time_display(body: TimeDisplayIn, user: Manager, db: Db, vault: VaultOf) -> TimeDisplayOut:
    """Change it; 422 names the field."""
    return db.write(save_time_display, body, user, vault)
