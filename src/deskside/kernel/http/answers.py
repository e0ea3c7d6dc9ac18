"""Answers of remotes: read within a limit, judged by status, parsed into types."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import msgspec

from deskside.kernel import clock, money
from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable

T = TypeVar("T")

AGAIN_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
LONGEST_WAIT = 86_400
GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Answer:
    """What `remote` answered; header names are lower case; `where` is the address without its query."""

    remote: str
    where: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    def text(self) -> str:
        """The content as UTF-8, what is not replaced."""
        return self.content.decode("utf-8", "replace")

    def json(self, kind: type[T]) -> T:
        """The content as `kind`; RemoteAnswerChanged, with a sample, if it is not."""
        try:
            return msgspec.json.decode(self.content, type=kind, dec_hook=money.decode_hook)
        except msgspec.DecodeError as error:
            raise RemoteAnswerChanged(
                f"{self.remote} answered something else than expected: {error}",
                sample=self.content,
                remote=self.remote,
            ) from error

    def check(self, accept: Collection[int]) -> None:
        """Raise by status, unless it is 2xx or in `accept`."""
        if HTTPStatus(200) <= self.status < HTTPStatus(300) or self.status in accept:
            return
        said = f"{self.remote} answered {self.status} at {self.where}"
        if self.status in AGAIN_LATER or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wait = retry_after(self.headers.get("retry-after", ""))
            raise RemoteUnavailable(f"{said}; it is tried again", remote=self.remote, retry_after=wait)
        raise RemoteRefused(f"{said}; check its address and credentials", remote=self.remote)


def retry_after(value: str) -> int | None:
    """Seconds to wait, from a number or a date; None where neither is there; at most a day."""
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max(0, int((moment - clock.now()).total_seconds())), LONGEST_WAIT)


def read_limited(pieces: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """All of it, unpacked; ValueError beyond `limit` bytes, for another encoding than gzip, or if damaged."""
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise ValueError(f"it is encoded as {encoding}, which was not asked for")
    content = bytearray()
    for piece in _gunzipped(pieces, limit) if "gzip" in encoding else pieces:
        content += piece
        if len(content) > limit:
            raise ValueError(f"it is longer than {limit} bytes")
    return bytes(content)


def _gunzipped(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    unpack, begun = zlib.decompressobj(GZIP), False
    try:
        for piece in pieces:
            begun = True
            # One byte over the limit tells that there is more; a bomb is never unpacked whole.
            yield unpack.decompress(piece, limit + 1)
    except zlib.error:
        raise ValueError("it is damaged gzip") from None
    if begun and not unpack.eof:
        raise ValueError("it ends too early")
