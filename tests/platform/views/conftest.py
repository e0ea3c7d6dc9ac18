"""The routes of views, a list that has some, and people of two departments."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.kernel import clock
from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.db import Database, Writes
from deskside.kernel.wire import install_error_handlers
from deskside.platform.identity import Department
from deskside.platform.views import declare_list, forget_list, router

LIST = "tests.orders"
READS, MANAGES = "assist:read", "assist:manage"
COMPANY, SALES, NORTH, SERVICE = 1, 2, 3, 4
"""SALES and SERVICE belong to COMPANY, NORTH to SALES."""
PEOPLE = {
    "li": (11, NORTH, {READS}),
    "wang": (12, SALES, {READS, MANAGES}),
    "zhao": (13, SERVICE, {READS}),
    "admin": (14, None, {READS, MANAGES, "users:manage"}),
    "guest": (15, NORTH, set[str]()),
}


def _departments(db: Writes) -> None:
    for department, parent in ((COMPANY, None), (SALES, COMPANY), (NORTH, SALES), (SERVICE, COMPANY)):
        db.add(Department(id=department, name=f"部门{department}", parent_id=parent, version=1))
        db.flush()


@pytest.fixture
def orders() -> Iterator[None]:
    """A list that has views for the time of a test."""
    declare_list(LIST, reads=READS, manages=MANAGES)
    yield
    forget_list(LIST)


@pytest.fixture
def client(database: Database, orders: None) -> TestClient:
    """Asks as whom the header `who` names, wang where there is none."""
    del orders

    def authenticate(request: Request) -> Principal:
        who = request.headers.get("who", "wang")
        user_id, department, scopes = PEOPLE[who]
        return Principal(user_id, who, who, department, frozenset(), frozenset(scopes), "session", 1)

    database.write(_departments)
    app = FastAPI(openapi_url=None)
    app.include_router(router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate = database, authenticate
    assert undeclared_routes(app) == []
    return TestClient(app)


Travel = Callable[[float], None]


@pytest.fixture
def travel() -> Iterator[Travel]:
    """Let seconds pass."""
    passed = timedelta()

    def forward(seconds: float) -> None:
        nonlocal passed
        passed += timedelta(seconds=seconds)

    clock.travel(lambda: datetime.now(UTC) + passed)
    yield forward
    clock.travel(lambda: datetime.now(UTC))
