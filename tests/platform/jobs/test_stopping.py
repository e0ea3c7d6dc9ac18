"""What becomes of jobs when the workers are told to stop."""

import threading
from collections import Counter
from time import sleep

from sqlalchemy import func, select

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads
from deskside.platform.jobs import (
    JobContext,
    LeaseTimes,
    LostLease,
    Message,
    Runner,
    Workers,
    enqueue,
    job,
)
from deskside.platform.jobs.models import Job
from deskside.platform.versions import Version, bump

QUICK = LeaseTimes(lease=1.0, renew=0.3)


class Work(Message, name="tests.stopped"):
    number: int = 0


def states(database: Database) -> Counter[str]:
    def question(db: Reads) -> Counter[str]:
        return Counter(
            {
                row.state: row.n
                for row in db.execute(select(Job.state, func.count().label("n")).group_by(Job.state))
            }
        )

    return database.read(question)


def effect(database: Database) -> int:
    def question(db: Reads) -> int:
        return db.scalar(select(Version.v).where(Version.name == "effect")) or 0

    return database.read(question)


def test_stopping_waits_for_what_runs_and_claims_no_more(database: Database, ports: Ports) -> None:
    running, go_on = threading.Event(), threading.Event()

    @job(Work)
    def work(_context: JobContext[Work]) -> None:
        running.set()
        go_on.wait(10)

    workers = Workers(database, ports, threads=1, times=QUICK, poll_seconds=0.1)
    with database.writing() as db:
        for number in range(2):
            enqueue(db, Work(number=number))
    workers.start()
    assert running.wait(5)
    threading.Timer(0.3, go_on.set).start()
    workers.stop(wait=10)
    assert states(database) == {"done": 1, "waiting": 1}


def test_what_still_runs_when_the_wait_is_over_is_handed_back(database: Database, ports: Ports) -> None:
    """Due at once, its try not counted, and the old thread can commit nothing any more."""
    running, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    @job(Work, group="tests.vendor")
    def work(context: JobContext[Work]) -> None:
        if context.message.number == 1 and not go_on.is_set():
            running.set()
            go_on.wait(10)
            try:
                with context.finish() as db:
                    bump(db, "effect")
            except LostLease:
                ended.set()
                raise

    workers = Workers(database, ports, threads=1, times=QUICK, poll_seconds=0.1)
    with database.writing() as db:
        ticket = enqueue(db, Work(number=1))
    workers.start()
    assert running.wait(5)
    workers.stop(wait=0.1)
    with database.reading() as reading:
        row = reading.get(Job, ticket.id)
    assert row is not None
    assert (row.state, row.tries, row.worker) == ("waiting", 0, None)
    go_on.set()
    assert ended.wait(5)
    assert effect(database) == 0
    other = Runner(database, ports, times=QUICK)
    assert other.run_due() == 1
    other.close()
    assert states(database) == {"done": 1}


def test_workers_outlive_a_ledger_that_cannot_be_read(database: Database, ports: Ports) -> None:
    ran = threading.Event()

    @job(Work)
    def work(_context: JobContext[Work]) -> None:
        ran.set()

    workers = Workers(database, ports, threads=2, times=QUICK, poll_seconds=0.1)
    good, workers._candidates._database = workers._candidates._database, None  # type: ignore[assignment]  # away
    workers.start()
    sleep(0.3)
    workers._candidates._database = good
    with database.writing() as db:
        enqueue(db, Work())
    assert ran.wait(5)
    assert workers.alive
    workers.stop(wait=5)
