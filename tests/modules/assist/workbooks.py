"""Workbooks as people upload them, and as they get them back."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl


def workbook(rows: Sequence[Sequence[object]], *, first_row: int = 1) -> bytes:
    """An .xlsx with one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for _ in range(1, first_row):
        sheet.append([])
    for row in rows:
        sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def column(*cells: object) -> bytes:
    """An .xlsx with a column A."""
    return workbook([[cell] for cell in cells])


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What an .xlsx holds, by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def bomb() -> bytes:
    """A small file that unpacks to 64 MB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (64 << 20))
    return held.getvalue()
