"""Telling people: an outbox that loses nothing, texts, rules, channels. Import from here."""

from deskside.platform.notify import jobs as _jobs  # noqa: F401 - declares what sends
from deskside.platform.notify.api import router
from deskside.platform.notify.channels.base import Senders
from deskside.platform.notify.channels.opening import VendorSenders, senders_of
from deskside.platform.notify.events import (
    Audience,
    Choice,
    Condition,
    Event,
    Texts,
    Variable,
    declare_event,
    declare_minted,
    forget_event,
)
from deskside.platform.notify.models import Delivery, PostedNotice
from deskside.platform.notify.notices import Notice, Recipient, post
from deskside.platform.notify.service.checking import check_channels
from deskside.platform.notify.service.upkeep import forget_notices
from deskside.platform.notify.texts import Channel, Content

__all__ = [
    "Audience",
    "Channel",
    "Choice",
    "Condition",
    "Content",
    "Delivery",
    "Event",
    "Notice",
    "PostedNotice",
    "Recipient",
    "Senders",
    "Texts",
    "Variable",
    "VendorSenders",
    "check_channels",
    "declare_event",
    "declare_minted",
    "forget_event",
    "forget_notices",
    "post",
    "router",
    "senders_of",
]
