"""The jobs of notify: one for each channel, so that a slow one delays no other."""

from collections.abc import Iterable

from deskside.kernel.db import Writes
from deskside.platform.jobs import Message, enqueue


class SendWechat(Message, name="notify.send.wechat"): ...


class SendWecom(Message, name="notify.send.wecom"): ...


class SendWecomBot(Message, name="notify.send.wecom_bot"): ...


class SendSms(Message, name="notify.send.sms"): ...


class SendEmail(Message, name="notify.send.email"): ...


class SendInbox(Message, name="notify.send.inbox"): ...


class SendApprise(Message, name="notify.send.apprise"): ...


class Watch(Message, name="notify.watch"):
    """Wake channels that have something due and no job."""


SENDING: dict[str, type[Message]] = {
    "wechat": SendWechat,
    "wecom": SendWecom,
    "wecom_bot": SendWecomBot,
    "sms": SendSms,
    "email": SendEmail,
    "inbox": SendInbox,
    "apprise": SendApprise,
}


def wake(db: Writes, channels: Iterable[str], delay: float = 0.0) -> None:
    """Have what is due on these channels sent after this transaction; `delay` in seconds."""
    for channel in set(channels):
        enqueue(db, SENDING[channel](), dedup="due", delay=delay)
