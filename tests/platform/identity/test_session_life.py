from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.platform.identity import issue_token
from deskside.platform.identity.models import SignInSession, User
from deskside.platform.settings import GroupIn, save_group

PASSWORD = "deskside-demo"
ORIGIN = "http://127.0.0.1:8000"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
Browser = Callable[..., TestClient]
Person = Callable[..., int]


class Clock:
    now: datetime

    def forward(self, **by: float) -> None: ...


class Hasher:
    verified: list[str]


def token_of(database: Database, login: str) -> dict[str, str]:
    return {"authorization": f"Bearer {database.write(issue_token, login, ['assist:read'], 1)}"}


def test_an_idle_session_ends_after_half_an_hour(signed_in: Browser, time: Clock) -> None:
    client = signed_in("agent-li")
    for _ in range(3):
        time.forward(minutes=29)
        assert client.get("/api/session").status_code == 200
    time.forward(minutes=30)
    answer = client.get("/api/session")
    assert (answer.status_code, answer.json()["code"]) == (401, "session_idle")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_requests_within_the_seconds_that_are_not_written_count_too(signed_in: Browser, time: Clock) -> None:
    client = signed_in("agent-li")
    client.get("/api/session")
    time.forward(seconds=14)
    client.get("/api/session")
    time.forward(minutes=29, seconds=50)
    assert client.get("/api/session").status_code == 200


def test_a_session_ends_after_twelve_hours_however_busy(signed_in: Browser, time: Clock) -> None:
    client = signed_in("agent-li")
    for _ in range(71):
        time.forward(minutes=10)
        assert client.get("/api/session").status_code == 200
    time.forward(minutes=10)
    assert client.get("/api/session").json()["code"] == "session_ended"


def test_the_idle_time_is_a_setting(
    database: Database, signed_in: Browser, time: Clock, vault: Vault, principal: Callable[[str], Principal]
) -> None:
    client = signed_in("boss", "admin")
    body = GroupIn(version=0, values={"idle_minutes": 5})
    database.write(save_group, "security", body, principal("boss"), vault)
    time.forward(minutes=5)
    assert client.get("/api/session").status_code == 401


def test_disabling_a_user_ends_sessions_and_tokens_at_once(
    probe: None, database: Database, signed_in: Browser, browser: Browser, person: Person
) -> None:
    admin = signed_in("boss", "admin")
    victim = signed_in("agent-li")
    user_id = victim.get("/api/session").json()["id"]
    headers = token_of(database, "agent-li")
    assert browser().get("/probe", headers=headers).status_code == 200
    answer = admin.patch(f"/api/users/{user_id}", json={"version": 1, "disabled": True})
    assert answer.status_code == 200
    assert victim.get("/api/session").status_code == 401
    assert browser().get("/probe", headers=headers).status_code == 401
    admin.patch(f"/api/users/{user_id}", json={"version": 2, "disabled": False})
    assert victim.get("/api/session").status_code == 401
    assert browser().get("/probe", headers=headers).status_code == 401


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_disabled_row_is_enough(
    probe: None, database: Database, signed_in: Browser, browser: Browser
) -> None:
    client = signed_in("agent-li")
    headers = token_of(database, "agent-li")
    with database.writing() as db:
        db.scalars(select(User)).one().disabled = True
    assert client.get("/probe").status_code == 401
    assert browser().get("/probe", headers=headers).status_code == 401


def test_use_is_written_now_and_then(
    probe: None, database: Database, signed_in: Browser, browser: Browser, time: Clock
) -> None:
    client = signed_in("agent-li")
    headers = token_of(database, "agent-li")
    client.get("/probe")
    time.forward(seconds=5)
    browser().get("/probe", headers=headers)
    assert client.get("/api/tokens").json()["items"][0]["last_used_at"] is None
    time.forward(seconds=20)
    used = clock.now()
    client.get("/probe")
    (token,) = client.get("/api/tokens").json()["items"]
    assert token["last_used_at"] is not None
    row = database.read(lambda db: db.scalars(select(SignInSession)).one())
    assert row.last_seen_at == used
