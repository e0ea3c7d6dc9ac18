"""Schedules fire once, whoever looks; late ones as their policy says."""

import threading
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.kernel.errors import Invalid, NotFound
from deskside.platform.jobs import (
    JobContext,
    LatePolicy,
    Message,
    Runner,
    Scheduler,
    edit_schedule,
    forget_schedule,
    job,
    run_schedule,
    schedule,
    upcoming,
    write_declared,
)
from deskside.platform.jobs.models import Job, Schedule

ZONE = ZoneInfo("Asia/Shanghai")


class Tick(Message, name="tests.tick"):
    moment: datetime | None = None


def declare(*, cron: str = "* * * * *", late: LatePolicy = "once", moment: bool = False) -> None:
    message = (lambda at: Tick(moment=at)) if moment else Tick()
    schedule("tests.schedule", message, cron=cron, title_zh="测试", title_en="Test", late=late)


def row(database: Database) -> Schedule:
    return database.read(
        lambda db: db.scalars(select(Schedule).where(Schedule.name == "tests.schedule")).one()
    )


def messages(database: Database) -> list[Tick]:
    def question(db: Reads) -> list[Tick]:
        return [Tick.model_validate_json(args) for args in db.scalars(select(Job.args).order_by(Job.id))]

    return database.read(question)


def be_due(database: Database, *, late_minutes: float) -> None:
    def work(db: Writes) -> None:
        db.execute(update(Schedule).values(next_at=now_ms() - round(late_minutes * 60_000)))

    database.write(work)


def test_a_declared_schedule_gets_a_row_with_its_next_time(database: Database) -> None:
    declare(cron="5 1 * * *")
    database.write(write_declared, ZONE)
    database.write(write_declared, ZONE)
    made = row(database)
    assert (made.cron, made.enabled, made.late_policy, made.is_default) == ("5 1 * * *", True, "once", True)
    due = datetime.fromtimestamp((made.next_at or 0) / 1000, ZONE)
    assert (due.hour, due.minute) == (1, 5)


def test_a_new_declaration_reaches_rows_that_nobody_edited(database: Database) -> None:
    declare(cron="5 1 * * *")
    database.write(write_declared, ZONE)
    forget_schedule("tests.schedule")
    declare(cron="0 3 * * *")
    database.write(write_declared, ZONE)
    assert row(database).cron == "0 3 * * *"
    database.write(edit_schedule, "tests.schedule", ZONE, cron="@daily")
    forget_schedule("tests.schedule")
    declare(cron="0 4 * * *")
    database.write(write_declared, ZONE)
    assert row(database).cron == "@daily"


def test_a_due_schedule_fires_and_moves_on(database: Database) -> None:
    declare()
    scheduler = Scheduler(database, ZONE)
    database.write(write_declared, ZONE)
    assert scheduler.tick() == 0
    be_due(database, late_minutes=0)
    assert scheduler.tick() == 1
    assert scheduler.tick() == 0
    assert messages(database) == [Tick()]
    assert row(database).last_at is not None


def test_eight_schedulers_fire_a_tick_once(database: Database) -> None:
    declare(moment=True)
    database.write(write_declared, ZONE)
    for _ in range(3):
        be_due(database, late_minutes=0)
        fired: list[int] = []
        threads = [
            threading.Thread(target=lambda: fired.append(Scheduler(database, ZONE).tick()))  # noqa: B023 - joined below
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(fired) == 1
    assert len(messages(database)) == 3


@pytest.mark.parametrize(("late", "made_up"), [("once", 1), ("skip", 0)])
def test_a_missed_tick_is_made_up_once_or_not_at_all(
    database: Database, late: LatePolicy, made_up: int
) -> None:
    declare(late=late, cron="0 0 1 1 *")
    database.write(write_declared, ZONE)
    be_due(database, late_minutes=180)
    assert Scheduler(database, ZONE).tick() == made_up
    assert (row(database).next_at or 0) > database.read(lambda db: db.scalars(select(now_ms())).one())


def test_of_many_missed_ticks_the_last_one_counts(database: Database) -> None:
    declare(moment=True)
    database.write(write_declared, ZONE)
    be_due(database, late_minutes=180)
    assert Scheduler(database, ZONE).tick() == 1
    (made,) = messages(database)
    assert made.moment is not None
    assert datetime.now(UTC) - made.moment < timedelta(minutes=1, seconds=10)


def test_a_skipping_schedule_fires_when_it_is_only_seconds_late(database: Database) -> None:
    declare(late="skip", cron="0 0 * * *")
    database.write(write_declared, ZONE)
    be_due(database, late_minutes=0.3)
    assert Scheduler(database, ZONE).tick() == 1


def test_ticks_of_one_message_do_not_pile_up_while_it_waits(database: Database) -> None:
    declare()
    database.write(write_declared, ZONE)
    for _ in range(3):
        be_due(database, late_minutes=0)
        Scheduler(database, ZONE).tick()
    assert len(messages(database)) == 1


def test_a_disabled_schedule_does_not_fire_and_has_no_next_time(database: Database) -> None:
    declare()
    database.write(write_declared, ZONE)
    disabled = database.write(edit_schedule, "tests.schedule", ZONE, enabled=False)
    assert disabled.next_at is None
    assert upcoming(disabled, ZONE, datetime(2026, 11, 22, tzinfo=UTC), 5) == []
    assert Scheduler(database, ZONE).tick() == 0
    enabled = database.write(edit_schedule, "tests.schedule", ZONE, enabled=True, late_policy="skip")
    assert enabled.next_at is not None
    assert enabled.late_policy == "skip"
    assert len(upcoming(enabled, ZONE, datetime(2026, 11, 22, tzinfo=UTC), 5)) == 5


def test_an_edit_that_cannot_be_read_is_refused(database: Database) -> None:
    declare()
    database.write(write_declared, ZONE)
    with pytest.raises(Invalid):
        database.write(edit_schedule, "tests.schedule", ZONE, cron="never")
    with pytest.raises(NotFound):
        database.write(edit_schedule, "tests.other", ZONE, enabled=False)
    assert row(database).is_default


def test_a_schedule_of_a_newer_release_is_left_to_it(database: Database) -> None:
    declare()
    database.write(write_declared, ZONE)
    forget_schedule("tests.schedule")
    be_due(database, late_minutes=0)
    assert Scheduler(database, ZONE).tick() == 0


def test_run_now_does_not_wait_for_the_clock(database: Database, runner: Runner) -> None:
    ran: list[Message] = []
    declare(cron="0 0 1 1 *")

    @job(Tick)
    def tick(context: JobContext[Tick]) -> None:
        ran.append(context.message)

    ticket = database.write(run_schedule, "tests.schedule", ZONE, actor_id=3)
    assert runner.run_due() == 1
    assert ran == [Tick()]
    with database.reading() as db:
        made = db.get(Job, ticket.id)
    assert made is not None
    assert (made.trigger, made.actor_id) == ("manual", 3)
    with pytest.raises(NotFound):
        database.write(run_schedule, "tests.other", ZONE, actor_id=3)


def test_the_thread_fires_and_stops(database: Database) -> None:
    declare()
    scheduler = Scheduler(database, ZONE)
    scheduler.start()
    be_due(database, late_minutes=0)
    until = monotonic() + 5
    while not messages(database) and monotonic() < until:
        sleep(0.05)
    scheduler.stop()
    assert len(messages(database)) == 1
    assert not scheduler.alive


def test_two_schedules_cannot_have_one_name() -> None:
    declare()
    with pytest.raises(TypeError, match="two schedules"):
        declare()
