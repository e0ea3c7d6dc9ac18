import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.kernel.errors import TooManyRequests, Unauthorized
from deskside.kernel.proxies import Caller
from deskside.kernel.vault import Vault
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import add_user
from deskside.platform.identity.models import FailedGuess, SignInSession, User
from deskside.platform.identity.passwords import Passwords
from deskside.platform.identity.schemas.credentials import SignIn
from deskside.platform.identity.service.sign_in import Attempt, sign_in

PASSWORD = "deskside-demo"
WRONG = "wrong"
ORIGIN = "http://127.0.0.1:8000"
Browser = Callable[..., TestClient]
Person = Callable[..., int]
HERE = Caller("127.0.0.1", https=False, host="127.0.0.1:8000", proxied=False)


class Clock:
    def forward(self, **by: float) -> None: ...


class Hasher:
    hashes: int
    verified: list[str]


def try_in(client: TestClient, login: str, password: str = WRONG, **more: str) -> int:
    return client.post("/api/session", json={"login": login, "password": password, **more}).status_code


def test_who_signs_in_is_told_who_they_are_and_what_they_may(browser: Browser, person: Person) -> None:
    person("agent-li")
    client = browser()
    me = client.post("/api/session", json={"login": " Agent-LI ", "password": PASSWORD}).json()
    assert (me["login"], me["name"], me["roles"], me["approved"]) == ("agent-li", "Agent-Li", ["agent"], True)
    assert {"assist:read", "assist:tick"} <= set(me["scopes"])
    assert (me["locale"], me["theme"], me["department_id"]) == ("zh-CN", "system", None)
    assert client.get("/api/session").json() == me


def test_preferences_stay(signed_in: Browser) -> None:
    client = signed_in("agent-li")
    assert client.patch("/api/session", json={"locale": "en", "theme": "dark"}).json()["locale"] == "en"
    me = client.get("/api/session").json()
    assert (me["locale"], me["theme"]) == ("en", "dark")
    assert client.patch("/api/session", json={"locale": "tlh"}).status_code == 422


def test_signing_out_ends_the_session(signed_in: Browser) -> None:
    client = signed_in("agent-li")
    token = client.cookies["deskside"]
    answer = client.delete("/api/session")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    client.cookies.set("deskside", token)
    assert client.get("/api/session").status_code == 401


def test_only_hashes_of_sessions_are_stored(database: Database, signed_in: Browser) -> None:
    token = signed_in("agent-li").cookies["deskside"]
    assert len(token) >= 43
    row = database.read(lambda db: db.scalars(select(SignInSession)).one())
    assert token not in str(vars(row))


@pytest.mark.parametrize(
    "login", ["nobody", "disabled", "agent-li", "", "a\0b", "名字", "x" * 200, "' OR 1=1 --"]
)
def test_every_refusal_is_the_same_and_costs_the_same(
    database: Database, browser: Browser, person: Person, hasher: Hasher, login: str
) -> None:
    person("agent-li")
    person("disabled")
    with database.writing() as db:
        db.scalars(select(User).where(User.login == "disabled")).one().disabled = True
    hasher.verified.clear()
    answer = browser().post("/api/session", json={"login": login, "password": "wrong"})
    assert (answer.status_code, answer.json()) == (
        401,
        {"code": "wrong_credentials", "detail": "the login, the password or the code is wrong"},
    )
    assert len(hasher.verified) == 1
    failures = database.read(lambda db: list(db.scalars(select(FailedGuess.name))))
    assert len(failures) == 1
    assert re.fullmatch("login:[0-9a-f]{64}", failures[0])


def test_a_disabled_user_with_the_right_password_stays_out(
    database: Database, browser: Browser, person: Person
) -> None:
    person("agent-li")
    with database.writing() as db:
        db.scalars(select(User)).one().disabled = True
    assert try_in(browser(), "agent-li", PASSWORD) == 401


