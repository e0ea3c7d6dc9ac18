"""Bounded types of fields."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from deskside.kernel.wire import Input
from deskside.modules.assist.models import MAX_ACCT_ID, MAX_INT

AcctId = Annotated[int, Field(ge=1, le=MAX_ACCT_ID)]


PlanId = Annotated[int, Field(ge=1, le=MAX_INT)]


Id = Annotated[int, Field(ge=1, le=MAX_INT)]


Text255 = Annotated[str, Field(min_length=1, max_length=255)]


Short255 = Annotated[str, Field(max_length=255)]


Contract = Annotated[str, Field(max_length=64)]


Note = Annotated[str, Field(max_length=16_000)]


Name40 = Annotated[str, Field(min_length=1, max_length=40)]
Name20 = Annotated[str, Field(min_length=1, max_length=20)]


Interval = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]


Accounts = Annotated[list[AcctId], Field(max_length=100_000)]


Tags = Annotated[list[Annotated[str, Field(max_length=255)]], Field(max_length=1_000)]


Moment = Annotated[str, Field(max_length=40, description="YYYY-MM-DD (site zone) or ISO 8601")]


class Patch(Input):
    """Only the fields that are present change. Those in `never_null` cannot be emptied."""

    never_null: ClassVar[frozenset[str]] = frozenset()

    version: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _no_emptied(self) -> "Patch":
        for name in sorted(self.never_null & self.model_fields_set):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null; leave it out to keep it")
        return self
