"""The process that opens files from outside. It may die; the parent says so. Never imported."""

import resource
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from deskside.kernel.spreadsheets.cells import Row
from deskside.kernel.spreadsheets.errors import SheetTooLarge, SheetUnreadable
from deskside.kernel.spreadsheets.frames import Ended, Failed, Opened, RawRows, Task, packed, packed_row

ROWS_A_FRAME = 512
BYTES_A_FRAME = 1 << 16
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OLD = "this is an old .xls workbook or one with a password: save it as .xlsx without a password"


def main() -> None:
    """Answer the task in argv about the file on stdin with frames on stdout."""
    task = msgspec.json.decode(sys.argv[1], type=Task)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (task.memory_bytes, task.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (task.cpu_seconds, task.cpu_seconds + 1))
    out = sys.stdout.buffer
    with open(0, "rb", closefd=False) as file:
        out.write(packed(_answer(file, task, out)))
    out.flush()


def _answer(file: BinaryIO, task: Task, out: BinaryIO) -> Ended | Failed:
    try:
        opened, rows = _open(file, task)
        out.write(packed(opened))
        return Ended(_send(rows, out))
    except SheetTooLarge as error:
        return Failed(too_large=True, detail=error.detail)
    except SheetUnreadable as error:
        return Failed(too_large=False, detail=error.detail)
    except MemoryError:
        return Failed(too_large=True, detail="the file needs too much memory: split it or save it as CSV")


def _open(file: BinaryIO, task: Task) -> tuple[Opened, Iterator[Row]]:
    head = file.read(4)
    file.seek(0)
    if head == OLE:
        raise SheetUnreadable(OLD)
    if head == ZIP:
        from deskside.kernel.spreadsheets.workbooks import Workbook

        book = Workbook(file, task)
        return Opened("xlsx", book.sheets), book.rows(task.sheet)
    from deskside.kernel.spreadsheets.texts import csv_rows

    return Opened("csv", []), csv_rows(file)


def _send(rows: Iterable[Row], out: BinaryIO) -> int:
    batch: list[msgspec.Raw] = []
    count = size = 0
    for row in rows:
        while row and row[-1] is None:
            row.pop()
        raw = packed_row(row)
        batch.append(raw)
        count += 1
        size += len(memoryview(raw))
        if len(batch) >= ROWS_A_FRAME or size >= BYTES_A_FRAME:
            out.write(packed(RawRows(batch)))
            out.flush()
            batch, size = [], 0
    if batch:
        out.write(packed(RawRows(batch)))
    return count


if __name__ == "__main__":
    main()
