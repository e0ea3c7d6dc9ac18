"""An app with the routes of assist alone, people who call it, and products to speak of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.kernel import clock
from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.errors import Unauthorized
from deskside.kernel.wire import install_error_handlers
from deskside.modules.assist import api, legacy
from deskside.modules.assist.models import Business
from deskside.modules.assist.module import MODULE
from deskside.platform import files
from deskside.platform.identity.models import Department, User
from deskside.platform.jobs import Runner

Work = Callable[[], int]
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
BUSINESSES = {1: "BB", 2: "AHC", 3: "CP", 4: "Prime", 5: "MCN"}
AGENT = frozenset({"assist:read", "assist:tick"})
MANAGER = AGENT | {"assist:manage"}


def principal(user_id: int, name: str, scopes: frozenset[str], department_id: int | None = None) -> Principal:
    return Principal(user_id, f"u{user_id}", name, department_id, frozenset(), scopes, "device", user_id)


PEOPLE = {
    "lead": principal(1, "张主管", MANAGER),
    "li": principal(2, "李娜", AGENT, 12),
    "wang": principal(3, "王强", AGENT),
    "reader": principal(4, "只读", frozenset({"assist:read"})),
    "nobody": principal(5, "无权", frozenset()),
    "boss": principal(6, "李经理", MANAGER),
}


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
def world(database: Database) -> Database:
    """A database with products, departments and people; no reminder yet."""
    with database.writing() as db:
        db.add_all(Business(id=one, name=name) for one, name in BUSINESSES.items())
        db.add(Department(id=11, name="客服部", parent_id=None))
        db.flush()
        db.add(Department(id=12, name="客服一组", parent_id=11))
        db.add(Department(id=13, name="销售部", parent_id=None))
        db.flush()
        db.add_all(
            User(
                id=one.user_id,
                login=one.login,
                name=one.name,
                department_id=one.department_id,
                roles=["manager"] if "assist:manage" in one.scopes else ["agent"],
                approved=True,
                created_at=NOON,
            )
            for one in PEOPLE.values()
        )
    return database


@pytest.fixture
def app(world: Database) -> FastAPI:
    """The routes of assist; a bearer token is the name of one of PEOPLE."""

    def authenticate(request: Request) -> Principal:
        scheme, _, name = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or name not in PEOPLE:
            raise Unauthorized("sign in, or send a token")
        return PEOPLE[name]

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(api.router)
    app.include_router(legacy.router)
    app.include_router(files.router)
    install_error_handlers(app)
    app.state.database, app.state.zone, app.state.authenticate = world, ZONE, authenticate
    assert undeclared_routes(app) == []
    return app


@pytest.fixture
def sign_in(app: FastAPI) -> Callable[[str], TestClient]:
    """A client that sends the token of the one named."""

    def client(name: str) -> TestClient:
        return TestClient(app, headers={"Authorization": f"Bearer {name}"}, raise_server_exceptions=False)

    return client


@pytest.fixture
def lead(sign_in: Callable[[str], TestClient], time: Clock) -> TestClient:
    """The manager's client, at noon."""
    return sign_in("lead")


@pytest.fixture
def li(sign_in: Callable[[str], TestClient], time: Clock) -> TestClient:
    """An agent's client, at noon."""
    return sign_in("li")


@pytest.fixture
def make(lead: TestClient) -> Callable[..., int]:
    """Create a reminder for everybody, changed as told; its id."""

    def create(**change: object) -> int:
        body = {"title": "回访", "content": "请回访", "is_global": True, "is_all_business": True}
        answer = lead.post("/api/assist/reminders", json=body | change)
        assert answer.status_code == 201, answer.text
        made: int = answer.json()["id"]
        return made

    return create


@pytest.fixture
def work(world: Database) -> Iterator[Work]:
    """Do what is due, in this thread; how many jobs that were."""
    assert MODULE.name == "assist"  # importing it has declared its jobs
    runner = Runner(world, Ports())
    yield runner.run_due
    runner.close()
