"""What becomes of a notice whose channel refuses, is away, or does not answer."""

from sqlalchemy import select
from tests.platform.notify.conftest import EVENT, Channels, Sending, Time

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.kernel.db import Reads, Writes
from deskside.platform.notify import Delivery, PostedNotice, Recipient, declare_minted
from deskside.platform.notify.channels.base import AnswerLost, RecipientBusy, RecipientRefused
from deskside.platform.notify.models import ChannelState
from deskside.platform.settings import SettingsVersion


def test_a_refused_recipient_is_told_on_the_next_channel(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].raises = [RecipientRefused("blacklisted")]
    sending.post()
    sending.send()
    assert sending.states() == [("sms", "failed", "recipient_refused"), ("email", "sent", None)]


def test_it_is_tried_again_with_growing_pauses_and_then_elsewhere(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].always = RemoteUnavailable("away")
    sending.post()
    sending.send("sms")
    for tried, seconds in enumerate((10, 20, 40), 1):
        time.forward(seconds=seconds - 1)
        sending.send("sms")
        assert len(channels["sms"].sent) == tried
        time.forward(seconds=1)
        sending.send("sms")
    sending.send()
    assert sending.states() == [("sms", "failed", "unavailable"), ("email", "sent", None)]
    assert len(channels["sms"].sent) == 4
    assert len({outgoing.key for outgoing in channels["sms"].sent}) == 1


def test_the_provider_s_wish_to_wait_is_heeded(sending: Sending, channels: Channels, time: Time) -> None:
    channels["sms"].raises = [RemoteUnavailable("busy", retry_after=300)]
    sending.post()
    sending.send("sms")
    time.forward(seconds=299)
    sending.send("sms")
    assert len(channels["sms"].sent) == 1
    time.forward(seconds=1)
    sending.send("sms")
    assert sending.states() == [("sms", "sent", None)]


def test_a_channel_that_is_down_is_left_alone_and_the_rest_goes_elsewhere(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].always = RemoteRefused("wrong key")
    for number in range(5):
        sending.post(
            str(number), recipient=Recipient(f"c:{number}", "王", phone="13900001111", email="a@b.c")
        )
    sending.send()
    assert len(channels["sms"].sent) == 1
    assert [row.state for row in sending.rows() if row.channel == "email"] == ["sent"] * 5


def test_without_another_channel_it_waits_for_the_one_it_has(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].raises = [RemoteRefused("wrong key")]
    sending.post(channels=("sms",))
    sending.send("sms")
    assert sending.states() == [("sms", "waiting", "refused")]
    time.forward(seconds=901)
    sending.send("sms")
    assert sending.states() == [("sms", "sent", None)]


def test_a_busy_recipient_stops_nobody_else(sending: Sending, channels: Channels, time: Time) -> None:
    channels["sms"].raises = [RecipientBusy("too often", retry_after=60)]
    sending.post("1")
    sending.post("2", recipient=Recipient("customer:2", "张", phone="13700003333"))
    sending.send("sms")
    assert sending.states() == [("sms", "waiting", "retry"), ("sms", "sent", None)]


def test_after_a_lost_answer_it_is_repeated_once_marked_and_with_the_same_key(
    sending: Sending, channels: Channels, time: Time, minted: list[str]
) -> None:
    channels["sms"].always = AnswerLost("silence")
    sending.post()
    sending.send("sms")
    assert sending.states() == [("sms", "maybe", "answer_lost")]
    time.forward(seconds=10)
    sending.send("sms")
    time.forward(hours=1)
    sending.send()
    first, second = channels["sms"].sent
    assert (first.key, first.repeated, second.repeated) == (second.key, False, True)
    assert first.content == second.content
    assert minted == ["000001"]
    assert sending.states() == [("sms", "maybe_sent", "answer_lost")]
    assert channels["email"].sent == []


def test_an_answer_that_cannot_be_read_is_kept_for_an_administrator(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].raises = [RemoteAnswerChanged("no JSON", sample=b"<html>13900001111")]
    sending.post()
    sending.send("sms")

    def question(db: Reads) -> tuple[bool, str | None]:
        state = db.get_one(ChannelState, "sms")
        return state.refused, state.sample

    assert sending.database.read(question) == (True, "<html>139****1111")
    assert sending.states()[0] == ("sms", "failed", "answer_changed")


def test_a_notice_that_cannot_be_said_holds_up_nobody(
    sending: Sending, channels: Channels, time: Time
) -> None:
    def mint(_db: Writes, notice: PostedNotice) -> str:
        return str(int(notice.notice_key))

    declare_minted(EVENT, "code", mint)
    sending.post("broken")
    sending.post("2", recipient=Recipient("customer:2", "张", phone="13700003333"))
    sending.send()
    assert [row.state for row in sending.rows() if row.channel == "sms"] == ["failed", "sent"]
    assert sending.states()[0] == ("sms", "failed", "text")


def test_what_a_library_raises_counts_as_a_lost_answer(
    sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].raises = [ZeroDivisionError()]  # type: ignore[list-item]  # as a library might
    sending.post()
    sending.send("sms")
    assert sending.states() == [("sms", "maybe", "answer_lost")]


def test_something_newer_waits_while_something_older_is_being_told(
    sending: Sending, channels: Channels, time: Time
) -> None:
    def begin(db: Writes) -> None:
        db.scalars(select(Delivery)).one().state = "sending"

    sending.post("1", "处理中", subject="project:1", channels=("email",))
    sending.database.write(begin)
    sending.post("2", "已完成", subject="project:1", channels=("sms",))
    sending.send("sms")
    assert sending.states()[1] == ("sms", "waiting", "order")
    sending.send("email")
    time.forward(seconds=2)
    sending.send("sms")
    assert sending.states() == [("email", "maybe_sent", "answer_lost"), ("sms", "sent", None)]


def test_an_urgent_notice_does_not_wait_for_a_quota(sending: Sending, channels: Channels, time: Time) -> None:
    def limit(db: Writes) -> None:
        row = SettingsVersion(group_name="notify", version=1, value={"sms_day": 1}, author="测试")
        row.at = time.now
        db.add(row)

    sending.database.write(limit)
    sending.post("1")
    sending.post("2", urgent=True)
    sending.send()
    assert (len(channels["sms"].sent), len(channels["email"].sent)) == (1, 0)
    assert sending.states() == [("sms", "waiting", "quota"), ("sms", "sent", None)]
    sending.post("3", urgent=True)
    sending.send()
    assert sending.states()[2:] == [("sms", "failed", "quota"), ("email", "sent", None)]
