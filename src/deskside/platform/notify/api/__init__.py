"""`/api/notify`: 消息."""

from deskside.kernel.routing import joined
from deskside.platform.notify.api import channels, inbox, log, people, received, rules, templates

router = joined(part.router for part in (log, templates, rules, channels, inbox, people, received))
