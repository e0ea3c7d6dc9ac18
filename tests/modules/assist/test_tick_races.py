"""Ticks of many agents at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict
from deskside.modules.assist.models import AcctReminder, ProcessLog, Reminder
from deskside.modules.assist.queries.targets import Reported
from deskside.modules.assist.schemas import TickOut
from deskside.modules.assist.service.ticks import TickWish, set_tick

REMINDERS = "/api/assist/reminders"
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def agent(number: int) -> Principal:
    return Principal(1000 + number, "u", "U", None, frozenset(), frozenset(), "device", number)


@dataclass(frozen=True)
class Accepted:
    """A write that an agent was told was accepted: by whom, when (unique), what it made of the tick."""

    actor_id: int
    at: datetime
    version: int
    done: bool


def play(database: Database, reminder_id: int, number: int) -> tuple[int, Accepted]:
    """One agent who toggles what they see until it is accepted; how often they were stale before."""
    stale = 0
    seen = TickOut(done=False, is_processed=False, last_processed_at=None, by=None, version=0)
    moment = NOON + timedelta(seconds=number)
    while seen.last_processed_at != moment:
        moment += timedelta(microseconds=1)
        wish = TickWish(5, reminder_id, not seen.is_processed, seen.version, Reported(market="USCN"))
        try:
            seen = database.write(set_tick, wish, agent(number), moment, ZONE)
        except Conflict as refusal:
            stale += 1
            seen = TickOut.model_validate(refusal.extra["tick"])
            continue
        assert seen.is_processed == wish.done
    return stale, Accepted(1000 + number, moment, seen.version, wish.done)


@pytest.mark.timeout(300)
def test_ticks_of_100_concurrent_agents_are_linearisable(make: Callable[..., int], world: Database) -> None:
    made = make(recurrent_interval=-1)
    with ThreadPoolExecutor(100) as agents:
        games = list(agents.map(lambda number: play(world, made, number), range(100)))
    with world.reading() as db:
        row = db.get_one(AcctReminder, (5, made))
        log = db.scalars(select(ProcessLog).order_by(ProcessLog.version)).all()
    logged = [Accepted(one.actor_id or 0, one.processed_at, one.version or 0, one.new_status) for one in log]
    assert sorted((accepted for _, accepted in games), key=lambda one: one.version) == logged
    assert [one.version for one in logged] == list(range(1, 101))
    assert [one.done for one in logged] == [True, False] * 50
    assert (row.version, row.is_processed, row.actor_id) == (100, False, logged[-1].actor_id)
    assert sum(stale for stale, _ in games) > 0


def test_the_first_tick_of_100_agents_at_once_is_one_tick(make: Callable[..., int], world: Database) -> None:
    made = make(recurrent_interval=-1)
    wish = TickWish(5, made, done=True, version=0)
    with ThreadPoolExecutor(100) as agents:
        answers = list(
            agents.map(
                lambda number: world.write(set_tick, wish, agent(number), datetime.now(UTC), ZONE), range(100)
            )
        )
    assert {answer.version for answer in answers} == {1}
    with world.reading() as db:
        assert len(db.scalars(select(ProcessLog)).all()) == 1


def test_writes_without_a_version_are_accepted_in_the_order_of_arrival(
    make: Callable[..., int], world: Database
) -> None:
    made = make(recurrent_interval=0)
    wish = TickWish(5, made, done=True, version=None)
    with ThreadPoolExecutor(20) as agents:
        answers = list(
            agents.map(
                lambda number: world.write(set_tick, wish, agent(number), datetime.now(UTC), ZONE), range(60)
            )
        )
    assert sorted(answer.version for answer in answers) == list(range(1, 61))


def test_a_tick_while_its_reminder_is_edited_is_neither_lost_nor_deadlocked(
    make: Callable[..., int], lead: TestClient, world: Database
) -> None:
    made = make(is_global=False, accounts=list(range(1, 60)), recurrent_interval=-1)

    def tick(acct_id: int) -> int:
        wish = TickWish(acct_id, made, done=True, version=0)
        return world.write(set_tick, wish, agent(acct_id), datetime.now(UTC), ZONE).version

    def edit(version: int) -> int:
        body = {"version": version, "accounts": list(range(1, 60 + version))}
        return lead.patch(f"{REMINDERS}/{made}", json=body).status_code

    with ThreadPoolExecutor(12) as pool:
        ticks = pool.map(tick, range(1, 60))
        edits = [edit(version) for version in range(1, 11)]
        assert list(ticks) == [1] * 59
    assert edits == [200] * 10
    with world.reading() as db:
        assert db.get_one(Reminder, made).accounts_count == 69
        assert len(db.scalars(select(ProcessLog)).all()) == 59
