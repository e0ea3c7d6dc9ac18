"""Alarms reach people: raised once, recovered once, those whom the settings name."""

import pytest
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Database, Reads, Writes
from deskside.platform.identity import User
from deskside.platform.notify import Delivery, PostedNotice
from deskside.platform.notify.models import ChannelState
from deskside.platform.runs import clear_alarm, raise_alarm
from deskside.platform.runs.channels import watch_channels
from deskside.platform.settings import SettingsVersion

PEOPLE = {"admin": (["admin"], "zh-CN"), "lead": (["admin"], "en-US"), "sales": (["sales"], "zh-CN")}


@pytest.fixture(autouse=True)
def people(database: Database) -> None:
    def add(db: Writes) -> None:
        for login, (roles, locale) in PEOPLE.items():
            row = User(login=login, name=login, roles=roles, approved=True, locale=locale)
            row.created_at = clock.now()
            db.add(row)

    database.write(add)


def told(database: Database) -> list[tuple[str, str, str]]:
    def question(db: Reads) -> list[tuple[str, str, str]]:
        rows = db.scalars(select(PostedNotice).order_by(PostedNotice.id))
        return [(row.recipient_name, row.variables["state"], row.variables["message"]) for row in rows]

    return database.read(question)


def test_an_alarm_is_told_once_while_it_lasts_and_once_when_it_is_over(database: Database) -> None:
    for text in ("1 天没有数据", "2 天没有数据"):
        database.write(raise_alarm, "calls.quiet", "today", text)
    assert told(database) == [("admin", "告警", "1 天没有数据"), ("lead", "Alarm", "1 天没有数据")]
    for _ in range(2):
        database.write(clear_alarm, "calls.quiet", "today")
    assert told(database)[2:] == [("admin", "已恢复", "2 天没有数据"), ("lead", "Recovered", "2 天没有数据")]


def test_an_alarm_that_comes_back_is_told_anew(database: Database) -> None:
    for _ in range(2):
        database.write(raise_alarm, "calls.quiet", "today", "x")
        database.write(clear_alarm, "calls.quiet", "today")
    assert [state for name, state, _text in told(database) if name == "admin"] == ["告警", "已恢复"] * 2


def test_the_settings_name_who_is_told(database: Database) -> None:
    def name(db: Writes) -> None:
        value: dict[str, object] = {"alarm_logins": "Sales，nobody"}
        row = SettingsVersion(group_name="notify", version=1, value=value, author="测试")
        row.at = clock.now()
        db.add(row)

    database.write(name)
    database.write(raise_alarm, "calls.quiet", "today", "x")
    assert [name for name, _state, _text in told(database)] == ["sales"]


def test_an_alarm_that_was_rolled_back_is_told_to_nobody(database: Database) -> None:
    def fail(db: Writes) -> None:
        raise_alarm(db, "calls.quiet", "today", "x")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(fail)
    assert told(database) == []


def test_it_lies_in_the_inbox_and_goes_out_by_wecom(database: Database) -> None:
    database.write(raise_alarm, "calls.quiet", "today", "x")

    def question(db: Reads) -> list[str]:
        return list(db.scalars(select(Delivery.channel).order_by(Delivery.id)))

    assert database.read(question) == ["inbox", "wecom"] * 2


@pytest.mark.parametrize(("failures", "refused"), [(3, False), (1, True)])
def test_a_channel_that_reaches_nobody_is_an_alarm(
    database: Database, failures: int, *, refused: bool
) -> None:
    def trouble(db: Writes) -> None:
        row = ChannelState(channel="sms", failures=failures, refused=refused, last_error="wrong key")
        db.add(row)

    def mend(db: Writes) -> None:
        row = db.get_one(ChannelState, "sms")
        row.failures, row.refused = 0, False

    database.write(trouble)
    database.write(watch_channels)
    assert told(database)[0] == ("admin", "告警", "wrong key")
    database.write(mend)
    database.write(watch_channels)
    assert told(database)[2][1] == "已恢复"
