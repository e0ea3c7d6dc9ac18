from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.db import Database
from deskside.kernel.wire import install_error_handlers
from deskside.platform.audit import record
from deskside.platform.audit.api import router

WANG = Principal(7, "wang", "王强", None, frozenset(), frozenset(), "session", 1)


@pytest.fixture
def client(database: Database) -> TestClient:
    def authenticate(request: Request) -> Principal:
        scopes = frozenset(request.headers.get("scopes", "").split())
        return Principal(1, "a", "A", None, frozenset(), scopes, "session", 1)

    app = FastAPI(openapi_url=None)
    app.include_router(router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate = database, authenticate
    assert undeclared_routes(app) == []
    return TestClient(app, headers={"scopes": "audit:read"})


@pytest.fixture
def filled(database: Database) -> None:
    with database.writing() as db:
        record(db, actor=WANG, action="assist.plan.create", subject=("plan", "A_1"), new={"name": "甲"})
        record(db, actor=None, action="assist.plan.update", subject=("plan", "AB1"))
        record(db, actor=WANG, action="identity.user.update", subject=("user", 3))


def test_the_newest_is_first_and_pages_count_all(client: TestClient, filled: None) -> None:
    body = client.get("/api/audit", params={"page_size": 2}).json()
    assert body["total"] == 3
    assert [item["action"] for item in body["items"]] == ["identity.user.update", "assist.plan.update"]
    (last,) = client.get("/api/audit", params={"page_size": 2, "page": 2}).json()["items"]
    assert (last["actor_name"], last["new"], last["old"]) == ("王强", {"name": "甲"}, None)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"actor_id": 7}, 2),
        ({"action": "assist."}, 2),
        ({"action": "assist_"}, 0),
        ({"action": "%"}, 0),
        ({"subject_type": "plan", "subject_id": "A_1"}, 1),
        ({"since": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, 0),
        ({"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, 3),
    ],
)
def test_filters_narrow(client: TestClient, filled: None, query: dict[str, str | int], count: int) -> None:
    answer = client.get("/api/audit", params=query)
    assert answer.json()["total"] == count


def test_it_needs_its_scope(client: TestClient) -> None:
    assert client.get("/api/audit", headers={"scopes": "users:manage"}).status_code == 403


@pytest.mark.parametrize(
    "query", [{"action": "a\0"}, {"since": "2026-11-22T00:00:00"}, {"page": "0"}, {"action": "x" * 101}]
)
def test_hostile_filters_are_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/api/audit", params=query).status_code == 422
