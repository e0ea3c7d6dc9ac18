"""What the operator's tools ask: alive, ready, figures; and what every page may know of the installation."""

from collections.abc import Callable
from typing import Annotated, Literal, cast

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from deskside import __version__
from deskside.kernel import migrations
from deskside.kernel.auth import Authenticate, check_scope, public
from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, Output

router = make_router("about")
Troubles = Callable[[], list[str]]
Carrier = Literal["ledger", "broker", "ledger: the broker does not answer"]


class Health(Output):
    status: str
    version: str


class About(Output):
    """`logins` are the sign-ins of the demo; `setup_needed`: nobody can sign in yet.

    `time_zone` is the IANA name of the zone in which days begin and times are told.
    """

    version: str
    demo: bool
    logins: list[str]
    setup_needed: bool
    time_zone: str


@router.get("/healthz", dependencies=[public])
def alive() -> Health:
    """The process answers."""
    return Health(status="ok", version=__version__)


def _troubles(request: Request, db: Db) -> list[str]:
    try:
        db.read(lambda session: session.execute(select(1)).one())
        if migrations.current(db) != migrations.head():
            return ["the database has another schema: run `deskside migrate`"]
    except SQLAlchemyError as error:
        return [f"the database does not answer ({type(error).__name__})"]
    return [f"{name} stopped" for name in cast("Troubles", request.app.state.troubles)()]


@router.get("/readyz", dependencies=[public])
def ready(request: Request, troubles: Annotated[list[str], Depends(_troubles)]) -> JSONResponse:
    """Database, schema and workers are as they should be; else 503 that says what is not.

    `jobs` says how workers hear of jobs: a broker that is away makes nothing unready.
    """
    if troubles:
        return JSONResponse({"status": "not ready", "detail": "; ".join(troubles)}, status_code=503)
    carrier = cast("Callable[[], Carrier]", request.app.state.carrier)()
    return JSONResponse({"status": "ready", "version": __version__, "jobs": carrier})


@router.get("/metrics", dependencies=[public], response_class=Response)
def metrics(request: Request, caller: CallerOf) -> Response:
    """Figures for Prometheus: to this machine itself, or to whoever has runs:read."""
    if not caller.on_loopback or caller.proxied:
        authenticate = cast("Authenticate", request.app.state.authenticate)
        check_scope(authenticate(request), "runs:read")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/api/about", dependencies=[public])
def about(request: Request) -> About:
    """What the sign-in page shows."""
    return cast("Callable[[], About]", request.app.state.about)()
