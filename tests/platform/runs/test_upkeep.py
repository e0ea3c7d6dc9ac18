"""What watches and what forgets."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from deskside.kernel import clock
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads, Writes
from deskside.platform.jobs import (
    Message,
    Runner,
    enqueue,
    forget,
    forget_schedule,
    schedule,
    write_declared,
)
from deskside.platform.jobs.models import Job, Schedule
from deskside.platform.runs import Alarm, Run, RunContext, RunLine, run_job
from deskside.platform.runs.upkeep import CleanHistory, WatchFreshness

ZONE = ZoneInfo("Asia/Shanghai")


class Sync(Message, name="tests.upkeep.sync"): ...


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    @run_job(Sync, title_zh="同步", title_en="Sync")
    def sync(run: RunContext[Sync]) -> None:
        run.log("done")

    schedule("tests.upkeep.sync", Sync(), cron="*/5 * * * *", title_zh="同步", title_en="Sync")
    yield
    forget("tests.upkeep.sync")
    forget_schedule("tests.upkeep.sync")


@pytest.fixture
def runner(database: Database) -> Iterator[Runner]:
    runner = Runner(database, Ports())
    yield runner
    runner.close()


def run(database: Database, runner: Runner, message: Message) -> None:
    with database.writing() as db:
        ticket = enqueue(db, message)
    runner.run(ticket.id)


def open_alarms(database: Database) -> list[tuple[str, str]]:
    def question(db: Reads) -> list[tuple[str, str]]:
        rows = db.scalars(select(Alarm).where(Alarm.open_key.is_not(None)))
        return [(row.kind, row.subject) for row in rows]

    return database.read(question)


def test_a_schedule_without_success_for_two_periods_raises_an_alarm_that_success_clears(
    database: Database, runner: Runner
) -> None:
    database.write(write_declared, ZONE)
    run(database, runner, WatchFreshness())
    assert open_alarms(database) == []

    def an_hour_ago(db: Writes) -> None:
        db.execute(update(Schedule).values(created_at=clock.now() - timedelta(hours=1)))

    database.write(an_hour_ago)
    run(database, runner, WatchFreshness())
    assert ("stale", "tests.upkeep.sync") in open_alarms(database)
    run(database, runner, Sync())
    run(database, runner, WatchFreshness())
    assert ("stale", "tests.upkeep.sync") not in open_alarms(database)


def test_a_disabled_schedule_is_not_missed(database: Database, runner: Runner) -> None:
    database.write(write_declared, ZONE)

    def disable(db: Writes) -> None:
        db.execute(update(Schedule).values(created_at=clock.now() - timedelta(hours=1), enabled=False))

    database.write(disable)
    run(database, runner, WatchFreshness())
    assert open_alarms(database) == []


def test_old_jobs_and_runs_are_forgotten_with_their_logs(database: Database, runner: Runner) -> None:
    for _ in range(3):
        run(database, runner, Sync())

    def age(db: Writes) -> None:
        past = clock.now() - timedelta(days=181)
        newest = db.scalars(select(func.max(Run.id))).one()
        db.execute(update(Run).where(Run.id < newest).values(created_at=past))
        db.execute(update(Job).values(finished_at=past))

    database.write(age)
    run(database, runner, CleanHistory())

    def question(db: Reads) -> tuple[int, int, int, int]:
        jobs, runs, lines = (
            db.scalars(select(func.count()).select_from(table)).one() for table in (Job, Run, RunLine)
        )
        changed = db.scalars(select(Run.changed_count).where(Run.name == "runs.clean_history")).one()
        return jobs, runs, lines, changed

    # The newest sync said one line, the nightly run one of each kind it forgot.
    assert database.read(question) == (1, 2, 3, 5)
