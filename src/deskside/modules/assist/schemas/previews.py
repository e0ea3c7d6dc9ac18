"""Whom a draft of a reminder would be shown to, and when reminders begin and end."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.fields import Id
from deskside.modules.assist.schemas.imports import ListId

Name = Annotated[str, Field(max_length=255)]


class PreviewIn(Input):
    """The targets of a draft, which need not be complete.

    With `is_global: false` the accounts are those of `account_list` (uploaded and ready), else those that
    `reminder_id` has now, else none.
    """

    title: Name = ""
    markets: list[Name] = Field(default_factory=list, max_length=100)
    is_global: bool
    is_all_business: bool = False
    businesses: list[Name] = Field(default_factory=list, max_length=1_000)
    number_list: Name | None = None
    account_list: ListId | None = None
    reminder_id: Id | None = None


class SampleAccount(Output):
    """An account as the last look-up reported it; null is not known. `sure`: it is known to fit."""

    acct_id: int
    market: str | None
    business: str | None
    tags: list[str] | None
    sure: bool


class PreviewOut(Output):
    """`count` accounts are known to fit; `unsure` more may fit, for something is not known of them.

    It rests on the `recorded` accounts that look-ups reported, and on the `listed` ones (null for everybody).
    `approximate`: a number over 10,000 is up to a minute old.
    """

    count: int
    unsure: int
    approximate: bool
    recorded: int
    listed: int | None
    samples: list[SampleAccount]


class CalendarEntry(Output):
    """A reminder that begins or ends at `at`, in the site zone."""

    id: int
    title: str
    markets: list[str]
    is_global: bool
    accounts_count: int
    at: datetime


class CalendarDay(Output):
    """`ending` are those that are shown on this day for the last time."""

    day: date
    starting: list[CalendarEntry]
    ending: list[CalendarEntry]


class CalendarOut(Output):
    """The days of a month on which a reminder begins or ends."""

    month: str
    today: date
    days: list[CalendarDay]
