from collections.abc import Callable

import pyotp
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.kernel.proxies import Caller
from deskside.platform.identity.models import User

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


def switch_on_totp(client: TestClient, time: Clock) -> pyotp.TOTP:
    started = client.post("/api/session/totp", json={"password": PASSWORD}).json()
    assert started["uri"].startswith("otpauth://totp/Deskside:agent-li?secret=")
    totp = pyotp.TOTP(started["secret"])
    code = totp.at(clock_now())
    assert client.put("/api/session/totp", json={"code": code}).status_code == 204
    time.forward(seconds=30)
    return totp


def clock_now() -> int:
    return int(clock.now().timestamp())


def test_a_second_factor_is_asked_for_and_each_code_is_good_once(
    signed_in: Browser, browser: Browser, time: Clock, database: Database
) -> None:
    client = signed_in("agent-li")
    totp = switch_on_totp(client, time)
    needed = browser().post("/api/session", json={"login": "agent-li", "password": PASSWORD})
    assert (needed.status_code, needed.json()["code"]) == (401, "totp_needed")
    assert try_in(browser(), "agent-li", PASSWORD, totp="000000") == 401
    code = totp.at(clock_now())
    assert try_in(browser(), "agent-li", "wrong", totp=code) == 401
    assert try_in(browser(), "agent-li", PASSWORD, totp=code) == 200
    assert try_in(browser(), "agent-li", PASSWORD, totp=code) == 401
    user = database.read(lambda db: db.scalars(select(User)).one())
    assert totp.secret not in str(vars(user))
    assert client.get("/api/session").json()["totp"] is True


def test_wrong_codes_use_up_the_budget(signed_in: Browser, browser: Browser, time: Clock) -> None:
    switch_on_totp(signed_in("agent-li"), time)
    codes = [try_in(browser(), "agent-li", PASSWORD, totp="000000") for _ in range(11)]
    assert codes == [401] * 10 + [429]


def test_the_second_factor_is_not_switched_without_the_password(signed_in: Browser, time: Clock) -> None:
    client = signed_in("agent-li")
    assert client.post("/api/session/totp", json={"password": "wrong"}).status_code == 403
    assert client.put("/api/session/totp", json={"code": "000000"}).status_code == 400
    switch_on_totp(client, time)
    assert client.post("/api/session/totp", json={"password": PASSWORD}).status_code == 409
    assert client.post("/api/session/totp/off", json={"password": "wrong"}).status_code == 403
    assert client.post("/api/session/totp/off", json={"password": PASSWORD}).status_code == 204
    assert client.get("/api/session").json()["totp"] is False
