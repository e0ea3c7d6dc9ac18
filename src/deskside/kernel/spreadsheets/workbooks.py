"""Workbooks (.xlsx): checked as an archive, then read by calamine; runs in the child only."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from deskside.kernel.spreadsheets.cells import Cell, Row
from deskside.kernel.spreadsheets.errors import SheetTooLarge, SheetUnreadable
from deskside.kernel.spreadsheets.frames import Task

CHUNK = 1 << 16
MB = 1 << 20
EXACT = 10**15
"""From 16 digits on a number is an id, and a double may no longer hold it: it stays text."""
LONGEST_ID = 10**21
DAMAGED = "the workbook is damaged: open it in a spreadsheet program and save it again as .xlsx"

Raw = str | int | float | bool | datetime | date | time | timedelta


def check_archive(file: BinaryIO, task: Task) -> None:
    """Refuse what unpacks to too much, is damaged, is no .xlsx, or brings a DTD; reads every part once."""
    size = file.seek(0, 2)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_sizes(sum(part.file_size for part in parts), size, task)
            _check_kind({part.filename for part in parts})
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError):
        raise SheetUnreadable(DAMAGED) from None
    except RuntimeError:
        raise SheetUnreadable("the workbook has a password: save it without one") from None


def _check_sizes(inflated: int, size: int, task: Task) -> None:
    if inflated > task.inflated_bytes:
        limit = task.inflated_bytes // MB
        raise SheetTooLarge(f"the workbook unpacks to more than {limit} MB: split it or save it as CSV")
    if inflated > task.ratio * size:
        raise SheetTooLarge(
            f"the workbook unpacks to more than {task.ratio} times its size: save it again or as CSV"
        )


def _check_kind(names: set[str]) -> None:
    if not any(name.startswith("xl/") for name in names) or "xl/workbook.bin" in names:
        raise SheetUnreadable("this is not an .xlsx workbook: save it as .xlsx or as CSV")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack to nowhere: a wrong length or checksum is a BadZipFile."""
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if b"<!DOCTYPE" in (text := before + chunk) or b"<!ENTITY" in text:
                raise SheetUnreadable("the workbook holds a document type definition, which is refused")
            before = chunk[-16:]


class Workbook:
    """An open workbook and the names of its sheets."""

    def __init__(self, file: BinaryIO, task: Task) -> None:
        check_archive(file, task)
        file.seek(0)
        try:
            self._book = CalamineWorkbook.from_filelike(file)
        except CalamineError:
            raise SheetUnreadable(DAMAGED) from None
        self.sheets = list(self._book.sheet_names)

    def rows(self, name: str | None) -> Iterator[Row]:
        """Rows of the sheet called `name`, or of the first that shows; from row 1 and column A on."""
        try:
            sheet = self._book.get_sheet_by_name(self._choose(name))
        except CalamineError:
            raise SheetUnreadable(DAMAGED) from None
        return _rows(sheet)

    def _choose(self, name: str | None) -> str:
        if name is not None:
            if name not in self.sheets:
                raise SheetUnreadable(f"there is no sheet {name}; there are: {', '.join(self.sheets)}")
            return name
        for sheet in self._book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                return sheet.name
        raise SheetUnreadable("the workbook has no sheet that shows")


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    if sheet.start is None:
        return
    # calamine leaves out empty columns before the first used one, but not empty rows.
    before: Row = [None] * sheet.start[1]
    for raw in sheet.iter_rows():
        cells = [_cell(cell) for cell in raw]
        yield before + cells if any(cell is not None for cell in cells) else []


def _text(text: str) -> str:
    """Calamine leaves the escapes of the two characters that XML cannot hold at all."""
    return text.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff") if "_xFFF" in text else text


def _cell(cell: Raw) -> Cell:
    if isinstance(cell, str):
        return _text(cell) or None
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell


def _number(value: float) -> Cell:
    if not value.is_integer() or abs(value) >= LONGEST_ID:
        return value
    return int(value) if abs(value) < EXACT else str(int(value))
