from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.platform.identity import User, setup_needed, setup_token

Browser = Callable[..., TestClient]
Person = Callable[..., int]
BODY = {"login": "boss", "name": "老板", "password": "first password"}


class Clock:
    def forward(self, **by: float) -> None: ...


class Hasher:
    hashes: int


def test_the_first_start_makes_an_administrator_once(database: Database, browser: Browser) -> None:
    assert database.read(setup_needed)
    token = database.write(setup_token)
    client = browser()
    made = client.post("/api/setup", json={**BODY, "token": token})
    assert made.status_code == 201
    assert made.json()["roles"] == ["admin"]
    assert client.get("/api/users").status_code == 200
    assert not database.read(setup_needed)
    assert database.write(setup_token) is None
    again = browser().post("/api/setup", json={**BODY, "login": "two", "token": token})
    assert again.status_code == 409


def test_a_wrong_old_or_replaced_link_makes_nobody_and_costs_no_hash(
    database: Database, browser: Browser, time: Clock, hasher: Hasher
) -> None:
    first, second = database.write(setup_token), database.write(setup_token)
    for token in (first, "", "nonsense", "x" * 200, "\0"):
        assert browser().post("/api/setup", json={**BODY, "token": token}).status_code == 400
    assert hasher.hashes == 0
    weak = browser().post("/api/setup", json={**BODY, "password": "short", "token": second})
    assert weak.status_code == 422
    time.forward(days=1)
    assert browser().post("/api/setup", json={**BODY, "token": second}).status_code == 400


def test_of_two_at_once_one_is_the_administrator(database: Database, browser: Browser) -> None:
    token = database.write(setup_token)

    def attempt(login: str) -> int:
        return browser().post("/api/setup", json={**BODY, "login": login, "token": token}).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(attempt, ["one", "two"]))
    assert codes[0] == 201
    assert codes[1] in {400, 409}
    assert len(database.read(lambda db: list(db.scalars(select(User))))) == 1


def test_a_link_is_void_once_there_is_a_user(database: Database, browser: Browser, person: Person) -> None:
    token = database.write(setup_token)
    person("boss", "admin")
    assert browser().post("/api/setup", json={**BODY, "login": "two", "token": token}).status_code == 409


def test_setting_up_over_plain_http_is_refused_before_anything(database: Database, browser: Browser) -> None:
    token = database.write(setup_token)
    client = browser("http://desk.lan", "10.0.0.9")
    answer = client.post("/api/setup", json={**BODY, "token": token})
    assert (answer.status_code, answer.json()["code"]) == (403, "insecure_address")
    assert database.read(setup_needed)
