"""Channels and their health."""

from datetime import datetime
from typing import Literal

from deskside.kernel.wire import Output
from deskside.platform.notify.texts import Channel

Source = Literal["environment", "settings", "none", "built_in"]
Health = Literal["ok", "unused", "not_configured", "refused", "down"]


class QuotaOut(Output):
    """`limit` 0: none."""

    limit: int
    used: int


class ChannelOut(Output):
    """A channel. `settings_group` is where it is set up; `paused_until`: it did not answer.

    `sample` is the beginning of an answer that could not be read.
    """

    key: Channel
    title: str
    configured: bool
    source: Source
    settings_group: str | None
    provider: str | None
    health: Health
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_error: str | None
    sample: str | None
    paused_until: datetime | None
    waiting: int
    hour: QuotaOut
    day: QuotaOut


class ChannelsOut(Output):
    """Every channel; `sinks_url` is where the demo shows what people received."""

    items: list[ChannelOut]
    sinks_url: str | None
