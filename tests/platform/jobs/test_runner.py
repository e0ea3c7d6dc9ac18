"""One claim, one run, one end."""

from datetime import date

import pytest
from sqlalchemy import update

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.platform.jobs import (
    JobContext,
    LostLease,
    Message,
    Outcome,
    Runner,
    cancel,
    enqueue,
    job,
    retry,
    state_of,
)
from deskside.platform.jobs.models import Job
from deskside.platform.versions import Version, bump


class SyncDay(Message, name="tests.sync_day"):
    day: date


DAY = SyncDay(day=date(2026, 11, 22))


def ask(database: Database, message: Message = DAY, *, dedup: str | None = None) -> int:
    with database.writing() as db:
        ticket = enqueue(db, message, dedup=dedup)
    return ticket.id


def row(database: Database, job_id: int) -> Job:
    with database.reading() as db:
        found = db.get(Job, job_id)
    assert found is not None
    return found


def effects(database: Database) -> int:
    def question(db: Reads) -> int:
        version = db.get(Version, "effect")
        return version.v if version else 0

    return database.read(question)


def make_due(database: Database, job_id: int) -> None:
    """Let the wait of a retry, or the lease of a dead worker, be over."""

    def work(db: Writes) -> None:
        db.execute(update(Job).where(Job.id == job_id).values(due_at=now_ms() - 1))

    database.write(work)


def test_a_job_runs_with_its_message_and_is_done(database: Database, runner: Runner) -> None:
    seen: list[date] = []

    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        seen.append(context.message.day)
        with context.finish() as db:
            bump(db, "effect")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.DONE
    assert seen == [date(2026, 11, 22)]
    done = row(database, job_id)
    assert (done.state, done.due_at, done.tries, done.worker) == ("done", None, 1, None)
    assert done.finished_at is not None
    assert effects(database) == 1
    assert runner.run(job_id) is Outcome.NOT_DUE


