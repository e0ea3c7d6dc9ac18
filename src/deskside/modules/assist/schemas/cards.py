"""What other modules know of an account, as the panel shows it."""

from datetime import datetime
from typing import Literal

from deskside.kernel.wire import Output

Tone = Literal["plain", "good", "warning", "bad"]


class FactOut(Output):
    label: str
    value: str
    tone: Tone
    href: str | None


class CardOut(Output):
    """`reason` says why a card is unavailable; the others are not touched by it."""

    key: str
    title: str
    state: Literal["ready", "empty", "unavailable"]
    reason: str | None
    facts: list[FactOut]
    as_of: datetime | None
