"""What can be printed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Rows = Callable[[], Iterable[Sequence[str]]]


@dataclass(frozen=True)
class Column:
    """A heading; `share` of the width beside the others; numbers stand right."""

    title: str
    share: float = 1.0
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Sheet:
    """What is printed. `rows` is called twice and must give the same: first to count, then to print."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Rows
