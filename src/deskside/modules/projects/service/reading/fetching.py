"""One call of the remote for one project, by whoever has the turn."""

import structlog

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteError
from deskside.kernel.db import Database, Writes
from deskside.kernel.failpoints import failpoint
from deskside.kernel.site import Site
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.rules.understanding import understand
from deskside.modules.projects.schemas.remote import RemoteProject
from deskside.modules.projects.service.reading.claims import (
    CLAIMED,
    READ,
    Outcome,
    Turn,
    end_turn,
    new_holder,
    take_turn,
)
from deskside.modules.projects.service.storing import Reading, Source, store
from deskside.modules.projects.settings import ProjectsSettings
from deskside.platform.settings import current

log = structlog.get_logger(__name__)


def try_fetch(
    database: Database, library: ProjectLibrary, project_id: str, *, since: int, source: Source
) -> Turn:
    """Ask for the project if it is our turn, and keep it. The turn's outcome is None while another asks."""
    holder = new_holder()
    turn = database.write(take_turn, project_id, holder, since)
    if not turn.mine:
        return turn
    failpoint(CLAIMED)
    return _fetch(database, library, project_id, holder, source)


def _fetch(database: Database, library: ProjectLibrary, project_id: str, holder: str, source: Source) -> Turn:
    asked_at = clock.now()
    with database.reading() as db:
        settings = current(db, ProjectsSettings)
    reading = Reading(source, asked_at, settings.account_field)
    outcome: Outcome = "failed"
    error: str | None = None
    project: RemoteProject | None = None
    try:
        row = library.one(project_id)
        failpoint(READ)
        outcome = "gone" if row is None else "ok"
        project = None if row is None else understand(row, Site().zone, wanted=project_id)
    except RemoteError as problem:
        log.warning("projects.fetch_failed", project=project_id, error=problem.detail)
        outcome, error = "failed", problem.detail
    except Exception:
        database.write(end_turn, project_id, holder, "failed", "读取失败")
        raise
    database.write(_keep, project_id, holder, project, reading, outcome, error)
    return Turn(mine=True, outcome=outcome, error=error)


def _keep(  # noqa: PLR0917 - the one transaction of a reading
    db: Writes,
    project_id: str,
    holder: str,
    project: RemoteProject | None,
    reading: Reading,
    outcome: Outcome,
    error: str | None,
) -> None:
    if project is not None:
        store(db, [project], reading)
    end_turn(db, project_id, holder, outcome, error)
