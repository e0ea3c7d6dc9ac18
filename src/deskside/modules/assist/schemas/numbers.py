"""Number lists and what they were loaded with."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.fields import Patch

ListName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^\x00]*$")
]
ListText = Annotated[str, Field(max_length=255)]
FilePath = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000, pattern=r"^[^\x00]*$")]


class NumberListIn(Input):
    """A new list. An empty `text` shows nothing; without a `path` its numbers are uploaded."""

    name: ListName
    text: ListText = ""
    path: FilePath | None = None


class NumberListPatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset({"name", "text"})

    name: ListName | None = None
    text: ListText | None = None
    path: FilePath | None = None


class NumberListOut(Output):
    """`operator`: name and path come from the environment. `failure`: why the file cannot be used now."""

    id: int
    name: str
    text: str
    path: str | None
    operator: bool
    size: int
    loaded_at: datetime | None
    failure: str | None
    reminders: int
    version: int


class Reasoned(Output):
    reason: str
    count: int


class SkippedRow(Output):
    row: int
    reason: str


class NumberLoadOut(Output):
    """One reading. Of the numbers that came and went the first are named, masked; the counts are of all."""

    id: int
    at: datetime
    source: Literal["file", "upload"]
    file_name: str | None
    by: str | None
    read: int
    added: int
    removed: int
    skipped: list[Reasoned]
    rows: list[SkippedRow]
    some_added: list[str]
    some_removed: list[str]
    failure: str | None


class MemberOut(Output):
    number: str
    member: bool


class Folders(Output):
    """Where files of number lists may lie on the server."""

    folders: list[str]


class ReloadOut(Output):
    run_id: int
