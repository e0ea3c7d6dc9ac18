"""What goes through the pipe from the reading child: msgpack, each frame after its length."""

import struct
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from deskside.kernel.spreadsheets.cells import Cell

LENGTH = struct.Struct(">I")
MOMENT, DAY = 1, 2


class Task(msgspec.Struct, frozen=True):
    """What the child is asked: which sheet (None: the first that shows) within which limits."""

    sheet: str | None
    memory_bytes: int
    cpu_seconds: int
    inflated_bytes: int
    ratio: int


class Opened(msgspec.Struct, tag="opened", frozen=True):
    """The first frame. `sheets` names all of a workbook's."""

    kind: Literal["csv", "xlsx"]
    sheets: list[str]


class Rows(msgspec.Struct, tag="rows", frozen=True):
    """Some more rows."""

    rows: list[list[Any]]  # cells: msgspec has no union of text, dates and numbers


class RawRows(msgspec.Struct, tag="rows", frozen=True):
    """The same, as the child writes them."""

    rows: list[msgspec.Raw]


class Failed(msgspec.Struct, tag="failed", frozen=True):
    """The last frame of a file that cannot be read."""

    too_large: bool
    detail: str


class Ended(msgspec.Struct, tag="ended", frozen=True):
    """The last frame of a file that was read whole."""

    rows: int


Frame = Opened | Rows | Failed | Ended

_encoder = msgspec.msgpack.Encoder()


def packed(frame: Opened | RawRows | Failed | Ended) -> bytes:
    """A frame after its length."""
    body = _encoder.encode(frame)
    return LENGTH.pack(len(body)) + body


def packed_row(row: list[Cell]) -> msgspec.Raw:
    """A row for RawRows."""
    return msgspec.Raw(_encoder.encode([_outgoing(cell) for cell in row]))


def _outgoing(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return msgspec.msgpack.Ext(MOMENT, cell.isoformat().encode())
    if isinstance(cell, date):
        return msgspec.msgpack.Ext(DAY, cell.isoformat().encode())
    return cell


def _incoming(code: int, data: memoryview) -> object:
    text = bytes(data).decode()
    return datetime.fromisoformat(text) if code == MOMENT else date.fromisoformat(text)


_decoder = msgspec.msgpack.Decoder(Frame, ext_hook=_incoming)


def unpacked(body: bytes) -> Frame:
    """The frame in `body`; msgspec.DecodeError if it is none."""
    frame: Frame = _decoder.decode(body)
    return frame
