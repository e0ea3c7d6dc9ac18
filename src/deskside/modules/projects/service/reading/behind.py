"""One project read by a job: behind a stale answer, or because staff asked for it."""

import secrets

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteError
from deskside.kernel.site import Site
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.messages import RefreshProject
from deskside.modules.projects.rules.understanding import understand
from deskside.modules.projects.service.reading.claims import Outcome, end_turn, take_turn
from deskside.modules.projects.service.storing import Reading, store
from deskside.modules.projects.settings import ProjectsSettings
from deskside.platform.jobs import clock_of
from deskside.platform.runs import RunContext
from deskside.platform.settings import current


def refresh(run: RunContext[RefreshProject]) -> None:
    """Ask the remote unless another process does right now; what fails is told to whoever looks next."""
    project_id, holder = run.message.project_id, f"job.{secrets.token_hex(8)}"
    library = run.port(ProjectLibrary)  # type: ignore[type-abstract]  # a Protocol stands for what implements it
    with run.step() as db:
        since = int(clock_of(db).timestamp() * 1000)
        turn = take_turn(db, project_id, holder, since)
        field = current(db, ProjectsSettings).account_field
    if not turn.mine:
        with run.finish():
            run.skip("read by another process meanwhile")
        return
    reading = Reading("auto", clock.now(), field, force=run.message.force)
    try:
        row = library.one(project_id)
        project = None if row is None else understand(row, Site().zone, wanted=project_id)
    except RemoteError as error:
        with run.step() as db:
            end_turn(db, project_id, holder, "failed", error.detail)
        raise
    run.read_count += 1
    outcome: Outcome = "gone" if project is None else "ok"
    with run.finish() as db:
        if project is not None:
            run.changed += len(store(db, [project], reading).changed)
        end_turn(db, project_id, holder, outcome)
