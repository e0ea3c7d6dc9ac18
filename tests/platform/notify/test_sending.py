"""From the outbox to the channels: once, in order, at the right time, or why not."""

from io import BytesIO

import pytest
from sqlalchemy import select
from tests.platform.notify.conftest import CUSTOMER, EVENT, Channel, Channels, Sending, Time

from deskside.kernel.auth import Principal
from deskside.kernel.connectors import RemoteUnavailable
from deskside.kernel.db import Reads, Writes
from deskside.platform.files import save_upload
from deskside.platform.identity import User
from deskside.platform.jobs.models import Job
from deskside.platform.notify import Notice, Recipient, post
from deskside.platform.notify.models import Attempt, OptOut, Preference
from deskside.platform.notify.notices import digest_of
from deskside.platform.notify.service.resending import resend
from deskside.platform.notify.service.upkeep import forget_notices, wake_due
from deskside.platform.settings import SettingsVersion


def attempts(sending: Sending) -> list[tuple[int, str | None, str | None]]:
    def question(db: Reads) -> list[tuple[int, str | None, str | None]]:
        rows = db.scalars(select(Attempt).order_by(Attempt.id))
        return [(row.number, row.outcome, row.answer) for row in rows]

    return sending.database.read(question)


def test_a_notice_is_sent_once_on_its_first_channel(
    sending: Sending, channels: Channels, time: Time, minted: list[str]
) -> None:
    assert sending.post()
    assert not sending.post()
    sending.send()
    sending.send()
    (outgoing,) = channels["sms"].sent
    assert (outgoing.to, outgoing.content.body) == ("13900001111", "王，现在是处理中。密码 000001")
    (row,) = sending.rows()
    assert (row.state, row.provider_id, row.attempts, row.lost) == ("sent", "id-1", 1, 0)
    assert (row.address, row.body, row.minted) == ("139****1111", "王，现在是处理中。密码 ***", None)
    assert attempts(sending) == [(1, "sent", "250 taken")]
    assert minted == ["000001"]
    assert channels["email"].sent == []


def test_a_notice_of_a_transaction_that_was_rolled_back_is_never_sent(
    sending: Sending, channels: Channels, time: Time
) -> None:
    def fail(db: Writes) -> None:
        post(db, Notice(EVENT, "1", CUSTOMER, {"state": "x"}))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sending.database.write(fail)
    sending.send()
    assert (sending.rows(), channels["sms"].sent) == ([], [])


@pytest.mark.parametrize(
    ("missing", "reason"), [("channel", "not_configured"), ("address", "no_address")], ids=str
)
def test_what_cannot_be_used_is_skipped(
    sending: Sending, channels: Channels, time: Time, missing: str, reason: str
) -> None:
    if missing == "channel":
        del channels.by_name["sms"]
        sending.post()
    else:
        sending.post(recipient=Recipient("customer:2", "张", email="zhang@example.com"))
    sending.send()
    assert sending.states() == [("sms", "skipped", reason), ("email", "sent", None)]


def test_an_opt_out_is_heeded_on_the_channel_it_names(
    sending: Sending, channels: Channels, time: Time
) -> None:
    def mute(db: Writes) -> None:
        row = OptOut(
            once_key=digest_of("a"), recipient_key="customer:1", recipient_name="王", event="*", channel="sms"
        )
        row.reason, row.author, row.at = "", "李", time.now
        db.add(row)

    sending.database.write(mute)
    sending.post()
    sending.send()
    assert sending.states() == [("sms", "skipped", "opted_out"), ("email", "sent", None)]


def test_of_one_subject_only_the_newest_is_told(sending: Sending, channels: Channels, time: Time) -> None:
    for state in ("处理中", "已完成"):
        sending.post(state, state, subject="project:1")
    sending.send("sms")
    assert [outgoing.content.title for outgoing in channels["sms"].sent] == ["状态：已完成"]
    assert sending.states() == [("sms", "superseded", "newer"), ("sms", "sent", None)]


def test_what_is_too_old_is_not_told_any_more(sending: Sending, channels: Channels, time: Time) -> None:
    sending.post()
    time.forward(hours=24)
    sending.send()
    assert sending.states() == [("sms", "expired", "too_old")]
    assert channels["sms"].sent == []


def test_quiet_hours_are_waited_for_unless_it_is_urgent(
    sending: Sending, channels: Channels, time: Time
) -> None:
    time.forward(hours=11)  # 23:00
    sending.post("1")
    sending.post("2", urgent=True, recipient=Recipient("customer:2", "张", phone="13700003333"))
    sending.send("sms")
    assert sending.states() == [("sms", "waiting", "quiet"), ("sms", "sent", None)]
    time.forward(hours=8, minutes=59)
    sending.send("sms")
    assert len(channels["sms"].sent) == 1
    time.forward(minutes=1)  # 08:00
    sending.send("sms")
    assert len(channels["sms"].sent) == 2


def test_the_quota_holds_back_what_is_over_it_until_the_next_hour(
    sending: Sending, channels: Channels, time: Time
) -> None:
    def limit(db: Writes) -> None:
        row = SettingsVersion(
            group_name="notify", version=1, value={"sms_hour": 2}, author="测试", at=time.now
        )
        db.add(row)

    sending.database.write(limit)
    for number in range(3):
        sending.post(str(number), recipient=Recipient(f"c:{number}", "王", phone="13900001111"))
    sending.send("sms")
    assert [row.reason for row in sending.rows()] == [None, None, "quota"]
    time.forward(hours=1)
    sending.send("sms")
    assert len(channels["sms"].sent) == 3


