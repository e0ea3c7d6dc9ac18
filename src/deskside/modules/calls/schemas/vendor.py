"""What the vendor's answers mean to us."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec

SyncType = Literal["t10", "t3", "today", "manual", "read"]
Track = Literal["tasks", "records"]

Key = Annotated[str, msgspec.Meta(max_length=64)]
Short = Annotated[str, msgspec.Meta(max_length=40)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Place = Annotated[str, msgspec.Meta(max_length=50)]
LATEST = 4_102_444_800
"""The end of 2099 in unix seconds."""
Moment = Annotated[int, msgspec.Meta(ge=0, lt=LATEST)]
Seconds = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class Call(msgspec.Struct, frozen=True, gc=False):
    """One call. `called_at` is in unix seconds, `seconds` how long it lasted.

    The names on the wire are the vendor's, so that a page whose types are the agreed ones is decoded into
    these at once: there are 200,000 a day.
    """

    record_id: Key = msgspec.field(name="id")
    called_at: Moment = msgspec.field(name="callTime")
    seconds: Seconds = msgspec.field(name="duration")
    answered: int = msgspec.field(name="isCall")
    phone: Short
    grade: Short
    agent_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] = msgspec.field(name="userId")
    agent_name: Name = msgspec.field(name="deviceName")
    task_id: Key = msgspec.field(name="taskId")
    task_name: Name = msgspec.field(name="TaskName")
    hangup: Annotated[str, msgspec.Meta(max_length=100)] = msgspec.field(name="hangupReason")
    province: Place
    city: Place


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page, and how many records the vendor says there are in all."""

    calls: list[Call]
    total: int


@dataclass(frozen=True, slots=True)
class PageIds:
    """Which records one page holds, in their order, and how many the vendor says there are in all."""

    ids: list[str]
    total: int


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked for: a day, to its end or (`until`, unix seconds) to an earlier moment."""

    day: date
    until: int | None = None


@dataclass(frozen=True, slots=True)
class VendorStat:
    """One task or account of a day."""

    ref: str
    name: str
    callout: int
    called: int
    success: int
