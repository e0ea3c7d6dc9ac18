"""What a panel is told while an account is on screen."""

from typing import Literal

from deskside.kernel.wire import Output


class ChangesOut(Output):
    """`changed` is what is not as `since` had it; ask the look-up, or the panel's configuration, again.

    `revision` is the next question's `since`.
    """

    revision: str
    changed: list[Literal["reminders", "ticks", "panel"]]
