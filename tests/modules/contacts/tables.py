"""Tables as people send them, and as an independent library reads what we send."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HEADER = [
    "联系人",
    "邮箱",
    "客户评级",
    "公司",
    "国家",
    "地址",
    "电话",
    "网站",
    "备注",
    "最近联系时间",
    "有效性",
]
COUNTS = ("state", "created", "updated", "unchanged", "failed")
NAUGHTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''quoted", "'plain", "\"double\" 'single'",
    "a,b;c", "a\nb", "a\tb",
    "<b>bold</b>", "&amp;", "%_\\", "'; DROP TABLE customers; --",
    "\u202eright to left", "𠀀𠮷野家", "👩‍👩‍👧‍👦", "Ｔｅｓｔ",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻", "\u0001\u001f\u007f\u0085", "\ufeffbom", "\ufffe", "_x0041_",
    "null", "NaN", "1e5", "0x10", "１２３", "007",
    "1234567890123456789", "2026-11-22", "TRUE", "ﷺ", "\u00a0nbsp\u00a0x", "#REF!", "{{7*7}}", "${x}",
)  # fmt: skip


def csv_of(rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells_of(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of a workbook; every cell that is a formula fails the test."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert all(cell.data_type != "f" for row in rows for cell in row)
    return [tuple(cell.value for cell in row) for row in rows]


def csv_cells(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def counts(said: dict[str, Any]) -> list[Any]:
    return [said[name] for name in COUNTS]


def row(email: str, **cells: object) -> list[object]:
    names = ("name", "email", "importance", "company", "country", "address", "phone", "website", "comment")
    every = [*names, "last_contact_date", "valid"]
    return [{"email": email, **cells}.get(name, "") for name in every]
