"""The alarms of abnormal days: raised while it is so, cleared when it is over."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select, update
from tests.modules.calls.conftest import NOON, TODAY, YESTERDAY, ZONE, Clock, calls_of

from deskside.demo.calls_vendor import Vendor
from deskside.kernel.db import Database, Writes
from deskside.modules.calls.messages import SyncRecords
from deskside.modules.calls.models import GradeStats, Rollup
from deskside.modules.calls.service.keeping import store_calls
from deskside.modules.calls.service.syncing import _watch_pace
from deskside.modules.calls.service.watching import watch
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.jobs import Message
from deskside.platform.runs import Alarm, Run

Go = Callable[[Message], Run]


def day_of(day: date, records: int) -> GradeStats:
    return GradeStats(date=day, total_records=records, expected=records, calculated_at=NOON, sync_type="t3")


def weeks_before(day: date, weeks: int, records: int) -> list[GradeStats]:
    return [day_of(day - timedelta(weeks=week), records) for week in range(1, weeks + 1)]


def judge(database: Database, settings: CallsSettings | None = None) -> None:
    database.write(watch, settings or CallsSettings(), ZONE)


def open_alarms(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(Alarm.kind).where(Alarm.cleared_at.is_(None))))


def add(database: Database, *rows: object) -> None:
    with database.writing() as db:
        db.add_all(rows)


def test_a_day_far_from_its_weekdays_is_told_until_a_later_reading_is_usual(
    vendor: Vendor, world: Database
) -> None:
    add(world, *weeks_before(YESTERDAY, 8, 1000), day_of(YESTERDAY, 400))
    judge(world)
    assert open_alarms(world) == ["calls.far"]
    with world.writing() as db:
        db.execute(update(GradeStats).where(GradeStats.date == YESTERDAY).values(total_records=1001))
    judge(world)
    assert open_alarms(world) == []


def test_three_weeks_are_too_few_to_call_a_day_far(vendor: Vendor, world: Database) -> None:
    add(world, *weeks_before(YESTERDAY, 3, 1000), day_of(YESTERDAY, 400))
    judge(world)
    assert open_alarms(world) == []


def test_a_part_of_a_day_is_not_called_far(vendor: Vendor, world: Database) -> None:
    part = day_of(YESTERDAY, 400)
    part.partial = True
    add(world, *weeks_before(YESTERDAY, 8, 1000), part)
    judge(world)
    assert open_alarms(world) == []


def hour(day: date, records: int) -> Rollup:
    return Rollup(
        dim="hour", day=day, ref="11", grade="", name="", records=records, answered=0, seconds=0
    )  # fmt: skip


def busy_weeks(database: Database, records: int) -> None:
    sames = weeks_before(TODAY, 4, 1000)
    add(database, *sames, *(hour(one.date, records) for one in sames), day_of(TODAY, 100))


def test_an_hour_without_a_call_where_it_is_busy_else_is_told_until_one_comes(
    vendor: Vendor, world: Database
) -> None:
    busy_weeks(world, 20)
    judge(world)
    assert open_alarms(world) == ["calls.quiet"]

    def call_now(db: Writes) -> None:
        [call] = calls_of(TODAY, 1, first=1079)
        assert NOON.timestamp() - call.called_at < 3600
        store_calls(db, TODAY, 1, [call])

    world.write(call_now)
    judge(world)
    assert open_alarms(world) == []


def test_silence_in_an_hour_that_is_never_busy_is_no_alarm(vendor: Vendor, world: Database) -> None:
    busy_weeks(world, 19)
    judge(world)
    assert open_alarms(world) == []


def test_silence_of_a_day_that_nobody_read_lately_is_no_alarm(
    vendor: Vendor, world: Database, time: Clock
) -> None:
    busy_weeks(world, 20)
    time.forward(timedelta(hours=2))
    judge(world)
    assert open_alarms(world) == []


def test_a_slow_vendor_is_told_until_a_reading_is_fast_again(
    vendor: Vendor, world: Database, run: Go
) -> None:
    beyond = CallsSettings().slow_page_seconds
    world.write(_watch_pace, beyond + 0.1, beyond)
    assert open_alarms(world) == ["calls.slow"]
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 10))
    assert run(SyncRecords(day=YESTERDAY)).complete
    assert open_alarms(world) == []
