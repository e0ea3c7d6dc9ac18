"""Two hundred agents on one reminder, while its manager edits and deletes it; and the edges of time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.assist.conftest import NOON, ZONE, Clock, Work
from tests.modules.assist.workbooks import sheets

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict, NotFound
from deskside.modules.assist.models import AcctReminder, ProcessLog
from deskside.modules.assist.schemas import TickOut
from deskside.modules.assist.service.ticks import TickWish, set_tick

REMINDERS = "/api/assist/reminders"
AGENTS = 200
THREADS = 32
"""How many requests a process works on at once; the other agents wait, as they do in a server."""
ACCT = 5
Answers = list[tuple[int, datetime, int, bool]]
"""Of accepted ticks: who, when (unique), the version it made, ticked or not."""


def agent(number: int) -> Principal:
    return Principal(1000 + number, "u", "U", None, frozenset(), frozenset(), "device", number)


class Storm:
    """Agents who toggle what they see, each until `rounds` of their toggles were accepted or it is gone."""

    def __init__(self, database: Database, reminder_id: int, rounds: int) -> None:
        self.database = database
        self.reminder_id = reminder_id
        self.rounds = rounds
        self.accepted: Answers = []
        self.gone = 0
        self._lock = threading.Lock()
        self._thread = threading.Semaphore(THREADS)

    def play(self, number: int) -> None:
        seen = TickOut(done=False, is_processed=False, last_processed_at=None, by=None, version=0)
        moment = NOON + timedelta(seconds=number)
        for _ in range(self.rounds):
            try:
                seen, moment = self._toggle(number, seen, moment)
            except NotFound:
                with self._lock:
                    self.gone += 1
                return

    def _toggle(self, number: int, seen: TickOut, moment: datetime) -> tuple[TickOut, datetime]:
        while True:
            moment += timedelta(microseconds=1)
            wish = TickWish(ACCT, self.reminder_id, not seen.is_processed, seen.version)
            try:
                with self._thread:
                    now = self.database.write(set_tick, wish, agent(number), moment, ZONE)
            except Conflict as refusal:
                seen = TickOut.model_validate(refusal.extra["tick"])
                continue
            # Somebody may have asked for the same state first: that is no tick of ours.
            if now.last_processed_at == moment:
                with self._lock:
                    self.accepted.append((1000 + number, moment, now.version, wish.done))
                return now, moment
            seen = now


@pytest.mark.timeout(400)
def test_200_agents_an_edit_and_a_delete_leave_one_history(
    make: Callable[..., int], lead: TestClient, world: Database, work: Work
) -> None:
    made = make(recurrent_interval=-1)
    storm = Storm(world, made, rounds=3)
    with ThreadPoolExecutor(AGENTS) as pool:
        games = [pool.submit(storm.play, number) for number in range(AGENTS)]
        _wait_for(lambda: len(storm.accepted) >= AGENTS // 4)
        edited = lead.patch(f"{REMINDERS}/{made}", json={"version": 1, "content": "请再回访"})
        _wait_for(lambda: len(storm.accepted) >= AGENTS // 2)
        deleted = lead.delete(f"{REMINDERS}/{made}")
        for game in games:
            game.result()
    assert (edited.status_code, deleted.status_code) == (200, 204)
    assert storm.gone > 0
    _one_history(world, made, storm.accepted)
    _export_agrees(lead, made, work, storm.accepted)


def _wait_for(reached: Callable[[], bool]) -> None:
    pause = threading.Event()
    while not reached():
        pause.wait(0.01)


def _one_history(world: Database, made: int, accepted: Answers) -> None:
    with world.reading() as db:
        log = db.scalars(select(ProcessLog).order_by(ProcessLog.version)).all()
        row = db.get_one(AcctReminder, (ACCT, made))
    logged = [(one.actor_id, one.processed_at, one.version, one.new_status) for one in log]
    assert logged == sorted(accepted, key=lambda one: one[2])
    assert [one.version for one in log] == list(range(1, len(log) + 1))
    assert all(before.new_status != after.new_status for before, after in pairwise(log))
    assert (row.version, row.is_processed, row.actor_id) == (
        log[-1].version,
        log[-1].new_status,
        log[-1].actor_id,
    )


def _export_agrees(lead: TestClient, made: int, work: Work, accepted: Answers) -> None:
    asked = lead.post(f"{REMINDERS}/{made}/exports", json={"what": "status"}).json()
    work()
    book = sheets(lead.get(f"/api/files/{asked['file_id']}").content)
    history, states = book["历史记录"], book["账户状态"]
    assert len(history) == 1 + len(accepted)
    last = max(accepted, key=lambda one: one[2])
    assert [(row[0], row[1], row[2]) for row in states[1:]] == [(ACCT, made, int(last[3]))]


@pytest.mark.parametrize(("late", "done"), [(-1, True), (0, False), (1, False)])
def test_a_tick_counts_until_the_last_second_of_its_period(
    make: Callable[..., int], li: TestClient, time: Clock, *, late: int, done: bool
) -> None:
    made = make(recurrent_interval=7)
    _tick(li, made, version=0)
    time.now = NOON + timedelta(days=7, seconds=late)
    assert _shown(li)["done"] is done


@pytest.mark.parametrize(("early", "status"), [(1, 200), (0, 404), (-1, 404)])
def test_a_reminder_that_ends_while_an_agent_ticks_is_refused_from_its_end_on(
    make: Callable[..., int], li: TestClient, time: Clock, early: int, status: int
) -> None:
    end = NOON + timedelta(hours=1)
    made = make(recurrent_interval=7, expire_date=end.isoformat())
    time.now = end - timedelta(seconds=early)
    body = {"done": True, "version": 0}
    assert li.put(f"/api/assist/ticks/{ACCT}/{made}", json=body).status_code == status


def test_a_reminder_deleted_while_an_agent_ticks_keeps_its_log(
    make: Callable[..., int], li: TestClient, lead: TestClient, world: Database
) -> None:
    made = make(recurrent_interval=7)
    first = _tick(li, made, version=0)
    assert lead.delete(f"{REMINDERS}/{made}").status_code == 204
    refused = li.put(f"/api/assist/ticks/{ACCT}/{made}", json={"done": False, "version": first["version"]})
    assert refused.status_code == 404
    assert lead.get(f"{REMINDERS}/{made}/log").json()["total"] == 1
    with world.reading() as db:
        assert db.get_one(AcctReminder, (ACCT, made)).is_processed


def test_with_the_clock_set_back_versions_still_decide(
    make: Callable[..., int], li: TestClient, lead: TestClient, time: Clock
) -> None:
    made = make(recurrent_interval=1)
    _tick(li, made, version=0)
    time.now = NOON - timedelta(days=3)
    assert _shown(li)["done"] is True
    body = {"done": False, "version": 1}
    unticked = li.put(f"/api/assist/ticks/{ACCT}/{made}", json=body).json()
    assert (unticked["done"], unticked["version"]) == (False, 2)
    assert datetime.fromisoformat(unticked["last_processed_at"]) == time.now
    newest_first = lead.get(f"{REMINDERS}/{made}/log").json()["items"]
    assert [one["new_status"] for one in newest_first] == [False, True]


def _tick(li: TestClient, made: int, *, version: int) -> Any:
    answer = li.put(f"/api/assist/ticks/{ACCT}/{made}", json={"done": True, "version": version})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _shown(li: TestClient) -> Any:
    question = {"acct_id": ACCT, "market": "USCN", "business": "BB"}
    (only,) = li.post("/api/assist/lookup", json=question).json()["reminders"]
    return only["tick"]
