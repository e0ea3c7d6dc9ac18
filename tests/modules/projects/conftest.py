"""The whole app with one project in the cache, its people, and browsers that look at it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.site import Site
from deskside.main import Beside, Web, make_web
from deskside.modules.projects.models import ProjectCache
from deskside.modules.projects.models.links import LinkCode
from deskside.modules.projects.rules.links import make_code
from deskside.modules.projects.service.links.keys import link_secret
from deskside.platform.identity import add_user, issue_token
from deskside.platform.jobs import Runner

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
BASE = "https://desk.example"
Browser = Callable[..., TestClient]
Work = Callable[[], int]


@dataclass
class Clock:
    """What time it is."""

    now: datetime = NOON

    def forward(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def time() -> Iterator[Clock]:
    """A clock that stands at noon of 2026-11-22 in Shanghai."""
    held = Clock()
    clock.travel(lambda: held.now)
    yield held
    clock.travel(lambda: datetime.now(UTC))


def project_row(project_id: str = "W1", **change: object) -> ProjectCache:
    """A ticket of 王女士's that 李工 works on."""
    facts: dict[str, object] = {
        "id": project_id,
        "type": "aftersales",
        "title": "空调维修工单",
        "state": "processing",
        "customer": {"id": "c1", "name": "王女士", "phone": "13912345678", "email": None, "openid": "o-wang"},
        "engineer": {"id": "li", "name": "李工", "phone": "13800000001", "email": None, "openid": None},
        "salesman": None,
        "device": "空调 KFR-35",
        "fault": "<b>不制冷</b>",
        "payment": None,
        "steps": [],
        "extra": {"内部备注": "此客户难缠"},
        "remote_updated_at": NOON,
        "content_hash": "1",
        "synced_at": NOON,
        "changed_at": NOON,
        "state_at": NOON,
        "first_seen_at": NOON,
    }
    return ProjectCache(**facts | change)


def _fill(db: Writes) -> None:
    db.add(project_row())
    add_user(db, "boss", "张经理", ["manager"], "a long password")
    add_user(db, "li", "李工", ["engineer"], "a long password")
    add_user(db, "agent", "小陈", ["agent"], "a long password")
    add_user(db, "coach", "教练", ["coach"], "a long password")


@pytest.fixture
def web(
    database: Database, tmp_path: Path, nothing_beside: Beside, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Web]:
    """A web process without workers."""
    monkeypatch.setenv("DESKSIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DESKSIDE_SECRET_KEY", "a secret key for tests that is long enough")
    database.write(_fill)
    web = make_web(Site(), database, nothing_beside)
    web.start()
    yield web
    web.stop()


@pytest.fixture
def browser(web: Web) -> Browser:
    """A browser with a jar of its own, somewhere on the network."""

    def make(ip: str = "203.0.113.7", agent: str = "Mozilla/5.0 (iPhone) Safari/605") -> TestClient:
        return TestClient(
            web.app,
            base_url=BASE,
            client=(ip, 5000),
            headers={"User-Agent": agent, "Origin": BASE},
            raise_server_exceptions=False,
        )

    return make


@pytest.fixture
def staff(web: Web, database: Database) -> Callable[[str], TestClient]:
    """A client with a token of the one named."""

    def make(login: str) -> TestClient:
        scopes = {"coach": ["members:read"], "boss": ["projects:read", "projects:manage"]}
        token = database.write(issue_token, login, scopes.get(login, ["projects:read", "assist:read"]), 30)
        headers = {"Authorization": f"Bearer {token}"}
        return TestClient(
            web.app, base_url=BASE, client=("203.0.113.9", 1), headers=headers, raise_server_exceptions=False
        )

    return make


@pytest.fixture
def work(database: Database, web: Web) -> Iterator[Work]:
    """Do what is due, in this thread; how many jobs that were."""
    runner = Runner(database, Ports())
    yield runner.run_due
    runner.close()


@pytest.fixture
def link(staff: Callable[[str], TestClient]) -> str:
    """The end of the address of the customer's link."""
    made = staff("agent").post("/api/projects/W1/links", json={"role": "customer"})
    assert made.status_code == 201, made.text
    url: str = made.json()["url"]
    assert url.startswith(f"{BASE}/s/")
    return url.rpartition("/")[2]


def digits(database: Database) -> str:
    """The code that was asked for last, as the recipient reads it."""

    def newest(db: Reads) -> str:
        row = db.scalars(select(LinkCode).order_by(LinkCode.id.desc()).limit(1)).one()
        return make_code(link_secret(), row.nonce)

    return database.read(newest)


@pytest.fixture
def prove(database: Database, work: Work) -> Callable[[TestClient, str], httpx2.Response]:
    """Ask for a code and type it in."""

    def act(client: TestClient, token: str) -> httpx2.Response:
        assert client.post("/s/code", json={"token": token}).status_code == 200
        work()
        code = digits(database)
        answer: httpx2.Response = client.post("/s/proof", json={"token": token, "code": code})
        return answer

    return act
