"""CSV as it comes: whatever encoding and delimiter the sender's program chose."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from deskside.kernel.spreadsheets.cells import Row, undefuse
from deskside.kernel.spreadsheets.errors import SheetTooLarge, SheetUnreadable

LONGEST_CELL = 1_000_000
CHUNK = 1 << 16
SAMPLE = 1 << 12
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_quoted = re.compile(r'''(?:^|(?<=[,;\t\r\n]))"(?:[^"]|"")*"''')
SAVE_AGAIN = "open it in a spreadsheet program and save it as .xlsx or as CSV"


def csv_rows(file: BinaryIO) -> Iterator[Row]:
    """Rows of text; every cell is text or None."""
    csv.field_size_limit(LONGEST_CELL)
    encoding = find_encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    number = 0
    try:
        delimiter = find_delimiter(text.read(CHUNK))
        text.seek(0)
        for cells in csv.reader(text, delimiter=delimiter):
            yield [undefuse(cell) if cell else None for cell in cells]
            number += 1
    except UnicodeDecodeError:
        raise SheetUnreadable(f"row {number + 1} is damaged text: {SAVE_AGAIN}") from None
    except csv.Error:
        raise SheetTooLarge(
            f"row {number + 1} has a cell of more than {LONGEST_CELL} characters; is a quote left open there?"
        ) from None


def find_encoding(file: BinaryIO) -> str:
    """By the byte order mark, else by what the whole file can be: UTF-8, UTF-16 or GB18030 (holds GBK)."""
    sample = file.read(SAMPLE)
    for bom, encoding in BOMS.items():
        if sample.startswith(bom):
            return encoding
    if b"\0" in sample:
        return _utf16(file, sample)
    if sample.lstrip()[:1] == b"<":
        raise SheetUnreadable(f"this is a web page or XML under a table's name: {SAVE_AGAIN}")
    for encoding in ("utf-8", "gb18030"):
        if _decodes(file, encoding):
            return encoding
    raise SheetUnreadable(f"this is neither a workbook nor text in UTF-8, UTF-16 or GB18030: {SAVE_AGAIN}")


def find_delimiter(sample: str) -> str:
    """Whichever of comma, semicolon and tab gives the first row that is not empty the most cells."""
    lines = _quoted.sub("", sample).lstrip("\r\n").splitlines()
    return max(",;\t", key=lines[0].count) if lines else ","


def _utf16(file: BinaryIO, sample: bytes) -> str:
    """By where the zero bytes of ASCII characters stand."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    clear = max(even, odd) > 4 * min(even, odd) and max(even, odd) * 50 > len(sample)
    if clear and _decodes(file, encoding):
        return encoding
    raise SheetUnreadable(f"this is not a table: {SAVE_AGAIN}")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
