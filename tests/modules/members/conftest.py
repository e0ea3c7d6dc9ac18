"""A warehouse with the demo club on each engine, an app with the routes of members, people who call it."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from deskside.kernel import clock
from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.db import Database
from deskside.kernel.errors import Unauthorized
from deskside.kernel.proxies import TrustedProxies
from deskside.kernel.site import Site
from deskside.kernel.wire import install_error_handlers
from deskside.modules.members.api import router
from deskside.modules.members.demo import DEMO_SITE, fill, warehouse_rows
from deskside.modules.members.models.warehouse import MEMBER
from deskside.modules.members.service.contract import create_contract, insert_rows
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings
from deskside.platform.identity import User, make_principal

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = NOON.astimezone(ZONE).date()
Answer = dict[str, Any]

PEOPLE: dict[str, dict[str, object]] = {
    "lead": {"roles": ["manager"], "active_site": DEMO_SITE},
    "admin": {"roles": ["admin"], "active_site": DEMO_SITE},
    "agent": {"roles": ["agent"], "active_site": DEMO_SITE},
    "coach": {"roles": ["coach"], "active_site": DEMO_SITE, "coach_id": "501"},
    "unlinked": {"roles": ["coach"], "active_site": DEMO_SITE},
    "elsewhere": {"roles": ["manager"], "active_site": "2002"},
    "placeless": {"roles": ["manager"]},
    "newcomer": {"roles": ["manager"], "active_site": DEMO_SITE, "approved": False},
    "engineer": {"roles": ["engineer"], "active_site": DEMO_SITE},
}


class Server(Protocol):
    """What tests/conftest.py has of a database server."""

    def need(self) -> None: ...
    def create(self, name: str) -> URL: ...


@pytest.fixture
def time() -> Iterator[datetime]:
    """A clock that stands at noon of 2026-11-22 in Shanghai."""
    clock.travel(lambda: NOON)
    yield NOON
    clock.travel(lambda: datetime.now(UTC))


@pytest.fixture(scope="session")
def made_warehouses() -> dict[str, str]:
    """The address of the warehouse on each engine that was asked for in this session."""
    return {}


@pytest.fixture
def warehouse_url(
    engine_name: str,
    servers: dict[str, Server],
    made_warehouses: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """A warehouse with the demo club; tests that add rows do so at a site of their own."""
    if engine_name not in made_warehouses:
        url = _make_url(engine_name, servers, tmp_path_factory.mktemp("warehouse"))
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            create_contract(connection)
            insert_rows(connection, warehouse_rows(TODAY, ZONE))
        made_warehouses[engine_name] = url.render_as_string(hide_password=False)
    return made_warehouses[engine_name]


def _make_url(engine_name: str, servers: dict[str, Server], folder: Path) -> URL:
    if engine_name == "sqlite":
        return URL.create("sqlite", database=str(folder / "warehouse.db"))
    servers[engine_name].need()
    return servers[engine_name].create(f"deskside_test_{os.getpid()}_members")


@pytest.fixture
def etl(warehouse_url: str) -> Iterator[Engine]:
    """The warehouse as those who fill it see it."""
    engine = create_engine(make_url(warehouse_url), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def lonely_member(etl: Engine) -> Iterator[int]:
    """A member of the demo club's site who is related to no coach; not one of the demo."""
    known = {"name": "独行", "phone": None, "avatar": None, "level": None, "register_date": None}
    row = {"site_id": DEMO_SITE, "member_id": 8888, **known}
    with etl.begin() as connection:
        insert_rows(connection, {MEMBER: [row]})
    yield 8888
    with etl.begin() as connection:
        connection.execute(MEMBER.delete().where(MEMBER.c.member_id == row["member_id"]))


@pytest.fixture
def world(database: Database, time: datetime) -> Database:
    """Deskside's own tables with the demo's tasks, notes, clues and insights, and PEOPLE."""
    with database.writing() as db:
        for number, (login, facts) in enumerate(PEOPLE.items(), 1):
            known = {"approved": True, "created_at": NOON, "sites": []} | facts
            if known.get("active_site"):
                known["sites"] = [known["active_site"]]
            db.add(User(id=number, login=login, name=login.title(), **known))
        db.flush()
        fill(db, Site())
    return database


@pytest.fixture
def sources(world: Database, warehouse_url: str) -> Iterator[Sources]:
    sources = Sources.open(world, warehouse_url)
    yield sources
    sources.close()


@pytest.fixture
def warehouse(sources: Sources) -> Iterator[Connection]:
    with sources.warehouse.connect(10_000) as connection:
        yield connection


AppOf = Callable[..., FastAPI]
PATIENT = MembersSettings(part_milliseconds=10_000)
"""A busy machine degrades nothing; tests of degradation take the default."""


class Kept:
    """Settings that nobody changes."""

    def __init__(self, members: MembersSettings) -> None:
        self._members = members

    def get(self, _group: type[MembersSettings]) -> MembersSettings:
        return self._members


@pytest.fixture
def app_of() -> AppOf:
    """An app with the routes of members over these sources; a bearer token is the name of one of PEOPLE."""

    def make(sources: Sources, settings: MembersSettings = PATIENT) -> FastAPI:
        database = sources.database

        def authenticate(request: Request) -> Principal:
            _, _, name = request.headers.get("authorization", "").partition(" ")
            if name not in PEOPLE:
                raise Unauthorized("sign in, or send a token")
            with database.reading() as db:
                user = db.get(User, list(PEOPLE).index(name) + 1)
                assert user is not None
                return make_principal(user, "api", user.id)

        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        app.include_router(router)
        install_error_handlers(app)
        state = app.state
        state.database, state.zone, state.authenticate, state.members = database, ZONE, authenticate, sources
        state.settings = Kept(settings)
        state.proxies = TrustedProxies("127.0.0.0/8")
        assert undeclared_routes(app) == []
        return app

    return make


@pytest.fixture
def app(sources: Sources, app_of: AppOf) -> FastAPI:
    return app_of(sources)


def client_of(app: FastAPI, name: str) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {name}"}, raise_server_exceptions=False)


@pytest.fixture
def sign_in(app: FastAPI) -> Callable[[str], TestClient]:
    """A client that sends the token of the one named."""
    return lambda name: client_of(app, name)


@pytest.fixture
def lead(sign_in: Callable[[str], TestClient]) -> TestClient:
    """The manager's client."""
    return sign_in("lead")
