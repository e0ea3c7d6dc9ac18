"""Calls written down by hand, on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from deskside.kernel.wire import Input, Output

Outcome = Literal["talked", "no_answer", "busy", "call_back", "refused", "wrong_number"]
Direction = Literal["out", "in"]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=128)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]


class LogIn(Input):
    """A call. `called_at` null: now; `seconds` null: not said."""

    phone: Phone
    name: Name = ""
    direction: Direction = "out"
    outcome: Outcome
    called_at: AwareDatetime | None = None
    seconds: Seconds | None = None
    note: Note = ""
    next_step: Line = ""
    next_on: date | None = None


class LogPatch(Input):
    """What shall change; `version` is that which was edited."""

    version: Annotated[int, Field(ge=1)]
    phone: Phone | None = None
    name: Name | None = None
    direction: Direction | None = None
    outcome: Outcome | None = None
    called_at: AwareDatetime | None = None
    seconds: Seconds | None = None
    note: Note | None = None
    next_step: Line | None = None
    next_on: date | None = None


class LogOut(Output):
    """`mine`: the asker wrote it and may change it. The number is masked for everybody else."""

    id: int
    phone: str
    name: str
    direction: Direction
    outcome: Outcome
    called_at: datetime
    seconds: int | None
    note: str
    next_step: str
    next_on: date | None
    by_name: str
    written_at: datetime
    version: int
    mine: bool


class FirstAnswersOut(Output):
    """A day's numbers; `rate` is reached_first / numbers, null where nobody was called."""

    day: date
    numbers: int
    reached: int
    reached_first: int
    calls: int
    rate: float | None


class FirstAnswersListOut(Output):
    """The days that are counted, the newest first. `counted` false: the setting is off, nothing is added."""

    items: list[FirstAnswersOut]
    total: int
    counted: bool
