"""What the vendor knows: its days, its tokens, and what is to go wrong."""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from deskside.kernel import clock
from deskside.modules.calls.demo import demo_calls
from deskside.modules.calls.schemas.vendor import Call
from deskside.modules.calls.settings import CallsEnv

USERNAME, PASSWORD, SECRET = "deskside", "vendor-demo", "vendor-demo-secret"
OK, INVALID_TOKEN, EXPIRED_TOKEN = 200, 1_000_001, 1_000_002
MOST_PER_PAGE, MOST_DAYS = 1000, 7
KEPT_DAYS = 12

Trouble = Literal["500", "429", "garbage", "truncated", "duplicate", "missing", "cut"]
"""Of a page: a status, no JSON, half its rows, the page before it again, no rows, JSON that breaks off."""


@dataclass
class Vendor:
    """`trouble` by page lasts for so many answers; `latency` in seconds; `grow` rows come with each page.

    `late_grade`: the grade of these; None: that of the day's last call.
    """

    zone: ZoneInfo
    calls_of: Callable[[date, ZoneInfo], list[Call]] = demo_calls
    latency: float = 0.05
    refuse_tokens: bool = False
    grow: int = 0
    late_grade: str | None = None
    trouble: dict[int, tuple[Trouble, int]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    _token: str = ""
    _expired: set[str] = field(default_factory=set)
    _days: dict[date, list[Call]] = field(default_factory=dict)

    def new_token(self) -> str:
        """A token for thirty days, or until `expire_token`."""
        self._token = secrets.token_hex(16)
        return self._token

    def expire_token(self) -> None:
        """Have the next request told that its token is over."""
        self._expired.add(self._token)
        self._token = ""

    def code_of(self, token: str) -> int:
        """200, or the code that says why not."""
        if self.refuse_tokens or token in self._expired:
            return EXPIRED_TOKEN
        return OK if token and token == self._token else INVALID_TOKEN

    def calls_between(self, starts: datetime, ends: datetime) -> list[Call]:
        """Calls that began in the span and not in the future, by time."""
        first, last = int(starts.timestamp()), min(int(ends.timestamp()), int(clock.now().timestamp()))
        days = [starts.date()] if starts.date() == ends.date() else _dates(starts.date(), ends.date())
        return [call for day in days for call in self.day(day) if first <= call.called_at <= last]

    def day(self, day: date) -> list[Call]:
        """All of a day, grown so far."""
        if day not in self._days:
            while len(self._days) >= KEPT_DAYS:
                self._days.pop(next(iter(self._days)))
            self._days[day] = self.calls_of(day, self.zone)
        return self._days[day]

    def set_day(self, day: date, calls: list[Call]) -> None:
        """Have the day be these."""
        self._days[day] = calls

    def grow_day(self, day: date) -> None:
        """Let late calls come in at the end."""
        calls = self.day(day)
        for _ in range(self.grow if calls else 0):
            late = f"late-{day:%Y%m%d}-{len(calls)}"
            grade = calls[-1].grade if self.late_grade is None else self.late_grade
            calls.append(msgspec.structs.replace(calls[-1], record_id=late, grade=grade))

    def trouble_at(self, page: int) -> Trouble | None:
        """What goes wrong at this answer."""
        kind, left = self.trouble.get(page, (None, 0))
        if kind is None or left <= 0:
            return None
        self.trouble[page] = (kind, left - 1)
        return kind


def _dates(first: date, last: date) -> list[date]:
    days = min((last - first).days, MOST_DAYS)
    return [date.fromordinal(first.toordinal() + n) for n in range(days + 1)]


def environment(url: str) -> dict[str, str]:
    """How the operator would name this vendor. Where another is named already, none of it."""
    if CallsEnv().url is not None:
        return {}
    return {
        "DESKSIDE_CALLS_URL": url,
        "DESKSIDE_CALLS_USERNAME": USERNAME,
        "DESKSIDE_CALLS_PASSWORD": PASSWORD,
    }
