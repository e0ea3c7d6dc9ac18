"""`刷新状态`: the source is asked now, at most once within the cooldown, for whoever has proved it."""

from datetime import timedelta
from typing import Annotated, cast

from fastapi import Depends, Request

from deskside.kernel import clock
from deskside.kernel.auth import public
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict, Forbidden
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.projects.pages.acting import Acting, ActingOf
from deskside.modules.projects.queries.projects import Cached, find_cached
from deskside.modules.projects.schemas.links import ActedOut, WithToken
from deskside.modules.projects.service.links.finding import viewing
from deskside.modules.projects.service.reading.flights import Flights
from deskside.modules.projects.settings import ProjectsSettings
from deskside.platform.settings import current

router = make_router("links", "/s")


def _flights(request: Request) -> Flights:
    return cast("Flights", request.app.state.project_flights)


FlightsOf = Annotated[Flights, Depends(_flights)]


@router.post("/refresh", dependencies=[public])
async def post_refresh(body: WithToken, acting: ActingOf, db: Db, flights: FlightsOf) -> ActedOut:
    """Ask the source; within the cooldown the answer is that this is the latest."""
    cached, cooldown = await flights.look(lambda: _state(db, acting, body.token))
    project, synced_at = cached.project, cached.synced_at
    if project is None or synced_at is None:
        raise Forbidden(acting.said.denied, code="no_access")
    wait = int((synced_at + timedelta(seconds=cooldown) - clock.now()).total_seconds())
    if wait > 0:
        return ActedOut(said=acting.said.fresh, wait=wait)
    try:
        turn = await flights.fetch(project.id, cached.read_at, "customer")
    except Conflict:
        return ActedOut(said=acting.said.down, wait=cooldown)
    if turn.outcome != "ok":
        return ActedOut(said=acting.said.down, wait=min(cooldown, 10))
    return ActedOut(said=acting.said.renewed, wait=cooldown, changed=True)


def _state(database: Database, acting: Acting, token: str) -> tuple[Cached, int]:
    with database.reading() as db:
        view = viewing(db, acting.secret, token)
        if view is None:
            raise Forbidden(acting.said.denied, code="no_access")
        return find_cached(db, view.project.id), current(db, ProjectsSettings).cooldown_seconds
