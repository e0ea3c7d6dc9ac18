"""The rule of freshness, sources with their health, and runs that take too long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.connectors import Ports, RemoteRefused
from deskside.kernel.db import Database, Reads, Writes
from deskside.platform.jobs import (
    Message,
    Runner,
    edit_schedule,
    enqueue,
    forget,
    forget_schedule,
    schedule,
    write_declared,
)
from deskside.platform.jobs.models import Schedule
from deskside.platform.runs import (
    Alarm,
    Run,
    RunContext,
    declare_source,
    forget_source,
    judge,
    leads_to,
    run_job,
)
from deskside.platform.runs.freshness import expected_by, freshness_of
from deskside.platform.runs.schemas import SourceOut
from deskside.platform.runs.slowness import usual_seconds, watch_slow
from deskside.platform.runs.sources import list_sources
from deskside.platform.runs.upkeep import watch_freshness

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENDS: list[str] = []


class Day(Message, name="tests.fresh.day"): ...


class Month(Message, name="tests.fresh.month"): ...


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    @run_job(Day, title_zh="按日同步", title_en="Sync a day", group="tests.fresh")
    def day(run: RunContext[Day]) -> None:
        end = ENDS.pop() if ENDS else "complete"
        if end == "failed":
            raise RemoteRefused("the key was withdrawn")
        if end == "partial":
            run.partial("page 3 is missing")

    @run_job(Month, title_zh="按月同步", title_en="Sync a month", group="tests.fresh")
    def month(_run: RunContext[Month]) -> None: ...

    schedule("tests.fresh.often", Day(), cron="*/10 * * * *", title_zh="常", title_en="Often")
    schedule("tests.fresh.daily", Day(), cron="0 1 * * *", title_zh="每日", title_en="Daily")
    declare_source("tests.fresh", title_zh="供应商", title_en="The vendor")
    yield
    ENDS.clear()
    forget_source("tests.fresh")
    forget("tests.fresh.day", "tests.fresh.month")
    forget_schedule("tests.fresh.often")
    forget_schedule("tests.fresh.daily")


@pytest.fixture
def runner(database: Database) -> Iterator[Runner]:
    database.write(write_declared, ZONE)
    runner = Runner(database, Ports())
    yield runner
    runner.close()


def run(database: Database, runner: Runner, message: Message, end: str = "complete") -> None:
    ENDS.append(end)
    with database.writing() as db:
        ticket = enqueue(db, message)
    runner.run(ticket.id)


def source(database: Database) -> SourceOut:
    return next(one for one in database.read(list_sources, ZONE, "en").items if one.name == "tests.fresh")


def test_the_rule() -> None:
    later, now = NOON + HOUR, NOON + 2 * HOUR
    assert judge(None, None, None, now) == "never"
    assert judge(None, NOON, None, now) == "failed"
    assert judge(NOON, later, None, now) == "failed"
    assert judge(later, NOON, None, now) == "fresh"
    assert judge(NOON, None, now, now) == "stale"
    assert judge(NOON, None, now + timedelta(seconds=1), now) == "fresh"
    assert judge(None, None, NOON, now) == "stale"


def test_two_periods_and_a_minute_are_what_is_waited_for() -> None:
    assert expected_by(["0 * * * *"], ZONE, NOON) == NOON + 2 * HOUR + timedelta(minutes=1)
    assert expected_by(["0 0 1 1 *", "0 * * * *"], ZONE, NOON) == NOON + 2 * HOUR + timedelta(minutes=1)
    assert expected_by([], ZONE, NOON) is None


def test_a_source_that_never_answered_becomes_fresh_then_failed_then_fresh(
    database: Database, runner: Runner
) -> None:
    new = source(database)
    assert (new.state, new.title, new.synced_at, new.error) == ("never", "The vendor", None, None)
    assert new.next_at is not None
    assert [one.name for one in new.schedules] == ["tests.fresh.daily", "tests.fresh.often"]
    assert [one.title for one in new.runs] == ["Sync a day", "Sync a month"]
    run(database, runner, Day())
    assert source(database).state == "fresh"
    run(database, runner, Day(), "failed")
    failed = source(database)
    assert (failed.state, failed.error) == ("failed", "the key was withdrawn")
    assert failed.synced_at is not None
    run(database, runner, Day(), "partial")
    assert (source(database).state, source(database).error) == ("failed", "page 3 is missing")
    run(database, runner, Day())
    assert source(database).state == "fresh"


def test_a_source_is_stale_after_two_periods_of_its_densest_schedule_and_not_when_it_is_off(
    database: Database, runner: Runner
) -> None:
    run(database, runner, Day())

    def half_an_hour_ago(db: Writes) -> None:
        db.execute(update(Run).values(finished_at=clock.now() - timedelta(minutes=30)))

    database.write(half_an_hour_ago)
    assert source(database).state == "stale"
    database.write(edit_schedule, "tests.fresh.often", ZONE, enabled=False)
    assert source(database).state == "fresh"
    database.write(edit_schedule, "tests.fresh.daily", ZONE, enabled=False)
    off = source(database)
    assert (off.state, off.next_at, off.expected_by) == ("fresh", None, None)


def test_what_runs_by_hand_only_is_never_stale(database: Database, runner: Runner) -> None:
    assert database.read(freshness_of, ["tests.fresh.month"], ZONE).state == "never"
    run(database, runner, Month())
    month = database.read(freshness_of, ["tests.fresh.month"], ZONE)
    assert (month.state, month.expected_by) == ("fresh", None)


class PlanMonths(Message, name="tests.fresh.plan"): ...


def test_a_schedule_that_asks_for_runs_of_another_name_is_what_they_are_expected_by(
    database: Database, runner: Runner
) -> None:
    wanted = [True]
    schedule("tests.fresh.plan", PlanMonths(), cron="*/10 * * * *", title_zh="计划", title_en="Plan")
    leads_to("tests.fresh.plan", Month, wanted=lambda: wanted[0])
    try:
        database.write(write_declared, ZONE)
        run(database, runner, Month())
        database.write(lambda db: db.execute(update(Run).values(finished_at=clock.now() - HOUR)))
        assert database.read(freshness_of, ["tests.fresh.month"], ZONE).state == "stale"
        database.write(watch_freshness, ZONE)
        with database.reading() as db:
            open_ones = select(Alarm.subject).where(Alarm.kind == "stale", Alarm.open_key.is_not(None))
            assert db.scalars(open_ones).all() == ["tests.fresh.month"]
        wanted[0] = False
        assert database.read(freshness_of, ["tests.fresh.month"], ZONE).expected_by is None
    finally:
        forget_schedule("tests.fresh.plan")


def past_runs(db: Writes, lengths: list[float], *, state: str = "done", ago: timedelta = HOUR) -> None:
    for number, seconds in enumerate(lengths):
        ended = clock.now() - ago + timedelta(seconds=number)
        row = Run(
            name="tests.fresh.day",
            title_zh="按日同步",
            title_en="Sync a day",
            trigger="schedule",
            state=state,
            complete=True,
            created_at=ended,
            started_at=ended - timedelta(seconds=seconds),
            finished_at=None if state == "running" else ended,
        )
        db.add(row)
    db.flush()


def open_slow(db: Reads) -> list[str]:
    return list(db.scalars(select(Alarm.message).where(Alarm.kind == "slow", Alarm.open_key.is_not(None))))


def test_a_run_over_three_times_its_usual_length_raises_an_alarm_that_ends_by_itself(
    database: Database,
) -> None:
    database.write(past_runs, [100, 90, 110, 105, 5000])
    database.write(past_runs, [316.0], state="running", ago=timedelta(0))
    database.write(watch_slow)
    (message,) = database.read(open_slow)
    assert message.endswith("3 × 105 s")

    def end_it_long_ago(db: Writes) -> None:
        db.execute(
            update(Run)
            .where(Run.state == "running")
            .values(state="done", finished_at=clock.now() - timedelta(minutes=6))
        )

    database.write(end_it_long_ago)
    database.write(watch_slow)
    assert database.read(open_slow) == []


@pytest.mark.parametrize(
    ("past", "length"),
    [([100.0] * 4, 1000.0), ([100.0] * 5, 299.0), ([1.0] * 9, 59.0)],
    ids=["too few to know", "not three times", "short anyway"],
)
def test_what_is_not_slow(database: Database, past: list[float], length: float) -> None:
    database.write(past_runs, past)
    database.write(past_runs, [length], state="running", ago=timedelta(0))
    database.write(watch_slow)
    assert database.read(open_slow) == []


def test_what_is_usual_is_the_median_of_the_runs_before(database: Database) -> None:
    database.write(past_runs, [10.0, 20.0, 30.0, 40.0, 1000.0])
    assert database.read(usual_seconds, "tests.fresh.day", 2**40) == 30
    assert database.read(usual_seconds, "tests.fresh.day", 0) is None


def test_schedules_of_removed_jobs_do_not_matter(database: Database, runner: Runner) -> None:
    with database.writing() as db:
        db.add(Schedule(name="gone", cron="* * * * *", created_at=clock.now()))
    assert source(database).state == "never"
