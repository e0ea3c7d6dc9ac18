"""Customers that may be the same, merging them, and parting them again."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.contacts.schemas.customers import CustomerOut, CustomerRow
from deskside.modules.contacts.schemas.fields import Id

Why = Literal["phone", "name_and_company"]
Choice = Literal["name", "importance", "company", "country", "address", "phone", "website", "comment"]
Merged = Annotated[list[Id], Field(min_length=1, max_length=9)]


class Suggestion(Output):
    """Customers that share a number, or name and company."""

    why: Why
    shared: str
    customers: list[CustomerRow]


class SuggestionsOut(Output):
    items: list[Suggestion]
    total: int


class DifferentIn(Input):
    """These are different people; they are suggested no more."""

    ids: Annotated[list[Id], Field(min_length=2, max_length=10)]


class MergeIn(Input):
    """Merge `ids` into `keep_id`. `choices` names whose value a field gets.

    Else it is the kept one's, or where that is empty the first that is not, and the highest rating.
    """

    keep_id: Id
    ids: Merged
    choices: dict[Choice, Id] = Field(default_factory=dict)


class Differing(Output):
    """A field of which the customers hold different values, by customer id."""

    field: Choice
    values: dict[int, str]


class MergePreview(Output):
    """What the merged customer would be; nothing is changed."""

    result: CustomerOut
    differing: list[Differing]


class MergeOut(Output):
    """A merge that can be taken back by its `id`."""

    id: int
    kept: CustomerOut


class MergeRow(Output):
    id: int
    kept_id: int
    kept_name: str
    merged_ids: list[int]
    actor: str
    at: datetime
    undone_at: datetime | None


class UnmergeOut(Output):
    """Who is there again; `left` are fields and addresses that were changed since and stay."""

    restored: list[int]
    left: list[str]
