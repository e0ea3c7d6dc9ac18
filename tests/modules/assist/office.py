"""Processes, agents and open polls, for tests of what is told while it happens."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.types import ASGIApp, Message
from tests.conftest import NothingBeside

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Writes
from deskside.kernel.site import Site
from deskside.main import Web, make_web
from deskside.modules.assist.cache.rows import Rows, open_rows
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.service.ticks import TickWish, set_tick
from deskside.platform.identity import add_user, issue_token

ZONE = ZoneInfo("Asia/Shanghai")
AGENT = Principal(1, "li", "李娜", None, frozenset(), frozenset({"assist:tick"}), "device", 1)
ACCOUNT, OTHER = 1001, 1002


@dataclass
class Answer:
    """What a poll was answered, and when (seconds, monotonic)."""

    status: int
    body: dict[str, Any]
    at: float


class Gone(asyncio.Event):
    """Set when the client of a poll hangs up."""


async def ask(app: ASGIApp, query: str, token: str, gone: Gone | None = None) -> Answer:
    """One poll, as a server would hand it to `app`."""
    said: list[Message] = []
    requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if requests:
            return requests.pop()
        await (gone or Gone()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    headers = [(b"authorization", f"Bearer {token}".encode()), (b"host", b"127.0.0.1")]
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/assist/changes",
        "query_string": query.encode(),
        "headers": headers,
    }
    await app(scope, receive, send)
    if not said:
        return Answer(0, {}, time.monotonic())
    return Answer(said[0]["status"], json.loads(said[1]["body"]), time.monotonic())


@dataclass
class Office:
    """Two web processes' worth of app on one database; ticks are made beside both."""

    database: Database
    here: Web
    there: Web
    token: str
    reminder: int
    rows: Rows

    def tick(self, acct_id: int = ACCOUNT, *, done: bool = True) -> None:
        wish = TickWish(acct_id=acct_id, reminder_id=self.reminder, done=done, version=None)
        self.database.write(set_tick, wish, AGENT, clock.now(), ZONE)

    async def revision(self, acct_id: int = ACCOUNT) -> str:
        answer = await ask(self.here.app, f"acct_id={acct_id}", self.token)
        assert (answer.status, answer.body["changed"]) == (200, ["reminders", "ticks", "panel"])
        seen: str = answer.body["revision"]
        return seen


@pytest.fixture
def office(database: Database, database_url: str, tmp_path: Path) -> Iterator[Office]:
    reminder, token = database.write(_fill)
    second = Database(database_url)
    here, there = (make_web(Site(data_dir=tmp_path), one, NothingBeside()) for one in (database, second))
    for web in (here, there):
        web.start()
    rows = open_rows(database.engines.url, database.dialect)
    yield Office(database, here, there, token=token, reminder=reminder, rows=rows)
    rows.close()
    for web in (here, there):
        web.stop()
    second.close()


def _fill(db: Writes) -> tuple[int, str]:
    add_user(db, "li", "李娜", ["agent"], "a long password")
    reminder = Reminder(
        title="核对",
        content="请核对",
        market="USCN,CACN",
        recurrent_interval=7,
        is_global=True,
        is_all_business=True,
        checkable=True,
    )
    db.add(reminder)
    db.flush()
    return reminder.id, issue_token(db, "li", ["assist:read", "assist:tick"], 1)


async def turns() -> None:
    """Let the loop run until whatever was begun waits for something."""
    for _turn in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def polling(
    office: Office, number: int = 1, *, web: Web | None = None, acct_id: int = ACCOUNT
) -> AsyncIterator[list["asyncio.Task[Answer]"]]:
    """`number` open polls, waiting, none of them answered yet."""
    since = await office.revision(acct_id)
    app = (web or office.here).app
    query = f"acct_id={acct_id}&since={since}"
    polls = [asyncio.ensure_future(ask(app, query, office.token)) for _ in range(number)]
    await turns()
    yield polls
    for poll in polls:
        poll.cancel()


def run(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play a scene; one that never ends fails after half a minute."""
    asyncio.run(asyncio.wait_for(scene(), 30))
