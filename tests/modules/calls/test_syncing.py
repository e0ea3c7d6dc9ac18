"""Both syncs against the fake vendor over HTTP: complete, partial, repaired, refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from tests.modules.calls.conftest import NOON, TODAY, YESTERDAY, ZONE, Clock, calls_of

from deskside.demo.calls_vendor import Trouble, Vendor
from deskside.kernel.db import Database
from deskside.modules.calls.messages import PlanDays, SyncRecords, SyncTasks
from deskside.modules.calls.models import CallRecord, GradeStats, Rollup, TaskStats
from deskside.modules.calls.queries.days import find_grade_stats
from deskside.modules.calls.service.asking import plan_days
from deskside.platform.jobs import Message, Runner, declared_schedules
from deskside.platform.runs import Alarm, Run

Go = Callable[[Message], Run]


def stats(database: Database) -> GradeStats:
    row = database.read(find_grade_stats, YESTERDAY)
    assert row is not None
    return row


def stored(database: Database) -> int:
    with database.reading() as db:
        return db.scalars(select(func.count()).select_from(CallRecord)).one()


def test_a_sync_of_both_tracks_fills_both_tables(vendor: Vendor, world: Database, run: Go) -> None:
    nines, ones = calls_of(YESTERDAY, 1200, grade="9元"), calls_of(YESTERDAY, 1301, grade="1", first=1201)
    vendor.set_day(YESTERDAY, [*nines, *ones])
    records, tasks = run(SyncRecords(day=YESTERDAY)), run(SyncTasks(day=YESTERDAY))
    assert (records.state, records.complete, records.read_count) == ("done", True, 2501)
    row = stats(world)
    assert (row.grade_9, row.grade_1, row.total_success, row.total_records) == (1200, 1301, 2501, 2501)
    assert (row.partial, row.expected, row.sync_type, stored(world)) == (False, 2501, "manual", 2501)
    with world.reading() as db:
        task = db.scalars(select(TaskStats)).one()
    assert (tasks.complete, task.callout_number, task.called_number) == (True, 2501, 1250)
    assert (task.total_tasks, task.connected_rate) == (1, 0.4998)


def test_roll_ups_add_up_to_the_day_in_each_dimension(vendor: Vendor, world: Database, run: Go) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 700, grade="9"))
    run(SyncRecords(day=YESTERDAY))
    with world.reading() as db:
        sums = db.execute(
            select(Rollup.dim, func.sum(Rollup.records), func.sum(Rollup.seconds)).group_by(Rollup.dim)
        )
        found = {dim: (int(records), int(seconds)) for dim, records, seconds in sums}
    assert found == dict.fromkeys(("day", "hour", "agent", "task"), (700, 21_000))


@pytest.mark.parametrize("trouble", ["500", "429", "garbage", "truncated", "duplicate", "missing", "cut"])
def test_a_page_that_stays_bad_makes_a_part_that_the_next_run_repairs(
    vendor: Vendor, world: Database, run: Go, trouble: Trouble
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 2500))
    vendor.trouble = {2: (trouble, 99)}
    part = run(SyncRecords(day=YESTERDAY))
    assert (part.state, part.complete) == ("done", False)
    assert stats(world).partial
    assert stats(world).total_records < 2500
    vendor.trouble = {}
    assert run(SyncRecords(day=YESTERDAY)).complete
    assert (stats(world).partial, stats(world).total_records, stored(world)) == (False, 2500, 2500)


@pytest.mark.parametrize("trouble", ["500", "429", "garbage", "cut", "missing"])
def test_a_page_that_is_bad_once_is_read_again(
    vendor: Vendor, world: Database, run: Go, trouble: Trouble
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 2500))
    vendor.trouble = {2: (trouble, 1)}
    assert run(SyncRecords(day=YESTERDAY)).complete
    assert stats(world).total_records == 2500


def test_a_part_never_takes_the_place_of_a_whole_day(vendor: Vendor, world: Database, run: Go) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 2500, grade="9"))
    run(SyncRecords(day=YESTERDAY))
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 2600, grade="9"))
    vendor.trouble = {1: ("truncated", 99)}
    assert run(SyncRecords(day=YESTERDAY)).complete is False
    assert (stats(world).partial, stats(world).total_records, stats(world).total_success) == (
        False,
        2500,
        2500,
    )


def test_a_later_reading_says_what_it_changed_and_drops_what_is_gone(
    vendor: Vendor, world: Database, run: Go
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 40))
    run(SyncRecords(day=YESTERDAY))
    vendor.set_day(YESTERDAY, [*calls_of(YESTERDAY, 38), *calls_of(YESTERDAY, 5, grade="9", first=900)])
    run(SyncRecords(day=YESTERDAY))
    row = stats(world)
    assert (row.total_records, row.added_records, row.added_success) == (43, 3, 5)
    assert stored(world) == 43


def test_records_that_come_twice_count_once(vendor: Vendor, world: Database, run: Go) -> None:
    calls = calls_of(YESTERDAY, 30, grade="9")
    vendor.set_day(YESTERDAY, [*calls, *calls[:5]])
    sync = run(SyncRecords(day=YESTERDAY))
    assert (sync.complete, stats(world).total_records, stats(world).total_success) == (False, 30, 30)


def test_an_expired_token_is_renewed_once_and_the_reading_goes_on(
    vendor: Vendor, world: Database, run: Go
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 10))
    run(SyncTasks(day=YESTERDAY))
    vendor.expire_token()
    assert run(SyncRecords(day=YESTERDAY)).complete
    assert vendor.asked["token"] == 2


def test_a_vendor_that_refuses_its_tokens_fails_the_run_at_once(
    vendor: Vendor, world: Database, run: Go
) -> None:
    vendor.refuse_tokens = True
    failed = run(SyncRecords(day=YESTERDAY))
    assert (failed.state, vendor.asked["token"]) == ("failed", 2)
    assert world.read(find_grade_stats, YESTERDAY) is None
    with world.reading() as db:
        assert db.scalars(select(Alarm.kind)).all() == ["failed"]


def test_a_day_without_calls_is_a_day_of_zero(vendor: Vendor, world: Database, run: Go) -> None:
    assert run(SyncRecords(day=YESTERDAY)).complete
    assert (stats(world).total_records, stats(world).partial) == (0, False)


def test_tracks_that_disagree_raise_an_alarm_until_they_agree(
    vendor: Vendor, world: Database, runner: Runner, run: Go
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 20, grade="9"))
    run(SyncTasks(day=YESTERDAY))
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 20))
    run(SyncRecords(day=YESTERDAY))
    runner.run_due()
    with world.reading() as db:
        alarm = db.scalars(select(Alarm)).one()
    assert (alarm.kind, alarm.cleared_at) == ("calls.disagree", None)
    run(SyncTasks(day=YESTERDAY))
    runner.run_due()
    with world.reading() as db:
        assert db.scalars(select(Alarm)).one().cleared_at == NOON


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_timetable_asks_for_the_days_of_the_document(engine_name: str) -> None:
    moment = NOON.astimezone(ZONE)
    plans = {
        name: (one.cron, one.make(moment))
        for name, one in declared_schedules().items()
        if isinstance(one.make(moment), PlanDays)
    }
    crons = {name: cron for name, (cron, _plan) in plans.items()}
    assert crons == {
        "calls.tasks.t10": "0 7 * * *",
        "calls.records.t10": "5 7 * * *",
        "calls.tasks.t3": "0 1,10,15,21 * * *",
        "calls.records.t3": "5 1,10,15,21 * * *",
        "calls.tasks.today": "0 9-23 * * *",
        "calls.records.today": "*/10 9-23 * * *",
    }
    t10, today = plans["calls.records.t10"][1], plans["calls.records.today"][1]
    assert isinstance(t10, PlanDays)
    assert isinstance(today, PlanDays)
    assert (t10.first, t10.last) == (TODAY - timedelta(days=10), YESTERDAY)
    assert (today.first, today.last) == (TODAY, TODAY)


def test_a_plan_asks_for_a_day_once_while_it_waits(vendor: Vendor, world: Database, time: Clock) -> None:
    plan = PlanDays(track="records", sync_type="t3", first=TODAY - timedelta(days=3), last=YESTERDAY)
    assert world.write(plan_days, plan) == 3
    assert world.write(plan_days, plan) == 3
    with world.reading() as db:
        assert db.scalars(select(func.count()).select_from(Run)).one() == 3


def test_without_a_vendor_the_timetable_leaves_no_runs(world: Database) -> None:
    plan = PlanDays(track="tasks", sync_type="t3", first=YESTERDAY, last=YESTERDAY)
    assert world.write(plan_days, plan) == 0
