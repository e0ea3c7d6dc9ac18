"""The broker as carrier: RabbitMQ and Redis where they answer, and one that never does."""

import os
import threading
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict
from deskside.platform.jobs import Broker, JobContext, Message, Workers, enqueue, job, set_carrier
from deskside.platform.jobs.broker import QUEUE, make_app

BROKERS = {
    "rabbitmq": os.environ.get("DESKSIDE_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//"),
    "redis": os.environ.get("DESKSIDE_TEST_REDIS_URL", "redis://127.0.0.1:6379/11"),
}
NOWHERE = "redis://127.0.0.1:9/0"


class Work(Message, name="tests.broker.work"): ...


@pytest.fixture
def engine_name() -> str:
    """The ledger is the same on every engine; test_scale.py has the pairs."""
    return "sqlite"


def wait_for(truth: Callable[[], object], seconds: float = 20) -> None:
    until = monotonic() + seconds
    while not truth():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.02)


def answering(url: str) -> Broker:
    """A started broker on an empty queue; skips, or fails where services are required, if none answers."""
    broker = Broker(url)
    try:
        with broker.app.connection_for_write(connect_timeout=2) as connection:
            broker.app.amqp.queues[QUEUE](connection.default_channel).declare()
            broker.app.control.purge(connection=connection)
    except (OSError, broker.app.connection_for_write().connection_errors) as error:
        (pytest.fail if os.environ.get("DESKSIDE_TEST_REQUIRE") == "1" else pytest.skip)(str(error))
    broker.start()
    wait_for(lambda: broker.answers)
    return broker


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.service) for name in BROKERS])
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    broker = answering(BROKERS[request.param])
    set_carrier(broker.publish)
    yield broker
    set_carrier()
    broker.stop()


def test_ids_travel_by_the_broker_and_the_job_runs_once(
    database: Database, ports: Ports, broker: Broker
) -> None:
    ran: list[int] = []

    @job(Work)
    def work(context: JobContext[Work]) -> None:
        ran.append(context.job_id)

    workers = Workers(database, ports, threads=2, poll_seconds=60, broker=broker)
    workers.start()
    wait_for(lambda: broker.app.control.ping(timeout=0.5))
    with database.writing() as db:
        tickets = [enqueue(db, Work()) for _ in range(20)]
    broker.publish([ticket.id for ticket in tickets])
    wait_for(lambda: len(ran) == 20)
    assert sorted(ran) == [ticket.id for ticket in tickets]
    assert workers.alive
    workers.stop(wait=5)
    assert not workers.alive


def test_tools_of_celery_see_the_tasks(database: Database, ports: Ports, broker: Broker) -> None:
    seen: list[str] = []

    @job(Work)
    def work(_context: JobContext[Work]) -> None: ...

    def note(event: dict[str, object]) -> None:
        seen.append(str(event["type"]))
        receiver.should_stop = "task-succeeded" in seen
        if len(seen) == 1:
            with database.writing() as db:
                enqueue(db, Work())

    app = make_app(str(broker.app.conf.broker_url))
    workers = Workers(database, ports, threads=1, poll_seconds=60, broker=broker)
    with app.connection_for_read() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": note})
        workers.start()
        receiver.capture(limit=None, timeout=15, wakeup=False)
    workers.stop(wait=5)
    assert {"task-received", "task-started", "task-succeeded"} <= set(seen)


def test_without_the_broker_publishing_returns_at_once_and_the_ledger_is_drained(
    database: Database, ports: Ports
) -> None:
    ran = threading.Event()

    @job(Work)
    def work(_context: JobContext[Work]) -> None:
        ran.set()

    broker = Broker(NOWHERE)
    broker.start()
    set_carrier(broker.publish)
    workers = Workers(database, ports, threads=1, poll_seconds=0.1, broker=broker)
    workers.start()
    begun = monotonic()
    with database.writing() as db:
        enqueue(db, Work())
    assert monotonic() - begun < 1
    assert ran.wait(10)
    assert not broker.answers
    workers.stop(wait=5)
    broker.stop()
    assert not workers.alive


def test_other_kinds_of_broker_are_refused_by_name() -> None:
    with pytest.raises(Conflict, match="kafka"):
        Broker("kafka://here")
