"""What tests of number lists do again and again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.modules.assist import jobs
from deskside.modules.assist.messages import LookAtNumbers
from deskside.modules.assist.models import Number
from deskside.platform.jobs import Runner, enqueue
from deskside.platform.runs import Alarm

Json = dict[str, Any]
LISTS = "/api/assist/number-lists"
QUESTION = {"acct_id": 1001, "market": "USCN", "business": "BB", "cn_num": "95012345678"}
assert jobs.load_numbers is not None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`numbers` in the data folder; no file is named by the environment."""
    monkeypatch.setenv("DESKSIDE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DESKSIDE_ASSIST_NUMBERS_PATH", raising=False)
    folder = tmp_path / "data" / "numbers"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def run_jobs(world: Database) -> Iterator[Callable[[], None]]:
    runner = Runner(world, Ports())
    yield lambda: drain(runner)
    runner.close()


def drain(runner: Runner) -> None:
    while runner.run_due():
        pass


def make(lead: TestClient, **body: object) -> int:
    answer = lead.post(LISTS, json={"name": "回访名单", "text": "需要回访"} | body)
    assert answer.status_code == 201, answer.text
    made: int = answer.json()["id"]
    return made


def upload(lead: TestClient, list_id: int, *cells: object, content: bytes | None = None) -> Json:
    if content is None:
        content = "\n".join(str(cell) for cell in cells).encode()
    answer = lead.post(f"{LISTS}/{list_id}/upload", files={"file": ("名单.csv", content)})
    body: Json = answer.json()
    return body | {"status": answer.status_code}


def look(database: Database) -> None:
    with database.writing() as db:
        enqueue(db, LookAtNumbers())


def numbers(database: Database, list_id: int) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Number.number).where(Number.list_id == list_id)))


def alarms(database: Database) -> set[tuple[str, str]]:
    with database.reading() as db:
        open_ones = db.scalars(select(Alarm).where(Alarm.cleared_at.is_(None)))
        return {(row.kind, row.subject) for row in open_ones}


def special(lead: TestClient) -> list[str]:
    items = lead.post("/api/assist/lookup", json=QUESTION).json()["reminders"]
    return [one["content"] for one in items if one["id"] is None]
