"""One project: for staff, and for the browser that proved to be its recipient."""

from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request

from deskside.kernel.auth import Authenticate, Principal, public, requires
from deskside.kernel.db import Database
from deskside.kernel.errors import Forbidden
from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.projects.errors import no_access, no_project, not_synced
from deskside.modules.projects.legacy.answers import KeptRoute
from deskside.modules.projects.queries.projects import find_cached
from deskside.modules.projects.queries.showing import project_out, showing, status_out
from deskside.modules.projects.rules.links import LONGEST_TOKEN
from deskside.modules.projects.rules.links_cookies import cookie_name, secret_in
from deskside.modules.projects.rules.types import Language
from deskside.modules.projects.rules.understanding import project_id_form
from deskside.modules.projects.schemas.projects import DetailOut, StatusOut
from deskside.modules.projects.service.links.finding import viewer_access
from deskside.modules.projects.service.reading.answering import Found, Question, answer
from deskside.modules.projects.service.reading.flights import Flights

router = make_router("projects", "/api/projects", route_class=KeptRoute)
Reader = Annotated[Principal, requires("projects:read")]
ProjectId = Annotated[str, Path(max_length=64)]


def _flights(request: Request) -> Flights:
    return cast("Flights", request.app.state.project_flights)


def _language(request: Request) -> Language:
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


FlightsOf = Annotated[Flights, Depends(_flights)]
LanguageOf = Annotated[Language, Depends(_language)]


@router.get("/{project_id}/status")
def get_status(project_id: ProjectId, db: Db, language: LanguageOf, _actor: Reader) -> StatusOut:
    """What a robot may say of it; the remote is never asked."""
    with db.reading() as session:
        cached = find_cached(session, project_id)
        if cached.project is None or cached.synced_at is None:
            raise not_synced(project_id)
        return status_out(cached.project, cached.synced_at, showing(session, language))


@router.get("/{project_id}", dependencies=[public])
async def get_project(  # noqa: PLR0913, PLR0917 - the document's parameters
    request: Request,
    project_id: ProjectId,
    db: Db,
    caller: CallerOf,
    flights: FlightsOf,
    language: LanguageOf,
    token: Annotated[str, Query(max_length=LONGEST_TOKEN)] = "",
    *,
    use_cache: bool = True,
    force_sync: bool = False,
) -> DetailOut:
    """The project with its age; `force_sync`, or no `use_cache`, asks the remote now."""
    if token:
        secret = secret_in(request.scope["headers"], cookie_name(caller))
        access = await flights.look(lambda: db.read(viewer_access, secret, token, project_id))
        if not access.has_access:
            raise no_access()
    else:
        await flights.look(lambda: _check_staff(request))
    if project_id_form.fullmatch(project_id) is None:
        raise no_project()
    asked = Question(project_id, refresh=force_sync or not use_cache, cools=bool(token))
    found = await answer(flights, db, asked)
    return await flights.look(lambda: _detail(db, found, language, inner=not token))


def _check_staff(request: Request) -> None:
    staff = cast("Authenticate", request.app.state.authenticate)(request)
    if "projects:read" not in staff.scopes:
        raise Forbidden(no_access().detail, code="no_access")


def _detail(database: Database, found: Found, language: Language, *, inner: bool) -> DetailOut:
    row, synced_at = found.cached.project, found.cached.synced_at
    if row is None or synced_at is None:
        raise no_project()
    with database.reading() as db:
        show = showing(db, language)
    project = project_out(row, synced_at, show, from_cache=found.from_cache, inner=inner)
    return DetailOut(
        project=project,
        from_cache=found.from_cache,
        cache_time=project.cache_time,
        synced_at=synced_at,
        message=found.message,
    )