def test_ten_failures_in_five_minutes_lock_one_login_for_every_address(
    browser: Browser, person: Person, time: Clock
) -> None:
    person("agent-li")
    person("agent-wang")
    assert [try_in(browser(), "agent-li") for _ in range(10)] == [401] * 10
    answer = browser().post("/api/session", json={"login": "Agent-li ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "300")
    assert try_in(browser(), "agent-wang", PASSWORD) == 200
    time.forward(seconds=299)
    assert try_in(browser(), "agent-li", PASSWORD) == 429
    time.forward(seconds=1)
    assert try_in(browser(), "agent-li", PASSWORD) == 200


def test_an_unknown_login_is_locked_like_a_known_one(browser: Browser, hasher: Hasher) -> None:
    assert [try_in(browser(), "nobody") for _ in range(11)] == [401] * 10 + [429]
    assert len(hasher.verified) == 10


def test_signing_in_costs_no_budget(browser: Browser, person: Person) -> None:
    person("agent-li")
    assert {try_in(browser(), "agent-li", PASSWORD) for _ in range(12)} == {200}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_hundred_failures_lock_an_address_but_not_the_machine_itself(
    browser: Browser, person: Person
) -> None:
    person("agent-li")
    behind = browser(x_forwarded_for="198.51.100.7", x_forwarded_proto="https")
    behind.headers["x-forwarded-for"], behind.headers["x-forwarded-proto"] = "198.51.100.7", "https"
    behind.headers["origin"] = "https://127.0.0.1:8000"
    assert {try_in(behind, f"nobody-{n}") for n in range(100)} == {401}
    assert try_in(behind, "agent-li", PASSWORD) == 429
    behind.headers["x-forwarded-for"] = "198.51.100.8"
    assert try_in(behind, "agent-li", PASSWORD) == 200
    assert {try_in(browser(), f"nobody-{n}") for n in range(101)} == {401}


def test_many_tries_at_once_learn_no_more_than_ten(
    database: Database, person: Person, vault: Vault, hasher: Hasher
) -> None:
    person("agent-li")

    def attempt(number: int) -> str:
        password = PASSWORD if number == 29 else f"wrong {number}"
        try:
            sign_in(database, Attempt(SignIn(login="agent-li", password=password), HERE, ""), vault)
        except Unauthorized:
            return "wrong"
        except TooManyRequests:
            return "locked"
        return "in"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(30)))
    assert outcomes.count("wrong") == 10
    assert outcomes.count("locked") == 20


def test_no_more_than_two_passwords_are_hashed_at_once() -> None:
    present, most, lock = 0, 0, threading.Lock()
    gate = threading.Event()

    class Slow:
        def hash(self, password: str) -> str:
            return password

        def verify(self, password: str, hash: str) -> bool:  # noqa: A002
            nonlocal present, most
            with lock:
                present += 1
                most = max(most, present)
            gate.wait(0.02)
            with lock:
                present -= 1
            return hash == password

    checked = Passwords(Slow())
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _n: checked.verify("a", "a"), range(16))) == [True] * 16
    assert most == 2


def test_refusals_and_sessions_are_audited_without_what_was_typed(
    browser: Browser, person: Person, audited: Callable[[], list[AuditEntry]]
) -> None:
    user_id = person("agent-li")
    client = browser()
    try_in(client, "agent-li", "typed-password")
    try_in(client, "typed-password", "x")
    try_in(client, "agent-li", PASSWORD)
    entries = audited()
    assert [entry.action for entry in entries] == [
        "identity.user.create",
        "identity.session.refuse",
        "identity.session.refuse",
        "identity.session.create",
    ]
    assert [entry.subject_id for entry in entries[1:3]] == [str(user_id), "unknown"]
    assert entries[3].ip == "127.0.0.1"
    text = str([vars(entry) for entry in entries])
    assert "typed-password" not in text
    assert PASSWORD not in text


@pytest.mark.parametrize("login", ["agent-li", "' OR 1=1 --", "\ud800"])
@pytest.mark.parametrize("password", ["\0", "\ud800", "密码" * 100, "\u202e", "x" * 1024])
def test_hostile_sign_ins_are_refused_calmly(
    browser: Browser, person: Person, login: str, password: str
) -> None:
    person("agent-li")
    body = json.dumps({"login": login, "password": password})
    answer = browser().post("/api/session", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {401, 422}


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"login": "a", "password": "%s"}' % ("x" * 10_000_000), 422),
        ('{"login": "%s", "password": "x"}' % ("x" * 10_000_000), 422),
        ('{"login": ["a"], "password": {"a": 1}}', 422),
        ('{"login": "a", "password": "b", "admin": true}', 422),
        ("{", 400),
        ("[]", 422),
        ("[" * 5000, 400),
    ],
    ids=["password", "login", "types", "extra", "cut", "list", "deep"],
)
def test_bodies_that_no_console_sends_cost_no_hash(
    browser: Browser, hasher: Hasher, body: str, status: int
) -> None:
    answer = browser().post("/api/session", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert len(answer.content) < 1000
    assert hasher.verified == []


def test_spaces_and_spellings_of_a_password_count(
    browser: Browser, database: Database, person: Person
) -> None:
    with database.writing() as db:
        add_user(db, "spaces", "S", ["agent"], " 密码 é long ")
    assert try_in(browser(), "spaces", "密码 é long") == 401
    assert try_in(browser(), "spaces", " 密码 e\u0301 long ") == 200
