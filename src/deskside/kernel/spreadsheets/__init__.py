"""Tables in files: one reader that hostile files cannot hurt, one writer that writes no formula."""

from deskside.kernel.spreadsheets.cells import Cell, Row, cell_text
from deskside.kernel.spreadsheets.errors import SheetTooLarge, SheetUnreadable
from deskside.kernel.spreadsheets.reader import Limits, Sheet, open_sheet
from deskside.kernel.spreadsheets.writer import Table, Writable, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Limits",
    "Row",
    "Sheet",
    "SheetTooLarge",
    "SheetUnreadable",
    "Table",
    "Writable",
    "cell_text",
    "open_sheet",
    "write_csv",
    "write_xlsx",
]
