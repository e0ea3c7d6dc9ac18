"""The network under the client: names are resolved once, judged, and connected to as numbers, in time."""

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import httpcore2
import httpx2

from deskside.kernel.http.addresses import AddressRefused, Net, Resolve, permitted

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_deadline: ContextVar[float | None] = ContextVar("http_deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Inside, no read or write of this thread waits beyond `seconds` from now."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def time_left(seconds: float | None) -> float | None:
    """At most `seconds`, and not beyond the deadline; a TimeoutException when that has passed."""
    end = _deadline.get()
    if end is None:
        return seconds
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the whole answer took too long")
    return left if seconds is None else min(seconds, left)


class Network(httpcore2.NetworkBackend):
    """Connects only to permitted addresses. `trust` exempts a host and port, the operator's own."""

    def __init__(
        self, private_nets: Sequence[Net], resolve: Resolve, inner: httpcore2.NetworkBackend
    ) -> None:
        self._private_nets = private_nets
        self._resolve = resolve
        self._inner = inner
        self._trusted: set[tuple[str, int]] = set()

    def trust(self, host: str, port: int) -> None:
        """Connect to this host and port wherever it leads."""
        self._trusted.add((host, port))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Try the permitted addresses in turn; the last failure is raised."""
        options = list(socket_options or [])
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._inner.connect_tcp(address, port, time_left(timeout), local_address, options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _InTime(stream)
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - as httpcore2 has it
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        """Refused."""
        raise AddressRefused(f"{path} is a socket of this machine")

    def _addresses(self, host: str, port: int) -> list[str]:
        if (host, port) in self._trusted:
            return [host]
        return permitted(host, port, self._private_nets, self._resolve)


class _InTime(httpcore2.NetworkStream):
    """A connection that knows the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _InTime(self._stream.start_tls(ssl_context, server_hostname, time_left(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class Transport(httpx2.HTTPTransport):
    """httpx2's own transport over our network; it offers no other way to hand one in."""

    def __init__(self, network: Network, ssl_context: ssl.SSLContext, connections: int) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context,
            max_connections=connections,
            keepalive_expiry=30,
            network_backend=network,
        )
