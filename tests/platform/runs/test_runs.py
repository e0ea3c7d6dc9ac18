"""Each job of a run leaves a row with its numbers."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.connectors import Ports, RemoteUnavailable
from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.platform.identity import User
from deskside.platform.jobs import LeaseTimes, Message, Outcome, Runner, cancel, enqueue, forget, retry
from deskside.platform.jobs.models import Job
from deskside.platform.runs import Alarm, Run, RunContext, RunLine, last_success, run_job, run_now
from deskside.platform.runs.tracking import MAX_LINES

QUICK = LeaseTimes(lease=1.0, renew=0.3)


class Sync(Message, name="tests.sync"):
    days: int = 1


@pytest.fixture(autouse=True)
def _own_handler() -> Iterator[None]:
    yield
    forget("tests.sync")


@pytest.fixture
def runner(database: Database) -> Iterator[Runner]:
    runner = Runner(database, Ports(), times=QUICK)
    yield runner
    runner.close()


def ask(database: Database, *, actor_id: int | None = None) -> int:
    with database.writing() as db:
        ticket = enqueue(db, Sync(), trigger="manual", actor_id=actor_id)
    return ticket.id


def run_of(database: Database, job_id: int) -> Run:
    def question(db: Reads) -> Run:
        return db.scalars(select(Run).where(Run.job_id == job_id)).one()

    return database.read(question)


def alarms(database: Database) -> list[tuple[str, str, bool]]:
    def question(db: Reads) -> list[tuple[str, str, bool]]:
        return [(a.kind, a.subject, a.cleared_at is None) for a in db.scalars(select(Alarm))]

    return database.read(question)


def make_due(database: Database, job_id: int) -> None:
    def work(db: Writes) -> None:
        db.execute(update(Job).where(Job.id == job_id).values(due_at=now_ms() - 1))

    database.write(work)


def test_a_run_waits_runs_and_is_complete_with_its_counts(database: Database, runner: Runner) -> None:
    seen: list[str] = []

    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(run: RunContext[Sync]) -> None:
        seen.append(run_of(database, run.job.job_id).state)
        run.read_count += 10
        run.skip("no phone", 2)
        run.log("page 1")
        with run.step(done=1, total=2):
            run.changed += 8
        run.skip("no phone")

    with database.writing() as db:
        db.add(User(id=7, login="li", name="李娜", created_at=clock.now()))
    job_id = ask(database, actor_id=7)
    waiting = run_of(database, job_id)
    assert (waiting.state, waiting.trigger, waiting.actor_name, waiting.complete) == (
        "waiting",
        "manual",
        "李娜",
        None,
    )
    assert runner.run(job_id) is Outcome.DONE
    done = run_of(database, job_id)
    assert seen == ["running"]
    assert (done.state, done.complete, done.read_count, done.changed_count) == ("done", True, 10, 8)
    assert done.skipped == [{"reason": "no phone", "count": 3}]
    assert (done.done, done.total, done.error, done.line_count) == (1, 2, None, 1)
    assert done.started_at is not None
    assert database.read(last_success, "tests.sync") == done.finished_at


def test_a_partial_run_says_what_is_missing_and_is_no_success(database: Database, runner: Runner) -> None:
    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(run: RunContext[Sync]) -> None:
        run.partial("the vendor kept back page 3")

    job_id = ask(database)
    runner.run(job_id)
    run = run_of(database, job_id)
    assert (run.state, run.complete, run.error) == ("done", False, "the vendor kept back page 3")
    assert database.read(last_success, "tests.sync") is None


def test_a_failed_run_raises_an_alarm_that_the_next_success_clears(
    database: Database, runner: Runner
) -> None:
    broken = [True]

    @run_job(Sync, title_zh="同步", title_en="Sync", retries=1)
    def sync(run: RunContext[Sync]) -> None:
        run.log("asking")
        if broken:
            raise RemoteUnavailable("the vendor is asleep")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.RETRY
    between = run_of(database, job_id)
    assert (between.state, between.error, between.line_count) == ("waiting", "the vendor is asleep", 1)
    assert alarms(database) == []
    make_due(database, job_id)
    assert runner.run(job_id) is Outcome.FAILED
    failed = run_of(database, job_id)
    assert (failed.state, failed.error, failed.line_count) == ("failed", "the vendor is asleep", 2)
    assert alarms(database) == [("failed", "tests.sync", True)]
    broken.clear()
    database.write(retry, job_id)
    assert run_of(database, job_id).started_at is None
    assert runner.run(job_id) is Outcome.DONE
    assert run_of(database, job_id).error is None
    assert alarms(database) == [("failed", "tests.sync", False)]


def test_a_try_from_a_checkpoint_goes_on_counting_and_one_without_begins_anew(
    database: Database, runner: Runner
) -> None:
    @run_job(Sync, title_zh="同步", title_en="Sync", retries=1)
    def sync(run: RunContext[Sync]) -> None:
        run.read_count += 5
        with run.step(checkpoint=None if run.message.days == 1 else {"page": 1}):
            run.changed += 5
        run.changed += 100
        if run.job.tries == 1:
            raise RemoteUnavailable("asleep")

    for days, expected in ((1, 105), (2, 110)):
        with database.writing() as db:
            ticket = enqueue(db, Sync(days=days))
        runner.run(ticket.id)
        assert run_of(database, ticket.id).changed_count == 5
        make_due(database, ticket.id)
        runner.run(ticket.id)
        assert run_of(database, ticket.id).changed_count == expected


def test_a_cancelled_run_is_cancelled(database: Database, runner: Runner) -> None:
    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(_run: RunContext[Sync]) -> None:
        raise AssertionError

    job_id = ask(database)
    database.write(cancel, job_id)
    run = run_of(database, job_id)
    assert (run.state, run.complete) == ("cancelled", None)
    assert run.finished_at is not None


def test_a_run_that_talks_without_end_keeps_its_first_lines(database: Database, runner: Runner) -> None:
    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(run: RunContext[Sync]) -> None:
        for number in range(MAX_LINES + 5):
            run.log(f"line {number}")
        with run.step():
            run.log("one more")

    job_id = ask(database)
    runner.run(job_id)
    with database.reading() as db:
        texts = db.scalars(select(RunLine.text).order_by(RunLine.id)).all()
    assert len(texts) == MAX_LINES
    assert texts[-1] == f"line {MAX_LINES - 1}"


def test_the_command_line_runs_at_once_and_gets_the_numbers(database: Database) -> None:
    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(run: RunContext[Sync]) -> None:
        run.read_count += run.message.days

    run = run_now(database, Ports(), Sync(days=3), times=QUICK)
    assert (run.state, run.trigger, run.read_count, run.complete) == ("done", "cli", 3, True)


def test_the_command_line_refuses_what_nobody_here_can_run(database: Database) -> None:
    with pytest.raises(LookupError, match="no handler"):
        run_now(database, Ports(), Sync(), times=QUICK)
