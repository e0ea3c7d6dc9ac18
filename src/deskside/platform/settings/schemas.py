"""Settings on the wire."""

from datetime import datetime

from pydantic import Field, JsonValue

from deskside.kernel.wire import Input, Output


class GroupOut(Output):
    """A group with what its form needs.

    `version` 0 means never saved; `secrets` says of each secret whether it is set; `form` is JSON schema.
    """

    name: str
    title: str
    title_en: str
    version: int
    author: str | None
    at: datetime | None
    values: dict[str, JsonValue]
    secrets: dict[str, bool]
    form: dict[str, JsonValue]


class GroupsOut(Output):
    items: list[GroupOut]
    total: int


class GroupIn(Input):
    """`version` is the one seen. Fields left out get their default; secrets left out stay, "" clears."""

    version: int = Field(ge=0)
    values: dict[str, JsonValue]


class FieldChange(Output):
    """One field; secrets show as "(secret)"."""

    field: str
    old: JsonValue
    new: JsonValue


class GroupChange(Output):
    """One saved version against the one before it."""

    version: int
    author: str
    at: datetime
    changes: list[FieldChange]
