"""Threads that drain the ledger."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads
from deskside.platform.jobs import (
    JobContext,
    LeaseTimes,
    Message,
    Outcome,
    Runner,
    Workers,
    cancel,
    enqueue,
    job,
)
from deskside.platform.jobs.models import Job, JobGroup
from deskside.platform.versions import Version, bump

QUICK = LeaseTimes(lease=1.0, renew=0.3)


class Work(Message, name="tests.work"):
    number: int = 0


class Grouped(Message, name="tests.grouped"):
    number: int = 0


def wait_for(truth: Callable[[], bool], seconds: float = 20) -> None:
    until = monotonic() + seconds
    while not truth():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.02)


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


@pytest.fixture
def make_workers(database: Database, ports: Ports) -> Iterator[Callable[..., Workers]]:
    """Workers that stop when the test ends."""
    made: list[Workers] = []

    def make(threads: int = 4) -> Workers:
        made.append(Workers(database, ports, threads=threads, times=QUICK, poll_seconds=0.2))
        made[-1].start()
        return made[-1]

    yield make
    for workers in made:
        workers.stop(wait=5)


def test_a_commit_wakes_the_workers_of_the_process(database: Database, ports: Ports) -> None:
    ran = threading.Event()

    @job(Work)
    def work(_context: JobContext[Work]) -> None:
        ran.set()

    workers = Workers(database, ports, threads=1, times=QUICK, poll_seconds=60)
    workers.start()
    sleep(0.2)
    with database.writing() as db:
        enqueue(db, Work())
    assert ran.wait(5)
    assert workers.alive
    workers.stop(wait=5)
    assert not workers.alive


def test_eight_threads_in_two_processes_worth_of_workers_run_each_job_once(
    database: Database, make_workers: Callable[..., Workers]
) -> None:
    runs: Counter[int] = Counter()

    @job(Work)
    def work(context: JobContext[Work]) -> None:
        runs[context.message.number] += 1
        with context.finish() as db:
            bump(db, "effect")

    with database.writing() as db:
        for number in range(60):
            enqueue(db, Work(number=number))
    make_workers(4)
    make_workers(4)
    wait_for(lambda: states(database)["done"] == 60)
    assert set(runs.values()) == {1}
    assert effect(database) == 60


def outcomes_of_eight(runner: Runner, job_id: int) -> list[Outcome]:
    outcomes: list[Outcome] = []
    threads = [threading.Thread(target=lambda: outcomes.append(runner.run(job_id))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_claims_of_one_job_by_eight_threads_are_one(database: Database, runner: Runner) -> None:
    runs: list[int] = []

    @job(Work)
    def work(context: JobContext[Work]) -> None:
        runs.append(context.job_id)

    for _ in range(5):
        with database.writing() as db:
            ticket = enqueue(db, Work())
        assert Counter(outcomes_of_eight(runner, ticket.id)) == {Outcome.DONE: 1, Outcome.NOT_DUE: 7}
    assert len(runs) == 5


def test_jobs_of_a_group_never_overlap_and_others_pass_them(
    database: Database, make_workers: Callable[..., Workers]
) -> None:
    inside: list[int] = []
    most: list[int] = []
    guard = threading.Lock()

    @job(Grouped, group="tests.vendor")
    def grouped(context: JobContext[Grouped]) -> None:
        with guard:
            inside.append(context.job_id)
            most.append(len(inside))
        sleep(0.02)
        with guard:
            inside.remove(context.job_id)

    @job(Work)
    def work(_context: JobContext[Work]) -> None: ...

    with database.writing() as db:
        for number in range(40):
            enqueue(db, Grouped(number=number))
        enqueue(db, Work())
    make_workers(4)
    make_workers(4)
    wait_for(lambda: states(database)["done"] == 41)
    assert set(most) == {1}


def test_a_group_is_kept_while_its_job_runs_long(
    database: Database, make_workers: Callable[..., Workers]
) -> None:
    spans: list[tuple[float, float]] = []

    @job(Grouped, group="tests.vendor")
    def grouped(_context: JobContext[Grouped]) -> None:
        begun = monotonic()
        sleep(QUICK.lease * 1.8)
        spans.append((begun, monotonic()))

    with database.writing() as db:
        for number in range(2):
            enqueue(db, Grouped(number=number))
    make_workers(2)
    wait_for(lambda: states(database)["done"] == 2)
    (_, first_end), (second_begin, _) = sorted(spans)
    assert second_begin >= first_end

    def question(db: Reads) -> list[int]:
        return list(db.scalars(select(JobGroup.until_ms)))

    assert database.read(question) == [0]


def test_a_busy_group_is_told_so(database: Database, runner: Runner) -> None:
    inner: list[Outcome] = []

    @job(Grouped, group="tests.vendor")
    def grouped(context: JobContext[Grouped]) -> None:
        if context.message.number == 0:
            with context.step() as db:
                ticket = enqueue(db, Grouped(number=1))
            inner.append(runner.run(ticket.id))

    with database.writing() as db:
        enqueue(db, Grouped())
    assert runner.run_due() == 2
    assert inner == [Outcome.BUSY]
    assert states(database) == {"done": 2}


def test_a_job_that_outlives_its_lease_keeps_it_by_the_heartbeat(
    database: Database, make_workers: Callable[..., Workers]
) -> None:
    tries: list[int] = []

    @job(Work)
    def work(context: JobContext[Work]) -> None:
        tries.append(context.tries)
        sleep(QUICK.lease * 2)
        with context.finish() as db:
            bump(db, "effect")

    with database.writing() as db:
        enqueue(db, Work())
    make_workers(2)
    wait_for(lambda: states(database)["done"] == 1)
    assert tries == [1]
    assert effect(database) == 1


def test_a_running_job_stops_when_it_is_cancelled(
    database: Database, make_workers: Callable[..., Workers]
) -> None:
    running = threading.Event()

    @job(Work)
    def work(context: JobContext[Work]) -> None:
        running.set()
        while True:
            context.check()
            sleep(0.02)

    with database.writing() as db:
        ticket = enqueue(db, Work())
    make_workers(1)
    assert running.wait(5)
    database.write(cancel, ticket.id)
    wait_for(lambda: states(database)["cancelled"] == 1)
