from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from deskside.kernel.db import Database, Reads
from deskside.platform.identity import create_pairing, issue_token, principal_of, purge_expired
from deskside.platform.identity.models import FailedGuess, GuessLock, OneTimeCode, SignInSession, Token

TABLES = (SignInSession, Token, OneTimeCode, FailedGuess, GuessLock)
Browser = Callable[..., TestClient]


class Clock:
    def forward(self, **by: float) -> None: ...


def test_what_is_over_is_forgotten_and_the_rest_stays(
    time: Clock, database: Database, signed_in: Browser, browser: Browser
) -> None:
    def count(db: Reads) -> list[int | None]:
        return [db.scalar(select(func.count()).select_from(table)) for table in TABLES]

    def counts() -> list[int | None]:
        return database.read(count)

    signed_in("agent-li")
    database.write(issue_token, "agent-li", ["assist:read"], 1)
    database.write(create_pairing, database.read(principal_of, "agent-li"))
    browser().post("/api/session", json={"login": "nobody", "password": "x"})
    assert counts() == [1, 1, 1, 1, 2]
    assert database.write(purge_expired) == 1
    assert counts() == [1, 1, 1, 1, 1]
    time.forward(days=1, hours=1)
    assert database.write(purge_expired) == 4
    assert counts() == [0, 1, 0, 0, 0]
    time.forward(days=30)
    assert database.write(purge_expired) == 1