def test_a_handler_that_does_not_finish_is_finished_by_the_ledger(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        with context.step(done=3, total=4, checkpoint={"page": 3}) as db:
            bump(db, "effect")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.DONE
    done = row(database, job_id)
    assert (done.progress_done, done.progress_total, done.checkpoint) == (3, 4, {"page": 3})


def test_a_failed_try_comes_again_from_its_checkpoint(database: Database, runner: Runner) -> None:
    found: list[object] = []

    @job(SyncDay, retries=1, backoff=10)
    def sync_day(context: JobContext[SyncDay]) -> None:
        found.append(context.checkpoint)
        with context.step(checkpoint=7) as db:
            bump(db, "effect")
        raise RemoteUnavailable("the vendor is asleep")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.RETRY
    waiting = row(database, job_id)
    assert (waiting.state, waiting.error, waiting.tries) == ("waiting", "the vendor is asleep", 1)
    assert runner.run(job_id) is Outcome.NOT_DUE
    make_due(database, job_id)
    assert runner.run(job_id) is Outcome.FAILED
    assert found == [None, 7]
    assert row(database, job_id).state == "failed"


def test_what_a_remote_refuses_is_not_asked_again(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(_context: JobContext[SyncDay]) -> None:
        raise RemoteRefused("the password was changed")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.FAILED
    assert row(database, job_id).error == "the password was changed"


def test_an_unexpected_error_is_not_quoted(database: Database, runner: Runner) -> None:
    @job(SyncDay, retries=0)
    def sync_day(_context: JobContext[SyncDay]) -> None:
        raise KeyError("13800138000")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.FAILED
    error = row(database, job_id).error or ""
    assert error.startswith("KeyError in test_runner.py:")
    assert "138" not in error.split(":")[0]
    assert "13800138000" not in error


def test_a_step_that_raises_leaves_nothing(database: Database, runner: Runner) -> None:
    @job(SyncDay, retries=0)
    def sync_day(context: JobContext[SyncDay]) -> None:
        with context.step(checkpoint=1) as db:
            bump(db, "effect")
            raise ValueError

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.FAILED
    assert effects(database) == 0
    assert row(database, job_id).checkpoint is None


@pytest.mark.parametrize("way", ["step", "finish", "return"])
def test_whoever_lost_the_job_commits_nothing(database: Database, runner: Runner, way: str) -> None:
    def somebody_else_claims(job_id: int) -> None:
        def work(db: Writes) -> None:
            db.execute(update(Job).where(Job.id == job_id).values(fence=Job.fence + 1))

        database.write(work)

    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        somebody_else_claims(context.job_id)
        if way == "step":
            with context.step() as db:
                bump(db, "effect")
        if way == "finish":
            with context.finish() as db:
                bump(db, "effect")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.LOST
    assert effects(database) == 0
    assert row(database, job_id).state == "running"


def test_nothing_can_be_written_after_the_end(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        with context.finish():
            pass
        with context.step() as db:
            bump(db, "effect")

    assert runner.run(ask(database)) is Outcome.DONE
    assert effects(database) == 0


def test_a_name_nobody_knows_is_left_alone(database: Database, runner: Runner) -> None:
    job_id = ask(database)
    assert runner.run(job_id) is Outcome.UNKNOWN
    assert runner.run_due() == 0
    left = row(database, job_id)
    assert (left.state, left.tries) == ("waiting", 0)


def test_a_job_that_kills_its_worker_ends_as_a_dead_letter(database: Database, runner: Runner) -> None:
    runs: list[int] = []

    @job(SyncDay, retries=1)
    def sync_day(context: JobContext[SyncDay]) -> None:
        runs.append(context.tries)
        raise SystemExit

    job_id = ask(database)
    for _ in range(2):
        with pytest.raises(SystemExit):
            runner.run(job_id)
        make_due(database, job_id)
    assert runner.run(job_id) is Outcome.FAILED
    assert runs == [1, 2]
    assert (row(database, job_id).error or "").startswith("its worker stopped 2 times")


def test_a_waiting_job_is_cancelled_at_once(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(_context: JobContext[SyncDay]) -> None:
        raise AssertionError

    job_id = ask(database, dedup="day")
    database.write(cancel, job_id)
    assert database.read(state_of, job_id) == "cancelled"
    assert runner.run(job_id) is Outcome.NOT_DUE


def test_a_running_job_hears_that_it_is_cancelled(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        database.write(cancel, context.job_id)
        runner._heartbeat.beat()
        with context.step() as db:
            bump(db, "effect")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.CANCELLED
    assert effects(database) == 0


def test_a_job_whose_worker_died_is_cancelled_without_running(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        database.write(cancel, context.job_id)
        raise SystemExit

    job_id = ask(database)
    with pytest.raises(SystemExit):
        runner.run(job_id)
    make_due(database, job_id)
    assert runner.run(job_id) is Outcome.CANCELLED


def test_a_dead_letter_runs_again_when_somebody_asks(database: Database, runner: Runner) -> None:
    broken = [True]

    @job(SyncDay, retries=0)
    def sync_day(context: JobContext[SyncDay]) -> None:
        if broken:
            raise RemoteUnavailable("down")
        with context.finish() as db:
            bump(db, "effect")

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.FAILED
    broken.clear()
    database.write(retry, job_id)
    assert runner.run(job_id) is Outcome.DONE
    assert effects(database) == 1


def test_a_job_that_runs_too_long_is_stopped_at_its_next_check(database: Database, runner: Runner) -> None:
    @job(SyncDay, timeout=0, retries=0)
    def sync_day(context: JobContext[SyncDay]) -> None:
        context.check()

    job_id = ask(database)
    assert runner.run(job_id) is Outcome.FAILED
    assert row(database, job_id).error == "the job ran longer than 0 seconds"


def test_a_handler_sees_that_its_lease_was_not_renewed(database: Database, runner: Runner) -> None:
    @job(SyncDay)
    def sync_day(context: JobContext[SyncDay]) -> None:
        context._lease.lost = True
        with pytest.raises(LostLease):
            context.check()

    assert runner.run(ask(database)) is Outcome.DONE
