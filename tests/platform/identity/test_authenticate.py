from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.platform.identity import issue_token
from deskside.platform.identity.models import User

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


def token_of(database: Database, login: str, *scopes: str, days: int = 1) -> dict[str, str]:
    token = database.write(issue_token, login, scopes or ["assist:read"], days)
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("origin", "content_type", "header", "status"),
    [
        (ORIGIN, JSON, None, 200),
        (ORIGIN, f"{JSON}; charset=utf-8", None, 200),
        ("https://desk.example", JSON, None, 200),
        (ORIGIN, MULTIPART, "1", 200),
        (ORIGIN, MULTIPART, None, 403),
        (ORIGIN, MULTIPART, "0", 403),
        (ORIGIN, FORM, None, 403),
        (ORIGIN, FORM, "1", 403),
        (ORIGIN, "text/plain", None, 403),
        (ORIGIN, None, None, 403),
        (None, JSON, None, 403),
        ("null", JSON, None, 403),
        ("https://evil.example", JSON, None, 403),
        ("https://127.0.0.1:8000", JSON, None, 403),
        ("http://127.0.0.1:8001", JSON, None, 403),
        ("http://127.0.0.1:8000.evil.example", JSON, None, 403),
        ("https://desk.example.evil.example", JSON, None, 403),
    ],
)
def test_a_change_by_cookie_must_come_from_our_own_page(
    probe: None,
    signed_in: Browser,
    method: str,
    origin: str | None,
    content_type: str | None,
    header: str | None,
    status: int,
) -> None:
    client = signed_in("agent-li")
    del client.headers["origin"]
    sent = {"origin": origin, "content-type": content_type, "x-deskside": header}
    headers = {name: value for name, value in sent.items() if value is not None}
    answer = client.request(method, "/probe", content=b"{}", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "foreign_request"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_reading_by_cookie_and_anything_by_token_need_no_origin(
    probe: None, signed_in: Browser, browser: Browser, database: Database
) -> None:
    client = signed_in("agent-li")
    del client.headers["origin"]
    assert client.get("/probe").status_code == 200
    program = browser()
    program.headers["origin"] = "https://evil.example"
    headers = {**token_of(database, "agent-li"), "content-type": FORM}
    assert program.post("/probe", content=b"a=1", headers=headers).json()["kind"] == "api"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_change_without_a_body_needs_no_content_type(probe: None, signed_in: Browser) -> None:
    assert signed_in("agent-li").post("/probe").status_code == 200


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_foreign_page_cannot_sign_somebody_in(browser: Browser, person: Person) -> None:
    person("agent-li")
    client = browser()
    body = {"login": "agent-li", "password": PASSWORD}
    assert client.post("/api/session", json=body, headers={"origin": "https://evil"}).status_code == 403
    form = client.post("/api/session", data=body)
    assert form.status_code == 422
    del client.headers["origin"]
    assert client.post("/api/session", json=body).status_code == 200


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_cookie_is_named_by_the_address(browser: Browser, person: Person) -> None:
    person("agent-li")
    body = {"login": "agent-li", "password": PASSWORD}
    plain = browser().post("/api/session", json=body).headers["set-cookie"]
    assert plain.startswith("deskside=")
    assert "HttpOnly; Max-Age=43200; Path=/; SameSite=lax" in plain
    assert "Secure" not in plain
    secure = browser("https://desk.example", "203.0.113.9")
    cookie = secure.post("/api/session", json=body).headers["set-cookie"]
    assert cookie.startswith("__Host-deskside=")
    assert cookie.endswith("Secure")
    assert "Domain" not in cookie
    assert secure.get("/api/session").status_code == 200


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_trusted_proxy_makes_it_https(browser: Browser, person: Person) -> None:
    person("agent-li")
    client = browser("http://inner", "127.0.0.1")
    forwarded = {
        "x-forwarded-proto": "https",
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-host": "desk.example",
    }
    headers = {**forwarded, "origin": "https://desk.example"}
    answer = client.post("/api/session", json={"login": "agent-li", "password": PASSWORD}, headers=headers)
    assert answer.headers["set-cookie"].startswith("__Host-deskside=")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("url", "ip"),
    [("http://desk.lan", "127.0.0.1"), ("http://127.0.0.1", "10.0.0.9"), ("http://desk.lan", "10.0.0.9")],
)
def test_plain_http_from_elsewhere_gets_no_cookie_and_the_reason(
    browser: Browser, person: Person, hasher: Hasher, url: str, ip: str
) -> None:
    person("agent-li")
    client = browser(url, ip)
    answer = client.post("/api/session", json={"login": "agent-li", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "insecure_address")
    assert "https" in answer.json()["detail"]
    assert "set-cookie" not in answer.headers
    assert hasher.verified == []
    client.cookies.set("deskside", "x")
    assert client.get("/api/session").json()["code"] == "insecure_address"
    client.cookies.clear()
    assert client.get("/api/session").status_code == 401


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_cookies_of_one_address_kind_do_not_count_on_the_other(signed_in: Browser, browser: Browser) -> None:
    token = signed_in("agent-li").cookies["deskside"]
    secure = browser("https://127.0.0.1:8000")
    secure.cookies.set("deskside", token)
    assert secure.get("/api/session").status_code == 401
    plain = browser()
    plain.cookies.set("__Host-deskside", token)
    assert plain.get("/api/session").status_code == 401


def test_a_user_who_is_not_approved_may_do_nothing(
    probe: None, database: Database, signed_in: Browser, browser: Browser
) -> None:
    client = signed_in("agent-li")
    headers = token_of(database, "agent-li")
    with database.writing() as db:
        db.scalars(select(User)).one().approved = False
    me = client.get("/api/session").json()
    assert (me["approved"], me["scopes"]) == (False, [])
    for path in ("/needs", "/api/departments", "/api/users"):
        assert client.get(path).status_code == 403
        assert browser().get(path, headers=headers).status_code == 403


def test_a_token_can_do_no_more_than_its_user_now(
    probe: None, database: Database, browser: Browser, person: Person
) -> None:
    person("agent-li", "agent", "auditor")
    headers = token_of(database, "agent-li", "assist:read", "audit:read")
    assert browser().get("/probe", headers=headers).json()["scopes"] == ["assist:read", "audit:read"]
    with database.writing() as db:
        db.scalars(select(User)).one().roles = ["agent"]
    assert browser().get("/probe", headers=headers).json()["scopes"] == ["assist:read"]
    with database.writing() as db:
        db.scalars(select(User)).one().roles = ["admin"]
    assert browser().get("/probe", headers=headers).json()["scopes"] == ["assist:read", "audit:read"]


def test_a_token_ends_when_it_said(
    probe: None, database: Database, browser: Browser, person: Person, time: Clock
) -> None:
    person("agent-li")
    headers = token_of(database, "agent-li", days=2)
    time.forward(hours=47)
    assert browser().get("/probe", headers=headers).status_code == 200
    time.forward(hours=1)
    answer = browser().get("/probe", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Basic YTpi", "dsk_x", "Bearer dsk_nonsense", "Bearer \xff", "Bearer a b", ""],
)
def test_other_authorizations_are_refused_even_beside_a_session(
    probe: None, signed_in: Browser, header: str
) -> None:
    client = signed_in("agent-li")
    assert client.get("/probe", headers={b"authorization": header.encode("latin-1")}).status_code == 401


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("cookie", ["x", '""', "x" * 4000, "a%00b", "\xff"])
def test_nonsense_in_the_cookie_is_nobody(browser: Browser, cookie: str) -> None:
    answer = browser().get("/api/session", headers={b"cookie": f"deskside={cookie}".encode("latin-1")})
    assert answer.status_code == 401
