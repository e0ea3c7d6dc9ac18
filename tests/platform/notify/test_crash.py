"""kill -9 at each marked point: none is lost, and one is told twice only where the answer was, marked."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.platform.notify.providers import Asked, Reply, Web, web

from deskside.kernel import failpoints
from deskside.kernel.db import Database, Reads
from deskside.platform.notify import Delivery

DRIVER = Path(__file__).with_name("crashing.py")
PEOPLE = 10
KILLED = [
    ("notify.prepared", 0),
    ("notify.prepared:4", 0),
    ("notify.sent", 1),
    ("notify.sent:10", 1),
    ("jobs.step_before_commit:2", 0),
    ("jobs.step_before_commit:3", 1),
    ("jobs.step_after_commit:3", 0),
    ("jobs.claimed", 0),
    ("jobs.finish_before_commit", 0),
]
"""Where, and how many messages are sent a second time."""


def answering(_asked: Asked) -> Reply:
    return 200, {"Code": "OK", "Message": "OK", "BizId": "b", "RequestId": "r"}


@pytest.fixture
def provider() -> Iterator[Web]:
    with web(answering) as provider:
        yield provider


def start(url: str, mode: str, provider: Web, point: str = "") -> int:
    names = {"PROVIDER": "aliyun", "URL": provider.base, "KEY": "key", "SECRET": "geheim", "SIGN": "甲"}
    environment = {**os.environ, "DESKSIDE_FAILPOINT": point}
    environment |= {f"DESKSIDE_SMS_{name}": value for name, value in names.items()}
    command = [sys.executable, str(DRIVER), url, mode]
    ended = subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr.decode()
    return ended.returncode


def outcome(database: Database) -> list[tuple[str, int]]:
    def question(db: Reads) -> list[tuple[str, int]]:
        return [(row.state, row.lost) for row in db.scalars(select(Delivery).order_by(Delivery.id))]

    return database.read(question)


def test_every_point_of_sending_is_tried() -> None:
    tried = {point.partition(":")[0] for point, _ in KILLED}
    assert {name for name in failpoints.NAMES if name.startswith("notify.")} <= tried


@pytest.mark.parametrize(("point", "twice"), KILLED, ids=str)
def test_none_is_lost_and_a_repeat_has_the_same_key(
    database: Database, database_url: str, provider: Web, point: str, twice: int
) -> None:
    assert start(database_url, "post", provider) == 0
    assert start(database_url, "work", provider, point) == -signal.SIGKILL
    assert start(database_url, "work", provider) == 0
    sent = Counter((asked.query["PhoneNumbers"], asked.query["OutId"]) for asked in provider.asked)
    assert len(sent) == len({phone for phone, _key in sent}) == PEOPLE
    assert sorted(sent.values(), reverse=True) == [2] * twice + [1] * (PEOPLE - twice)
    states = outcome(database)
    assert [state for state, _lost in states] == ["sent"] * PEOPLE
    assert sum(lost for _state, lost in states) >= twice
