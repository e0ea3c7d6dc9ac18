from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import Forbidden, Invalid, NotFound
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import Token, issue_token
from deskside.platform.versions import Version

Browser = Callable[..., TestClient]
Person = Callable[..., int]
BODY = {"name": "报表", "scopes": ["assist:read"], "days": 7}


def test_a_token_is_told_once_and_stored_as_a_hash(signed_in: Browser, database: Database) -> None:
    client = signed_in("agent-li")
    made = client.post("/api/tokens", json=BODY)
    token = made.json()["token"]
    assert made.status_code == 201
    assert token.startswith("dsk_")
    assert len(token) == 47
    (listed,) = client.get("/api/tokens").json()["items"]
    assert "token" not in listed
    assert (listed["name"], listed["scopes"], listed["kind"]) == ("报表", ["assist:read"], "api")
    row = database.read(lambda db: db.scalars(select(Token)).one())
    assert token not in str(vars(row))


def test_a_revoked_token_is_nobody_at_once(signed_in: Browser, browser: Browser) -> None:
    client = signed_in("agent-li")
    made = client.post("/api/tokens", json=BODY).json()
    program = browser()
    program.headers["authorization"] = f"Bearer {made['token']}"
    assert program.get("/api/session").status_code == 200
    assert client.delete(f"/api/tokens/{made['id']}").status_code == 204
    assert program.get("/api/session").status_code == 401
    assert client.delete(f"/api/tokens/{made['id']}").status_code == 404


def test_nobody_gives_a_token_more_than_they_have(signed_in: Browser) -> None:
    client = signed_in("agent-li")
    answer = client.post("/api/tokens", json={**BODY, "scopes": ["assist:read", "users:manage", "nonsense"]})
    assert answer.status_code == 403
    assert "nonsense, users:manage" in answer.json()["detail"]


def test_a_token_cannot_make_tokens_or_change_its_user(signed_in: Browser, browser: Browser) -> None:
    client = signed_in("boss", "admin")
    made = client.post("/api/tokens", json={**BODY, "scopes": ["users:manage", "assist:read"]}).json()
    program = browser()
    program.headers["authorization"] = f"Bearer {made['token']}"
    assert program.get("/api/users").status_code == 200
    calls = [
        program.post("/api/tokens", json=BODY),
        program.get("/api/tokens"),
        program.delete(f"/api/tokens/{made['id']}"),
        program.get("/api/sessions"),
        program.delete("/api/session"),
        program.put("/api/session/password", json={"old": "a", "new": "b"}),
        program.post("/api/session/totp", json={"password": "a"}),
    ]
    assert {(call.status_code, call.json()["code"]) for call in calls} == {(403, "session_needed")}


def test_tokens_of_others_are_seen_and_revoked_by_who_manages_users(signed_in: Browser) -> None:
    agent, other, admin = signed_in("agent-li"), signed_in("agent-wang"), signed_in("boss", "admin")
    made = agent.post("/api/tokens", json=BODY).json()
    assert other.get("/api/tokens", params={"everyone": True}).json()["items"] == []
    assert other.delete(f"/api/tokens/{made['id']}").status_code == 404
    assert admin.get("/api/tokens").json()["items"] == []
    (seen,) = admin.get("/api/tokens", params={"everyone": True}).json()["items"]
    assert seen["login"] == "agent-li"
    assert admin.delete(f"/api/tokens/{made['id']}").status_code == 204


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    "change",
    [
        {"days": 0},
        {"days": 3651},
        {"scopes": []},
        {"name": ""},
        {"name": "a\0"},
        {"name": "x" * 101},
        {"user_id": 1},
    ],
)
def test_hostile_tokens_are_refused(signed_in: Browser, change: dict[str, object]) -> None:
    assert signed_in("agent-li").post("/api/tokens", json={**BODY, **change}).status_code == 422


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "1e3", "x"])
def test_ids_that_no_row_can_have_are_refused(signed_in: Browser, number: str) -> None:
    client = signed_in("boss", "admin")
    for path in ("tokens", "sessions", "departments"):
        assert client.delete(f"/api/{path}/{number}").status_code == 422
    assert client.get(f"/api/users/{number}").status_code == 422


def test_the_command_line_issues_tokens(database: Database, person: Person) -> None:
    person("agent-li")
    assert database.write(issue_token, login="Agent-li", scopes=["assist:tick"], days=90).startswith("dsk_")
    with pytest.raises(NotFound, match="deskside user add"):
        database.write(issue_token, "nobody", ["assist:read"], 90)
    with pytest.raises(Forbidden, match="lacks users:manage"):
        database.write(issue_token, "agent-li", ["users:manage"], 90)
    with pytest.raises(Invalid):
        database.write(issue_token, "agent-li", [], 90)


def test_every_change_moves_the_counter_and_is_audited_without_the_secret(
    signed_in: Browser, database: Database, audited: Callable[[], list[AuditEntry]]
) -> None:
    def counter() -> int | None:
        return database.read(lambda db: db.scalar(select(Version.v).where(Version.name == "tokens")))

    client = signed_in("agent-li")
    made = client.post("/api/tokens", json=BODY).json()
    assert counter() == 1
    client.delete(f"/api/tokens/{made['id']}")
    assert counter() == 2
    create, delete = audited()[-2:]
    assert (create.action, delete.action) == ("identity.token.create", "identity.token.delete")
    assert made["token"] not in str([vars(entry) for entry in audited()])


def test_sessions_are_listed_and_killed(
    signed_in: Browser, browser: Browser, principal: Callable[[str], Principal]
) -> None:
    first = signed_in("agent-li")
    second = browser(**{"user-agent": "Firefox\x7f 1"})
    second.post("/api/session", json={"login": "agent-li", "password": "deskside-demo"})
    listed = first.get("/api/sessions").json()
    assert listed["total"] == 2
    (other,) = [item for item in listed["items"] if not item["current"]]
    assert (other["agent"], other["ip"]) == ("Firefox 1", "127.0.0.1")
    assert first.delete(f"/api/sessions/{other['id']}").status_code == 204
    assert second.get("/api/session").status_code == 401
    assert first.get("/api/session").status_code == 200


def test_sessions_of_others_are_for_who_manages_users(
    signed_in: Browser, principal: Callable[[str], Principal]
) -> None:
    agent, other, admin = signed_in("agent-li"), signed_in("agent-wang"), signed_in("boss", "admin")
    params = {"user_id": principal("agent-li").user_id}
    (row,) = admin.get("/api/sessions", params=params).json()["items"]
    assert other.get("/api/sessions", params=params).json()["items"] == []
    assert other.delete(f"/api/sessions/{row['id']}").status_code == 404
    assert agent.get("/api/session").status_code == 200
    assert admin.delete(f"/api/sessions/{row['id']}").status_code == 204
    assert agent.get("/api/session").status_code == 401
