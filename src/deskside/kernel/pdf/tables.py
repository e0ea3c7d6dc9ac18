"""A table over as many pages as it takes; the foot of each page says how many rows there are in all."""

from collections.abc import Sequence
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Protocol

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from deskside.kernel.pdf.fonts import font_for
from deskside.kernel.pdf.sheets import Sheet

MARGIN, LINE, TEXT, TITLE = 36.0, 14.0, 8.0, 14.0
HEAD_LINES = 4
WIDTH: float
HEIGHT: float
WIDTH, HEIGHT = landscape(A4)
ROWS_PER_PAGE = int((HEIGHT - 2 * MARGIN) / LINE) - HEAD_LINES - 2
FONT = "document"
ELLIPSIS = "…"


class _Surface(Protocol):
    """The part of reportlab's canvas that is used."""

    def setFont(self, name: str, size: float) -> None: ...  # noqa: N802 - reportlab's own names
    def drawString(self, x: float, y: float, text: str) -> None: ...  # noqa: N802
    def drawRightString(self, x: float, y: float, text: str) -> None: ...  # noqa: N802
    def line(self, x: float, y: float, to_x: float, to_y: float) -> None: ...
    def showPage(self) -> None: ...  # noqa: N802


def print_sheet(path: Path, sheet: Sheet) -> int:
    """Print every row and say how many they are. A cell that is too wide ends in an ellipsis."""
    count, characters = 0, set("共行第页 /" + ELLIPSIS)
    for text in (sheet.title, *sheet.notes, *(column.title for column in sheet.columns)):
        characters.update(text)
    for row in sheet.rows():
        count += 1
        characters.update(*row)
    font = TTFont(FONT, font_for(characters))
    widths: dict[int, int] = font.face.charWidths
    pdfmetrics.registerFont(font)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.setTitle(sheet.title)
    printed = _Printer(canvas, widths, sheet, count).print_all()
    canvas.save()
    return printed


class _Printer:
    def __init__(self, canvas: _Surface, widths: dict[int, int], sheet: Sheet, count: int) -> None:
        self._canvas = canvas
        self._widths = widths
        self._sheet = sheet
        self._count = count
        total = sum(column.share for column in sheet.columns)
        room = (WIDTH - 2 * MARGIN) / total
        edges = [MARGIN]
        for column in sheet.columns:
            edges.append(edges[-1] + column.share * room)
        self._edges = edges
        self._pages = max(1, ceil(count / ROWS_PER_PAGE))

    def print_all(self) -> int:
        rows, printed = iter(self._sheet.rows()), 0
        for number in range(1, self._pages + 1):
            y = self._head(number)
            for row in islice(rows, ROWS_PER_PAGE):
                self._row(row, y)
                y -= LINE
                printed += 1
            foot = f"共 {self._count} 行  第 {number} / {self._pages} 页"
            self._canvas.drawRightString(WIDTH - MARGIN, MARGIN - LINE, foot)
            self._canvas.showPage()
        return printed

    def _head(self, number: int) -> float:
        y = HEIGHT - MARGIN
        if number == 1:
            self._canvas.setFont(FONT, TITLE)
            self._canvas.drawString(MARGIN, y - TITLE / 2, self._sheet.title)
        self._canvas.setFont(FONT, TEXT)
        if number == 1:
            for line, note in enumerate(self._sheet.notes[:2], 1):
                self._canvas.drawString(MARGIN, y - TITLE / 2 - line * LINE, note)
        y -= HEAD_LINES * LINE
        self._row([column.title for column in self._sheet.columns], y)
        self._canvas.line(MARGIN, y - 4, WIDTH - MARGIN, y - 4)
        return y - LINE

    def _row(self, cells: Sequence[str], y: float) -> None:
        for column, cell, left, right in zip(
            self._sheet.columns, cells, self._edges, self._edges[1:], strict=False
        ):
            text = self._fitting(cell, right - left - 4)
            if column.align == "right":
                self._canvas.drawRightString(right - 4, y, text)
            else:
                self._canvas.drawString(left, y, text)

    def _fitting(self, text: str, room: float) -> str:
        width = 0.0
        for place, char in enumerate(text):
            width += self._widths.get(ord(char), 1000) * TEXT / 1000
            if width > room:
                return f"{text[: max(0, place - 1)]}{ELLIPSIS}"
        return text
