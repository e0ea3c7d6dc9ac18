"""An app with the routes of contacts alone, and people who call it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.kernel import clock
from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.errors import Unauthorized
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.modules.contacts.api import router
from deskside.modules.contacts.module import MODULE
from deskside.platform import files
from deskside.platform.identity import Department, User, make_principal
from deskside.platform.jobs import Runner

Answer = dict[str, Any]
Work = Callable[[], int]
Make = Callable[..., Answer]
Upload = Callable[..., Answer]
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])

PEOPLE: dict[str, tuple[list[str], int | None]] = {
    "admin": (["admin"], 11),
    "lead": (["manager"], 11),
    "chen": (["sales"], 12),
    "lin": (["sales"], 12),
    "far": (["sales"], 13),
    "agent": (["agent"], 12),
    "auditor": (["auditor"], 11),
}
"""Roles and department: 11 销售中心 holds 12 销售一部 and 13 销售二部."""


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
def world(database: Database, time: Clock) -> Database:
    """Departments and people; no customer yet."""
    with database.writing() as db:
        db.add(Department(id=11, name="销售中心", parent_id=None))
        db.flush()
        db.add_all(Department(id=one, name=f"销售{one}部", parent_id=11) for one in (12, 13))
        db.flush()
        for number, (login, (roles, department)) in enumerate(PEOPLE.items(), 1):
            known = {"login": login, "name": login.title(), "roles": roles, "department_id": department}
            db.add(User(id=number, approved=True, created_at=NOON, **known))
    return database


def principal_of(world: Database, name: str) -> Principal:
    """One of PEOPLE."""
    with world.reading() as db:
        user = db.get(User, list(PEOPLE).index(name) + 1)
        assert user is not None
        return make_principal(user, "api", user.id)


@pytest.fixture
def app(world: Database) -> FastAPI:
    """The routes of contacts; a bearer token is the name of one of PEOPLE."""

    def authenticate(request: Request) -> Principal:
        _, _, name = request.headers.get("authorization", "").partition(" ")
        if name not in PEOPLE:
            raise Unauthorized("sign in, or send a token")
        return principal_of(world, name)

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(router)
    app.include_router(files.router)
    install_error_handlers(app)
    state = app.state
    state.database, state.zone, state.authenticate = world, ZONE, authenticate
    state.vault = Vault("a secret of tests")
    assert undeclared_routes(app) == []
    return app


@pytest.fixture
def sign_in(app: FastAPI) -> Callable[[str], TestClient]:
    """A client that sends the token of the one named."""

    def client(name: str) -> TestClient:
        headers = {"Authorization": f"Bearer {name}"}
        return TestClient(app, headers=headers, raise_server_exceptions=False)

    return client


@pytest.fixture
def chen(sign_in: Callable[[str], TestClient]) -> TestClient:
    """A salesperson's client."""
    return sign_in("chen")


@pytest.fixture
def lead(sign_in: Callable[[str], TestClient]) -> TestClient:
    """The manager's client."""
    return sign_in("lead")


@pytest.fixture
def make(chen: TestClient) -> Make:
    """Add a customer of 陈's, changed as told."""
    number = 0

    def create(client: TestClient = chen, **change: object) -> Answer:
        nonlocal number
        number += 1
        body = {"email": f"c{number}@example.com", "name": f"客户{number}"} | change
        answer = client.post("/api/contacts/customers", json=body)
        assert answer.status_code == 201, answer.text
        made: Answer = answer.json()
        return made

    return create


@pytest.fixture
def work(world: Database) -> Iterator[Work]:
    """Do what is due, in this thread; how many jobs that were."""
    assert MODULE.name == "contacts"  # importing it has declared its jobs
    runner = Runner(world, Ports())
    yield runner.run_due
    runner.close()


@pytest.fixture
def upload(chen: TestClient, work: Work) -> Upload:
    """Upload a table and have it read; what is said of it."""

    def send(content: bytes, name: str = "客户.csv", client: TestClient = chen, **fields: str) -> Answer:
        answer = client.post("/api/contacts/customers/import", files={"file": (name, content)}, data=fields)
        assert answer.status_code == 202, answer.text
        work()
        said: Answer = client.get(f"/api/contacts/imports/{answer.json()['id']}").json()
        return said

    return send


def listed(client: TestClient, **query: object) -> list[Answer]:
    """The customers that the list answers with."""
    answer = client.get("/api/contacts/customers", params={"page_size": 100} | query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    items: list[Answer] = answer.json()["items"]
    return items
