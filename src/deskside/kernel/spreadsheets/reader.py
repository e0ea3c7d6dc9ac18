"""Reading a file from outside: a child process opens it, rows come back through a pipe."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from deskside.kernel.spreadsheets.cells import Row
from deskside.kernel.spreadsheets.errors import SheetTooLarge, SheetUnreadable
from deskside.kernel.spreadsheets.frames import LENGTH, Failed, Frame, Opened, Rows, Task, unpacked

MB = 1 << 20
PIECE = 1 << 16
LARGEST_FRAME = 64 * MB
GONE = (
    "the file cannot be read: it is damaged, or a cell far from the others makes the table too large. "
    "Delete empty rows and columns, and save it again as .xlsx or as CSV"
)


@dataclass(frozen=True)
class Limits:
    """What one file may take. `wait_seconds` is how long the next rows may let us wait."""

    file_bytes: int = 20 * MB
    inflated_bytes: int = 200 * MB
    ratio: int = 100
    memory_bytes: int = 512 * MB
    cpu_seconds: int = 20
    wait_seconds: float = 30


LIMITS = Limits()


class Sheet(Iterator[Row]):
    """Rows, once, from row 1 on; an empty row is `[]`, empty cells at the end of a row are left out."""

    def __init__(self, child: "_Child") -> None:
        self._child = child
        opened = child.frame()
        if not isinstance(opened, Opened):
            raise SheetUnreadable(GONE)
        self.kind = opened.kind
        self.sheet_names = opened.sheets
        self._rows = self._stream()

    def __next__(self) -> Row:
        return next(self._rows)

    def _stream(self) -> Iterator[Row]:
        while isinstance(frame := self._child.frame(), Rows):
            yield from frame.rows


@contextmanager
def open_sheet(path: Path, *, sheet: str | None = None, limits: Limits = LIMITS) -> Iterator[Sheet]:
    """The rows of a CSV file or of one sheet of an .xlsx workbook (the first that shows), known by content.

    Numbers without a fraction are int; from 16 digits on they, like all CSV cells, are text. Entering and
    iterating raise SheetTooLarge or SheetUnreadable; rows given before an error were read correctly.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > limits.file_bytes:
            raise SheetTooLarge(f"the file has more than {limits.file_bytes // MB} MB: split it")
        child = _Child(file, sheet, limits)
    try:
        yield Sheet(child)
    finally:
        child.end()


class _Child:
    """The reading process, from its start to its end."""

    def __init__(self, file: BinaryIO, sheet: str | None, limits: Limits) -> None:
        self._limits = limits
        task = Task(sheet, limits.memory_bytes, limits.cpu_seconds, limits.inflated_bytes, limits.ratio)
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "deskside.kernel.spreadsheets.child", msgspec.json.encode(task).decode()],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Our environment holds secrets: the child gets none of it.
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def frame(self) -> Frame:
        """The next frame; raises what a Failed one says, and when the child has died or is too slow."""
        deadline = time.monotonic() + self._limits.wait_seconds
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        if length > LARGEST_FRAME:
            raise SheetTooLarge(f"one row has more than {LARGEST_FRAME // MB} MB")
        try:
            frame = unpacked(self._read(length, deadline))
        except msgspec.DecodeError:
            raise SheetUnreadable(GONE) from None
        if isinstance(frame, Failed):
            raise (SheetTooLarge if frame.too_large else SheetUnreadable)(frame.detail)
        return frame

    def end(self) -> None:
        """Kill what is left of it."""
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def _read(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            piece = self._piece(min(PIECE, size - len(data)), deadline)
            if not piece:
                raise self._death()
            data += piece
        return bytes(data)

    def _piece(self, size: int, deadline: float) -> bytes:
        if self._process.stdout is None:
            raise RuntimeError("the child has no pipe")
        pipe = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN | select.POLLHUP)
        left = max(0.0, deadline - time.monotonic())
        if not waiting.poll(left * 1000):
            raise SheetTooLarge(f"the file gave no row for {self._limits.wait_seconds:g} s: split it")
        return os.read(pipe, size)

    def _death(self) -> SheetTooLarge | SheetUnreadable:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        if code in {-signal.SIGXCPU, -signal.SIGKILL}:
            seconds = self._limits.cpu_seconds
            return SheetTooLarge(f"the file takes more than {seconds} s to read: split it or save it as CSV")
        error = SheetUnreadable(GONE)
        error.add_note(f"the reading process ended with {code}")
        return error
