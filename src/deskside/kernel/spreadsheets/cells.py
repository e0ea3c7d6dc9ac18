"""Cells: what they may hold, and how text that looks like a formula is kept text."""

import re
from datetime import date, datetime

Cell = str | int | float | bool | datetime | date | None
"""An empty cell is None. Moments are wall-clock times without a zone, as workbooks hold them."""

Row = list[Cell]

_begins_a_formula = re.compile(r"'*[=+\-@\t\r]")
_was_defused = re.compile(r"'+[=+\-@\t\r]")


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it: ids without a decimal point, ISO dates, nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)


def defuse(text: str) -> str:
    """`text` for a CSV cell: a `'` in front where a program would take it for a formula.

    Text that begins with quotes and such a sign gets one more, so that `undefuse` gives back any text.
    """
    return f"'{text}" if _begins_a_formula.match(text) else text


def undefuse(text: str) -> str:
    """The text that `defuse` was given."""
    return text[1:] if _was_defused.match(text) else text
