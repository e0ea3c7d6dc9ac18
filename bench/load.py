"""A load generator for benches: a fixed number of kept-alive connections, each asking again once answered."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Round:
    """What one round measured: latencies in seconds, its length in seconds, CPU seconds of the server."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    failed: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


class Asker(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: Iterator[bytes], result: Round, until: float) -> None:
        self._requests = requests
        self._result = result
        self._until = until
        self._buffer = b""
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        at = self._buffer.find(b"content-length: ")
        length = int(self._buffer[at + 16 : self._buffer.find(b"\r", at)])
        if len(self._buffer) < head + 4 + length:
            return
        now = time.perf_counter()
        self._result.latencies.append(now - self._sent)
        self._result.failed += not self._buffer.startswith(b"HTTP/1.1 200")
        self._buffer = b""
        if now < self._until:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(exc)


async def _load(port: int, requests: list[bytes], seconds: float, connections: int) -> Round:
    result = Round()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    askers = []
    for index in range(connections):
        share = cycle(requests[index::connections])
        make = _asker(share, result, began + seconds)
        _transport, asker = await loop.create_connection(make, "127.0.0.1", port)
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    result.seconds = time.perf_counter() - began
    return result


def _asker(share: Iterator[bytes], result: Round, until: float) -> Callable[[], Asker]:
    return lambda: Asker(share, result, until)


def load(port: int, pid: int, requests: list[bytes], *, seconds: float, connections: int) -> Round:
    """Ask the server at `port` (process `pid`) for `seconds`."""
    before = cpu_seconds(pid)
    result = asyncio.run(_load(port, requests, seconds, connections))
    result.cpu = cpu_seconds(pid) - before
    return result


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def memory_mib(pid: int) -> float:
    """The most memory that a process has had, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of `values` lie."""
    ordered: list[float] = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
