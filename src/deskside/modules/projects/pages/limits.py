"""How often a page may be asked for in a minute, counted in this process."""

import time
from collections.abc import Callable

MINUTE = 60.0
PER_VIEWER, PER_LINK, PER_ADDRESS, ACTIONS_PER_ADDRESS = 60, 20, 120, 30


class PerMinute:
    """At most `most` a minute under one name; all names begin their minute together."""

    def __init__(self, most: int, moment: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._moment = moment
        self._began = moment()
        self._used: dict[str | int, int] = {}

    def spend(self, name: str | int | None) -> int:
        """Take one: 0, or the seconds to wait. No name: nobody counts it."""
        if name is None:
            return 0
        now = self._moment()
        if now - self._began >= MINUTE:
            self._began = now
            self._used.clear()
        used = self._used.get(name, 0)
        if used >= self._most:
            return max(1, int(self._began + MINUTE - now) + 1)
        self._used[name] = used + 1
        return 0


class Limits:
    """The budgets of pages and of what is done on them."""

    def __init__(self, moment: Callable[[], float] = time.monotonic) -> None:
        self.viewer = PerMinute(PER_VIEWER, moment)
        self.link = PerMinute(PER_LINK, moment)
        self.address = PerMinute(PER_ADDRESS, moment)
        self.actions = PerMinute(ACTIONS_PER_ADDRESS, moment)
        self.link_actions = PerMinute(PER_LINK, moment)
