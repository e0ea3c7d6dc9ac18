"""Remotes: the three ways in which they fail, and where a job finds the one it needs."""

import threading
from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar, cast, runtime_checkable

from deskside.kernel.errors import DesksideError

T = TypeVar("T")
SAMPLE_CHARACTERS = 2_000


class RemoteError(DesksideError):
    """A remote did not give what was asked. `remote` names it for people and alarms."""

    status: ClassVar[int] = 502
    code: ClassVar[str] = "remote"

    def __init__(self, detail: str, *, remote: str = "", retry_after: int | None = None) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.remote = remote


class RemoteUnavailable(RemoteError):  # noqa: N818 - named as what happened
    """Try again later: it did not answer, or said that it cannot now."""

    status, code = 503, "remote_unavailable"


class RemoteRefused(RemoteError):  # noqa: N818 - named as what happened
    """Stop and tell an administrator: it will refuse again until somebody changes something."""

    code = "remote_refused"


class RemoteAnswerChanged(RemoteError):  # noqa: N818 - named as what happened
    """Stop and look: the answer has not the shape that was agreed. `sample` is the beginning of it."""

    code = "remote_answer_changed"

    def __init__(self, detail: str, *, sample: str | bytes, remote: str = "") -> None:
        super().__init__(detail, remote=remote)
        text = sample.decode("utf-8", "replace") if isinstance(sample, bytes) else sample
        self.sample = text[:SAMPLE_CHARACTERS]


@runtime_checkable
class Closable(Protocol):
    """A connector that holds connections."""

    def close(self) -> None:
        """Give them back."""


class Ports:
    """Which implementation stands behind each connector's Protocol in this process. Thread-safe."""

    def __init__(self) -> None:
        self._factories: dict[object, Callable[[], object]] = {}
        self._made: dict[object, object] = {}
        self._lock = threading.RLock()

    def provide(self, protocol: Callable[..., T], factory: Callable[[], T]) -> None:
        """Let `factory` make the implementation when it is first asked for; a later call replaces it."""
        with self._lock:
            self._factories[protocol] = factory
            self._made.pop(protocol, None)

    def get(self, protocol: Callable[..., T]) -> T:
        """The implementation, made once; LookupError where nobody provided one."""
        with self._lock:
            if protocol not in self._made:
                factory = self._factories.get(protocol)
                if factory is None:
                    raise LookupError(
                        f"no connector is provided for {getattr(protocol, '__name__', protocol)}"
                    )
                self._made[protocol] = factory()
            return cast("T", self._made[protocol])

    def close(self) -> None:
        """Close what was made and can be closed."""
        with self._lock:
            made = list(self._made.values())
            self._made.clear()
        for port in made:
            if isinstance(port, Closable):
                port.close()
