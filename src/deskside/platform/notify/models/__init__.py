"""The tables of notify."""

from deskside.platform.notify.models.channels import ChannelState, QuotaUse
from deskside.platform.notify.models.outbox import Attempt, Delivery, PostedNotice
from deskside.platform.notify.models.wishes import OptOut, Preference
from deskside.platform.notify.models.words import Rule, TemplateVersion

__all__ = [
    "Attempt",
    "ChannelState",
    "Delivery",
    "OptOut",
    "PostedNotice",
    "Preference",
    "QuotaUse",
    "Rule",
    "TemplateVersion",
]
