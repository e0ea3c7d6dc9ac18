"""What the relay sends, and when it keeps still."""

from collections.abc import Iterator
from typing import cast

import pytest
from sqlalchemy import select, update

from deskside.kernel.db import Database, Writes, now_ms
from deskside.platform.jobs import Broker, JobContext, Message, Relay, Runner, enqueue, job, set_carrier
from deskside.platform.jobs.models import Job, JobGroup


class Work(Message, name="tests.relay.work"):
    number: int = 0


class Grouped(Message, name="tests.relay.grouped"): ...


class Recorder:
    """A broker that answers and remembers what it was given."""

    def __init__(self, depth: int | None = 0) -> None:
        self.depth = depth
        self.sent: list[int] = []

    def publish(self, ids: list[int]) -> None:
        self.sent += ids


@pytest.fixture
def broker() -> Iterator[Recorder]:
    recorder = Recorder()
    set_carrier(recorder.publish)
    yield recorder
    set_carrier()


@pytest.fixture
def relay(database: Database, broker: Recorder) -> Relay:
    @job(Work, backoff=0.0)
    def work(_context: JobContext[Work]) -> None:
        raise ConnectionError

    @job(Grouped, group="tests.relay")
    def grouped(_context: JobContext[Grouped]) -> None: ...

    return Relay(database, cast("Broker", broker))


def ask(database: Database, message: Message, *, delay: float = 0) -> int:
    with database.writing() as db:
        ticket = enqueue(db, message, delay=delay)
    return ticket.id


def shift(db: Writes, /, job_id: int, **milliseconds: int) -> None:
    db.execute(
        update(Job)
        .where(Job.id == job_id)
        .values({name: now_ms() + shifted for name, shifted in milliseconds.items()})
    )


def test_a_job_due_now_is_published_after_its_commit_and_not_sent_again_soon(
    database: Database, broker: Recorder, relay: Relay
) -> None:
    job_id = ask(database, Work())
    assert broker.sent == [job_id]
    assert relay.look() == 0


def test_an_id_unclaimed_for_15_seconds_is_sent_again_once_by_any_number_of_relays(
    database: Database, broker: Recorder, relay: Relay
) -> None:
    job_id = ask(database, Work())
    database.write(shift, job_id, sent_at=-14_000)
    assert relay.look() == 0
    database.write(shift, job_id, sent_at=-15_001)
    assert [relay.look(), Relay(database, cast("Broker", broker)).look()] == [1, 0]
    assert broker.sent == [job_id, job_id]


def test_a_job_for_later_is_sent_when_it_is_due(database: Database, broker: Recorder, relay: Relay) -> None:
    job_id = ask(database, Work(), delay=60)
    assert (relay.look(), broker.sent) == (0, [])
    database.write(shift, job_id, due_at=-1)
    assert (relay.look(), broker.sent) == (1, [job_id])


def test_a_failed_try_is_sent_again_when_its_wait_is_over(
    database: Database, broker: Recorder, relay: Relay, runner: Runner
) -> None:
    job_id = ask(database, Work())
    runner.run(job_id)
    assert relay.look() == 1
    assert broker.sent == [job_id, job_id]


def test_the_job_of_a_dead_worker_is_sent_again_when_its_lease_has_ended(
    database: Database, broker: Recorder, relay: Relay
) -> None:
    job_id = ask(database, Work())
    with database.writing() as db:
        db.execute(update(Job).values(state="running", due_at=now_ms() - 1, sent_at=now_ms() - 30_000))
    assert relay.look() == 1
    assert broker.sent == [job_id, job_id]


def test_a_job_whose_group_is_busy_is_not_sent(database: Database, broker: Recorder, relay: Relay) -> None:
    job_id = ask(database, Grouped())
    database.write(shift, job_id, sent_at=-15_001)
    with database.writing() as db:
        db.add(JobGroup(name="tests.relay", job_id=None, until_ms=2**50))
    assert relay.look() == 0


@pytest.mark.parametrize("depth", [None, 500])
def test_the_relay_keeps_still_while_the_broker_is_away_or_has_plenty_to_hand_out(
    database: Database, broker: Recorder, relay: Relay, depth: int | None
) -> None:
    job_id = ask(database, Work())
    database.write(shift, job_id, sent_at=-60_000)
    broker.depth = depth
    assert relay.look() == 0
    broker.depth = 0
    assert relay.look() == 1


def test_it_sends_at_most_500_at_a_time_the_oldest_first(
    database: Database, broker: Recorder, relay: Relay
) -> None:
    with database.writing() as db:
        for number in range(520):
            enqueue(db, Work(number=number))
    with database.writing() as db:
        db.execute(update(Job).values(sent_at=None))
    broker.sent.clear()
    assert [relay.look(), relay.look(), relay.look()] == [500, 20, 0]
    ids = database.read(lambda db: list(db.scalars(select(Job.id).order_by(Job.id))))
    assert broker.sent == ids
