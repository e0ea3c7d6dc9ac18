"""Grades on the wire and in store."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from deskside.kernel.wire import Input, Output

Text = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]*$")]
MOST = 30


class Grade(Input):
    """One grade. A record has it when its text equals one of `equals` or holds one of `contains`.

    A part that begins with a digit must not follow a digit or a dot. `price` is in yuan.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,20}$")]
    label: Text
    price: Annotated[str, StringConstraints(pattern=r"^\d{1,7}(\.\d{1,2})?$")] = "0.00"
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#64748b"
    equals: list[Text] = Field(default_factory=list, max_length=MOST)
    contains: list[Text] = Field(default_factory=list, max_length=MOST)
    success: bool = True


class GradesIn(Input):
    """All grades, in the order in which their rules are tried; `version` is the one seen."""

    version: int = Field(ge=0, le=2**31 - 1)
    grades: list[Grade] = Field(max_length=MOST)

    @model_validator(mode="after")
    def _different(self) -> Self:
        codes = [grade.code for grade in self.grades]
        if len(codes) != len(set(codes)):
            raise ValueError("two grades have the same code")
        return self


class GradesOut(Output):
    """The grades now; `version` 0: nobody has edited them. After an edit `run_id` counts all days anew."""

    version: int
    at: datetime | None = None
    author: str | None = None
    grades: list[Grade]
    run_id: int | None = None
