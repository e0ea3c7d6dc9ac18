"""The glossary of tags."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.modules.assist.schemas.fields import Patch

TagText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=r"^[^\x00]*$")
]
Meaning = Annotated[str, Field(min_length=1, max_length=1_000)]


class TagIn(Input):
    tag: TagText
    meaning: Meaning


class TagPatch(Patch):
    never_null: ClassVar[frozenset[str]] = frozenset({"tag", "meaning"})

    tag: TagText | None = None
    meaning: Meaning | None = None


class TagOut(Output):
    """One entry; `accounts` is how many were seen with the tag, `visits` how often they were open."""

    id: int
    tag: str
    meaning: str
    accounts: int
    visits: int
    last_modified: datetime
    by: str | None
    version: int


class MeaningOut(Output):
    """`tag` as it was asked for; a null `meaning`: the glossary does not have it."""

    tag: str
    meaning: str | None


class UnknownTag(Output):
    """A tag that accounts carry and nobody has explained."""

    tag: str
    accounts: int
    visits: int
    first_at: datetime
    last_at: datetime
