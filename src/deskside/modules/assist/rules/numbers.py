"""Telephone numbers as workbooks hold them: column A, a header allowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deskside.kernel.spreadsheets import Cell

LIST_NAME = "特殊中国号"
"""The list whose file DESKSIDE_ASSIST_NUMBERS_PATH names."""
LIST_TEXT = "特殊实名认证的48k中国号"
MAX_DIGITS = 20
NAMED_ROWS = 100
NO_NUMBER = "not a number"
TWICE = "given twice"


@dataclass(slots=True)
class NumberSheet:
    """What a sheet holds. `rows` are the first that were left out: row number and reason."""

    numbers: set[str] = field(default_factory=set)
    read: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, str]] = field(default_factory=list)


def parse_number(cell: Cell) -> str | None:
    """The digits of a cell; None for one that holds no number."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int)):
        return None
    text = str(cell).strip()
    return text if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def collect_numbers(rows: Iterable[Sequence[Cell]]) -> NumberSheet:
    """The numbers of column A. Empty cells are no rows; text in the first row is the header."""
    sheet = NumberSheet()
    for place, row in enumerate(rows, start=1):
        cell = row[0] if row else None
        if cell is None or cell == "":
            continue
        number = parse_number(cell)
        if number is None and place == 1 and isinstance(cell, str):
            continue
        sheet.read += 1
        _count(sheet, number, place)
    return sheet


def _count(sheet: NumberSheet, number: str | None, place: int) -> None:
    if number is not None and number not in sheet.numbers:
        sheet.numbers.add(number)
        return
    reason = NO_NUMBER if number is None else TWICE
    sheet.skipped[reason] = sheet.skipped.get(reason, 0) + 1
    if len(sheet.rows) < NAMED_ROWS:
        sheet.rows.append((place, reason))
