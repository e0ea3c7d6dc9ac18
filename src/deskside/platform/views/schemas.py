"""Views on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskside.kernel.paging import Items
from deskside.kernel.wire import Input, Output

Audience = Literal["me", "department", "all"]
ListKey = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Word = Annotated[str, StringConstraints(max_length=40)]
Query = Annotated[dict[Word, Annotated[str, StringConstraints(max_length=500)]], Field(max_length=30)]
Hidden = Annotated[list[Word], Field(max_length=40)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ViewIn(Input):
    """A new view. `query` is the list's address as names and values, without its page."""

    list_key: ListKey
    name: Name
    query: Query
    hidden: Hidden = Field(default_factory=list)
    audience: Audience = "me"
    department_id: Id | None = None


class ViewPatch(Input):
    """Changes made upon `version`."""

    version: int
    name: Name | None = None
    query: Query | None = None
    hidden: Hidden | None = None
    audience: Audience | None = None
    department_id: Id | None = None


class DefaultIn(Input):
    """What the list opens with; no view: with nothing chosen. With a department: for its people."""

    list_key: ListKey
    view_id: Id | None
    department_id: Id | None = None


class HandOver(Input):
    """Whose views go to whom."""

    from_user_id: Id
    to_user_id: Id


class HandedOver(Output):
    """How many views have a new owner."""

    views: int


class ViewOut(Output):
    """A view; `editable` says whether whoever asks may change it."""

    id: int
    list_key: str
    name: str
    query: dict[str, str]
    hidden: list[str]
    audience: Audience
    department_id: int | None
    department: str | None
    owner: str | None
    mine: bool
    editable: bool
    last_modified: datetime
    version: int


class ViewsOut(Items[ViewOut]):
    """Own views first, then shared ones; `default_id` is what the list opens with."""

    default_id: int | None
