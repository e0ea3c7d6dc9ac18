"""Channels that keep what they are given instead of sending it: the demo shows what people received."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.platform.notify.channels.base import Outgoing, Receipt, Sender, Senders, Step

MOST = 500


@dataclass(frozen=True)
class Received:
    """One message as it arrived."""

    number: int
    at: datetime
    channel: str
    outgoing: Outgoing


class Recorder:
    """What arrived in this process, the newest 500. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Received] = deque(maxlen=MOST)
        self._count = 0

    def take(self, channel: str, outgoing: Outgoing) -> int:
        """Keep it; its number."""
        with self._lock:
            self._count += 1
            self._kept.append(Received(self._count, clock.now(), channel, outgoing))
            return self._count

    def newest(self, channel: str | None = None) -> list[Received]:
        """What arrived, on one channel or all, the newest first."""
        with self._lock:
            kept = list(self._kept)
        return [one for one in reversed(kept) if channel is None or one.channel == channel]


RECORDER = Recorder()
"""That of the process: jobs fill it and the web shows it, both in `deskside serve`."""


class RecordingSender:
    """Takes everything."""

    def __init__(self, channel: str, recorder: Recorder) -> None:
        self._channel = channel
        self._recorder = recorder

    def send(self, outgoing: Outgoing) -> Receipt:
        """Keep it."""
        return Receipt(f"demo-{self._recorder.take(self._channel, outgoing)}", "kept by the demo")

    def steps(self) -> Sequence[Step]:
        """Nothing can fail."""
        return []

    def close(self) -> None:
        """Nothing is open."""


class RecordingSenders:
    """Channels that are set up are real; all others record."""

    def __init__(self, real: Senders, recorder: Recorder = RECORDER) -> None:
        self._real = real
        self._recorder = recorder

    def open(self, db: Session, channel: str) -> Sender:
        """The channel; there is always one."""
        found = None if channel == "inbox" else self._real.open(db, channel)
        return RecordingSender(channel, self._recorder) if found is None else found
