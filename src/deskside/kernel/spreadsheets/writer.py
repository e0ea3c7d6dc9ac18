"""Writing tables: every text stays text, every row is counted, nothing is cut."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from deskside.kernel.spreadsheets.cells import Cell, cell_text, defuse
from deskside.kernel.spreadsheets.errors import SheetTooLarge


@runtime_checkable
class Yuan(Protocol):
    """Money, without what it imports: the reading child passes by here."""

    def to_yuan(self) -> Decimal:
        """The amount."""


Writable = Cell | Decimal | Yuan
"""Aware moments are written as wall-clock times of the zone given; money in yuan."""

MOST_ROWS = 1_048_575
"""Of an .xlsx sheet, below its header."""
LONGEST_TEXT = 32_767
EXACT = 10**15


@dataclass(frozen=True)
class Table:
    """One sheet: its name, the header (empty: none), and rows that may come from a stream."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Writable]]


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Writable]], *, zone: ZoneInfo
) -> int:
    """Write UTF-8 with a byte order mark, and say how many rows stand below the header."""
    count = 0
    with (
        _whole(path),
        path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file,
    ):
        write = csv.writer(file).writerow
        write([defuse(name) for name in header])
        for row in rows:
            write([_csv_cell(cell, zone) for cell in row])
            count += 1
    return count


def write_xlsx(path: Path, tables: Sequence[Table], *, zone: ZoneInfo) -> int:
    """Write one sheet a table, and say how many rows stand below the headers of all.

    SheetTooLarge where a sheet cannot hold the rows or a cell its text; then there is no file.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with _whole(path), xlsxwriter.Workbook(str(path), options) as book:
        formats = _Formats(book.add_format)
        return sum(_write_table(book.add_worksheet(table.name), table, formats, zone) for table in tables)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """No file rather than half a file."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class _Worksheet(Protocol):
    """The part of xlsxwriter's sheets that is used."""

    def write_string(self, row: int, column: int, text: str, cell_format: object = None) -> int: ...
    def write_number(self, row: int, column: int, number: float, cell_format: object = None) -> int: ...
    def write_boolean(self, row: int, column: int, value: bool, cell_format: object = None) -> int: ...  # noqa: FBT001 - xlsxwriter's own
    def write_datetime(self, row: int, column: int, value: date, cell_format: object = None) -> int: ...
    def freeze_panes(self, row: int, column: int) -> None: ...


class _Formats:
    """How a workbook shows what it holds."""

    def __init__(self, make: Callable[[dict[str, object]], object]) -> None:
        self.header = make({"bold": True})
        self.day = make({"num_format": "yyyy-mm-dd"})
        self.moment = make({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.money = make({"num_format": "#,##0.00"})


def _write_table(sheet: _Worksheet, table: Table, formats: _Formats, zone: ZoneInfo) -> int:
    above = 1 if table.header else 0
    sheet.freeze_panes(above, 0)
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, formats.header)
    count = 0
    for count, row in enumerate(table.rows, 1):
        if count > MOST_ROWS:
            raise SheetTooLarge(f"a workbook sheet holds {MOST_ROWS} rows at most: export it as CSV")
        for column, cell in enumerate(row):
            _write_cell(sheet, count - 1 + above, column, _plain(cell, zone), formats)
    return count


def _write_cell(sheet: _Worksheet, row: int, column: int, cell: Writable, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, formats.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats.day)
    elif isinstance(cell, (int, float, Decimal)) and -EXACT < cell < EXACT:
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, Yuan):
        sheet.write_number(row, column, float(cell.to_yuan()), formats.money)
    else:
        _write_text(sheet, row, column, str(cell))


def _write_text(sheet: _Worksheet, row: int, column: int, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        place = f"row {row}, column {column + 1}"
        raise SheetTooLarge(f"{place} has more than {LONGEST_TEXT} characters: export it as CSV")
    sheet.write_string(row, column, text.encode("utf-8", "backslashreplace").decode())


def _csv_cell(cell: Writable, zone: ZoneInfo) -> str:
    cell = _plain(cell, zone)
    if isinstance(cell, str):
        return defuse(cell)
    if isinstance(cell, Yuan):
        return str(cell.to_yuan())
    return str(cell) if isinstance(cell, Decimal) else cell_text(cell)


def _plain(cell: Writable, zone: ZoneInfo) -> Writable:
    if isinstance(cell, datetime):
        local = cell.astimezone(zone) if cell.tzinfo else cell
        return local.replace(tzinfo=None, microsecond=0)
    return cell
