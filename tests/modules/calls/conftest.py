"""The fake vendor on a port, an app with the routes of calls alone, and people who call it."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.demo.calls_vendor import Vendor, make_vendor
from deskside.demo.calls_vendor.state import environment
from deskside.kernel import clock
from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.errors import Unauthorized
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.modules.calls import api, legacy
from deskside.modules.calls.module import MODULE
from deskside.modules.calls.schemas.vendor import Call
from deskside.platform.identity.models import User
from deskside.platform.jobs import Message, Runner
from deskside.platform.runs import Run, run_now

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
READER = frozenset({"calls:read"})
LEAD = READER | {"calls:sync", "calls:manage"}


def principal(user_id: int, name: str, scopes: frozenset[str]) -> Principal:
    return Principal(user_id, f"u{user_id}", name, None, frozenset(), scopes, "session", user_id)


PEOPLE = {"lead": principal(1, "周敏", LEAD), "li": principal(2, "李娜", READER)}


def calls_of(day: date, count: int, *, grade: str = "", first: int = 1) -> list[Call]:
    """So many calls of a day, one each ten seconds from nine o'clock; every second is answered."""
    starts = round(clock.start_of_day(day, ZONE).timestamp()) + 9 * 3600
    return [
        Call(
            record_id=f"{day:%Y%m%d}-{number}",
            called_at=starts + (number % 3600) * 10,
            seconds=30,
            answered=number % 2 == 0,
            phone=f"139{number:08d}",
            grade=grade,
            agent_id=f"a{number % 3}",
            agent_name=f"坐席{number % 3}",
            task_id="t1",
            task_name="回访",
            hangup="",
            province="广东",
            city="广州",
        )
        for number in range(first, first + count)
    ]


@dataclass
class Clock:
    """What time it is."""

    now: datetime = NOON

    def forward(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def time() -> Iterator[Clock]:
    """A clock that stands at noon of 2026-11-22 in Shanghai."""
    held = Clock()
    clock.travel(lambda: held.now)
    yield held
    clock.travel(lambda: datetime.now(UTC))


@pytest.fixture
def vendor(time: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """The fake vendor behind DESKSIDE_CALLS_URL; its days are empty until a test fills them."""
    vendor = Vendor(ZONE, calls_of=lambda _day, _zone: [], latency=0.0)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(make_vendor(vendor), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    for name, value in environment(f"http://127.0.0.1:{listener.getsockname()[1]}").items():
        monkeypatch.setenv(name, value)
    yield vendor
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def ports() -> Iterator[Ports]:
    """The connectors as the product provides them."""
    ports = Ports()
    assert MODULE.connect is not None
    MODULE.connect(ports, Site())
    yield ports
    ports.close()


@pytest.fixture
def world(database: Database) -> Database:
    """A database with people."""
    with database.writing() as db:
        db.add_all(
            User(id=one.user_id, login=one.login, name=one.name, approved=True, created_at=NOON)
            for one in PEOPLE.values()
        )
    return database


@pytest.fixture
def run(world: Database, ports: Ports) -> Callable[[Message], Run]:
    """Run a message to its end."""
    return lambda message: run_now(world, ports, message)


@pytest.fixture
def runner(world: Database, ports: Ports) -> Iterator[Runner]:
    runner = Runner(world, ports)
    yield runner
    runner.close()


@pytest.fixture
def app(world: Database) -> FastAPI:
    """The routes of calls; a bearer token is the name of one of PEOPLE."""

    def authenticate(request: Request) -> Principal:
        scheme, _, name = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or name not in PEOPLE:
            raise Unauthorized("sign in, or send a token")
        return PEOPLE[name]

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(api.router)
    app.include_router(legacy.router)
    install_error_handlers(app, dict.fromkeys(legacy.PREFIXES, legacy.kept_error))
    app.state.database, app.state.zone, app.state.authenticate = world, ZONE, authenticate
    app.state.vault = Vault("a secret key of the tests")
    assert undeclared_routes(app) == []
    return app


@pytest.fixture
def lead(app: FastAPI, time: Clock) -> TestClient:
    """The manager's client, at noon."""
    return TestClient(app, headers={"Authorization": "Bearer lead"}, raise_server_exceptions=False)


@pytest.fixture
def li(app: FastAPI, time: Clock) -> TestClient:
    """A reader's client, at noon."""
    return TestClient(app, headers={"Authorization": "Bearer li"}, raise_server_exceptions=False)
