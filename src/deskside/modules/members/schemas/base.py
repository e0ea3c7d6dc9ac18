"""The form of every answer: camelCase names, exact yuan, hours with at most two decimals."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from deskside.kernel.wire import Input, Output


def _number(figure: Decimal) -> int | float:
    return int(figure) if figure == figure.to_integral_value() else float(figure)


_as_number = PlainSerializer(_number, when_used="json")
Hours = Annotated[Decimal, _as_number, WithJsonSchema({"type": "number", "description": "hours"})]
Figure = Annotated[Decimal, _as_number, WithJsonSchema({"type": "number"})]


class CamelOutput(Output):
    """An answer whose names are camelCase."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True
    )


class CamelInput(Input):
    """A body whose names are camelCase."""

    model_config: ClassVar[ConfigDict] = ConfigDict(alias_generator=to_camel)


DegradedCode = Literal["timeout", "unavailable", "unreachable", "changed", "malformed", "failed"]


class Degraded(CamelOutput):
    """A part of the page that could not be had; in its place stands its empty default.

    `unavailable`: nothing was asked, because every connection hangs. `changed`: a view or column is missing.
    """

    name: str
    code: DegradedCode
    reason: str


class Metric(CamelOutput):
    """A figure with its label and unit."""

    label: str
    value: Figure
    unit: str


class NoteOut(CamelOutput):
    """What somebody wrote."""

    id: int
    content: str
    author: str
    pinned: bool
    created_at: datetime
