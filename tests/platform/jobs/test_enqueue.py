"""A job is written with the transaction that asks for it, or never was."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from deskside.kernel.db import Database, Reads, Writes
from deskside.platform.jobs import (
    BULK,
    URGENT,
    Event,
    JobContext,
    Message,
    Runner,
    announce,
    enqueue,
    job,
    on,
    set_carrier,
    write_jobs,
)
from deskside.platform.jobs.models import Job
from deskside.platform.versions import Version, bump


class Count(Message, name="tests.count"):
    number: int = 0


class Happened(Event, name="tests.happened"):
    day: date


def jobs_in(database: Database) -> int:
    return database.read(lambda db: db.scalar(select(func.count()).select_from(Job)) or 0)


def test_a_committed_enqueue_is_there_with_its_id(database: Database) -> None:
    with database.writing() as db:
        ticket = enqueue(db, Count(number=3), trigger="manual", actor_id=5)
        with pytest.raises(RuntimeError, match="not written yet"):
            _ = ticket.id
    with database.reading() as db:
        row = db.get(Job, ticket.id)
    assert row is not None
    assert (row.name, row.args, row.state) == ("tests.count", '{"number":3}', "waiting")
    assert (row.trigger, row.actor_id) == ("manual", 5)


def test_the_id_can_be_known_inside_the_transaction(database: Database) -> None:
    with database.writing() as db:
        ticket = enqueue(db, Count())
        write_jobs(db)
        inside = ticket.id
        later = enqueue(db, Count())
    assert inside != later.id
    assert jobs_in(database) == 2


def test_a_rolled_back_enqueue_never_runs(database: Database, runner: Runner) -> None:
    published: list[list[int]] = []
    set_carrier(published.append)

    @job(Count)
    def count(_context: JobContext[Count]) -> None:
        raise AssertionError

    def change_my_mind(db: Writes) -> None:
        enqueue(db, Count(), dedup="one")
        write_jobs(db)
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        database.write(change_my_mind)
    assert runner.run_due() == 0
    assert jobs_in(database) == 0
    assert published == []


def test_the_carrier_hears_of_due_jobs_after_the_commit(database: Database) -> None:
    published: list[list[int]] = []
    set_carrier(published.append)
    with database.writing() as db:
        now = enqueue(db, Count())
        enqueue(db, Count(), delay=60)
        write_jobs(db)
        assert published == []
    assert published == [[now.id]]


def test_a_carrier_that_fails_does_not_undo_the_commit(database: Database) -> None:
    def fail(_ids: list[int]) -> None:
        raise ConnectionError

    set_carrier(fail)
    with database.writing() as db:
        enqueue(db, Count())
    assert jobs_in(database) == 1


def test_a_waiting_job_absorbs_requests_of_its_key_until_it_is_claimed(
    database: Database, runner: Runner
) -> None:
    @job(Count)
    def count(context: JobContext[Count]) -> None:
        if context.message.number == 0:
            with context.step() as db:
                enqueue(db, Count(number=9), dedup="day")

    with database.writing() as db:
        first = enqueue(db, Count(), dedup="day")
        same = enqueue(db, Count(), dedup="day")
        other = enqueue(db, Count(number=1), dedup="other")
    with database.writing() as db:
        again = enqueue(db, Count(), dedup="day")
    assert first.id == same.id == again.id != other.id
    assert jobs_in(database) == 2
    runner.run(first.id)
    assert jobs_in(database) == 3


def test_of_two_requests_the_earlier_time_counts(database: Database, runner: Runner) -> None:
    @job(Count)
    def count(_context: JobContext[Count]) -> None: ...

    with database.writing() as db:
        enqueue(db, Count(), dedup="day", delay=timedelta(hours=1))
    assert runner.run_due() == 0
    with database.writing() as db:
        enqueue(db, Count(), dedup="day")
    with database.writing() as db:
        enqueue(db, Count(), dedup="day", delay=3600)
    assert runner.run_due() == 1


def test_the_job_that_absorbs_a_request_sees_what_came_with_it(database: Database, runner: Runner) -> None:
    """The request's transaction is open while a worker tries to claim: the worker has to wait for it."""
    seen: list[int] = []

    @job(Count)
    def count(context: JobContext[Count]) -> None:
        with context.read() as db:
            version = db.get(Version, "effect")
            seen.append(version.v if version else 0)

    with database.writing() as db:
        ticket = enqueue(db, Count(), dedup="day")
    worker = threading.Thread(target=lambda: runner.run(ticket.id))
    with database.writing() as db:
        bump(db, "effect")
        enqueue(db, Count(), dedup="day")
        write_jobs(db)
        worker.start()
        worker.join(0.3)
        assert seen == []
    worker.join()
    assert seen == [1]


def test_many_threads_that_ask_for_one_key_get_one_job(database: Database) -> None:
    ids: list[int] = []

    def ask() -> None:
        with database.writing() as db:
            tickets = [enqueue(db, Count(), dedup=key) for key in ("b", "a", "c")]
        ids.append(tickets[0].id)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1
    assert jobs_in(database) == 3


def test_the_urgent_runs_first(database: Database, runner: Runner) -> None:
    order: list[int] = []

    @job(Count)
    def count(context: JobContext[Count]) -> None:
        order.append(context.message.number)

    with database.writing() as db:
        for number, priority in ((1, BULK), (2, None), (3, URGENT)):
            enqueue(db, Count(number=number), priority=priority)
    assert runner.run_due() == 3
    assert order == [3, 2, 1]


def test_an_event_becomes_one_job_for_each_that_listens(database: Database, runner: Runner) -> None:
    heard: list[str] = []

    @on(Happened, name="tests.first")
    def first(context: JobContext[Happened]) -> None:
        heard.append(f"first {context.message.day}")

    @on(Happened, name="tests.second")
    def second(_context: JobContext[Happened]) -> None:
        heard.append("second")

    with database.writing() as db:
        announce(db, Happened(day=date(2026, 11, 22)))
    assert runner.run_due() == 2
    assert heard == ["first 2026-11-22", "second"]


def test_an_event_that_nobody_hears_is_no_job(database: Database) -> None:
    with database.writing() as db:
        announce(db, Happened(day=date(2026, 11, 22)))
    assert jobs_in(database) == 0


def test_a_thousand_requests_in_one_transaction_are_written(database: Database) -> None:
    with database.writing() as db:
        tickets = [enqueue(db, Count(number=n), dedup=str(n)) for n in range(1000)]
    assert len({ticket.id for ticket in tickets}) == 1000

    def question(db: Reads) -> int:
        return db.scalars(select(func.count()).where(Job.dedup.is_not(None))).one()

    assert database.read(question) == 1000