def test_a_digest_is_one_message_at_its_time(
    sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    def choose(db: Writes) -> None:
        db.add(Preference(user_id=user.user_id, digest=True, version=1))

    sending.database.write(choose)
    for number in range(3):
        sending.post(str(number), f"第{number}", recipient=user, channels=("inbox", "email"))
    sending.post("urgent", "急", recipient=user, channels=("email",), urgent=True)
    sending.send()
    assert [one.content.title for one in channels["email"].sent] == ["急"]
    assert len(channels["inbox"].sent) == 3
    time.forward(hours=21)  # 09:00
    channels["email"].raises = [RemoteUnavailable("away", retry_after=60)]
    sending.send()
    time.forward(minutes=1)
    sending.post("late", "迟", recipient=user, channels=("email",))
    sending.send()
    _urgent, first, second = channels["email"].sent
    assert first == second
    assert first.content.title == "消息汇总（3 条）"
    assert all(f"第{number}" in first.content.body for number in range(3))
    mails = [row for row in sending.rows() if row.channel == "email"]
    assert [(row.state, row.digest) for row in mails] == [
        *[("sent", True)] * 3,
        ("sent", False),
        ("waiting", True),
    ]
    assert [row.provider_id for row in mails[:3]] == ["id-3"] * 3


def test_a_digest_has_only_the_newest_of_each_subject_and_nothing_unwanted(
    sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    def choose(db: Writes) -> None:
        db.add(Preference(user_id=user.user_id, digest=True, version=1))

    sending.database.write(choose)
    for key, state, subject in (("1", "甲", "a"), ("2", "旧", "b"), ("3", "丙", "c")):
        sending.post(key, state, recipient=user, channels=("email",), subject=subject)
    sending.send("email")
    sending.post("4", "新", recipient=user, channels=("email",), subject="b")
    sending.send("email")
    time.forward(hours=21)  # 09:00
    sending.send("email")
    (outgoing,) = channels["email"].sent
    assert [word for word in ("甲", "旧", "丙", "新") if word in outgoing.content.body] == ["甲", "丙", "新"]
    assert sending.states()[1] == ("email", "superseded", "newer")


def test_the_inbox_is_served_besides_the_others_and_at_any_hour(
    sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    time.forward(hours=11)  # 23:00
    sending.post(recipient=user, channels=("inbox", "sms"))
    sending.send()
    assert sending.states() == [("inbox", "sent", None), ("sms", "waiting", "quiet")]


def test_a_disabled_user_is_told_nothing(
    sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    sending.post(recipient=user, channels=("sms",))
    with sending.database.writing() as db:
        db.get_one(User, user.user_id).disabled = True
    sending.send()
    assert sending.states() == [("sms", "skipped", "no_address")]


def test_a_file_goes_along_by_mail_and_its_loss_is_told(
    sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    with sending.database.writing() as db:
        file_id = save_upload(db, 1, "周报.xlsx", BytesIO(b"PK"))
    sending.post("1", recipient=user, channels=("email",), attachments=(file_id,))
    sending.post("2", recipient=user, channels=("email",), attachments=("gone",))
    sending.send("email")
    (outgoing,) = channels["email"].sent
    assert [(one.name, one.data) for one in outgoing.attachments] == [("周报.xlsx", b"PK")]
    assert sending.states() == [("email", "sent", None), ("email", "failed", "no_attachment")]


def test_a_notice_sent_again_has_a_key_of_its_own(
    sending: Sending, channels: Channels, time: Time, minted: list[str]
) -> None:
    sending.post()
    sending.send("sms")
    (row,) = sending.rows()
    actor = Principal(1, "li", "李明", None, frozenset(), frozenset(), "session", 1)
    sending.database.write(resend, row.id, actor, "zh")
    sending.send("sms")
    first, second = channels["sms"].sent
    assert first.key != second.key
    assert minted == ["000001", "000002"]
    assert sending.states() == [("sms", "sent", None)] * 2


def test_a_group_hears_once_what_is_meant_for_several_of_its_people(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels.by_name["wecom_bot"] = Channel()
    for number in range(3):
        sending.post("alarm", recipient=Recipient(f"user:{number}", "王"), channels=("wecom_bot",))
    sending.send("wecom_bot")
    assert len(channels["wecom_bot"].sent) == 1


def test_a_dead_letter_is_found_by_the_watch(sending: Sending, channels: Channels, time: Time) -> None:
    sending.post()
    with sending.database.writing() as db:
        for job in db.scalars(select(Job)):
            db.delete(job)
    sending.database.write(wake_due)

    def question(db: Reads) -> list[tuple[str, str | None]]:
        return [(job.name, job.group_name) for job in db.scalars(select(Job))]

    assert sending.database.read(question) == [("notify.send.sms", "notify.sms")]


def test_the_log_is_forgotten_after_its_days_but_not_what_still_waits(
    sending: Sending, channels: Channels, time: Time
) -> None:
    sending.post("1")
    sending.send("sms")
    sending.post("2")
    time.forward(days=181)
    assert sending.database.write(forget_notices) == 1
    assert [row.state for row in sending.rows()] == ["waiting"]
    assert attempts(sending) == []
