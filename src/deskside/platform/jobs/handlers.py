"""Who runs what: the one handler of each message, and the several of each event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from deskside.platform.jobs.messages import Event, Message

if TYPE_CHECKING:
    from deskside.platform.jobs.context import JobContext

    Run = Callable[[JobContext[Message]], None]

M = TypeVar("M", bound=Message)
E = TypeVar("E", bound=Event)

URGENT, NORMAL, BULK = 10, 50, 90


@dataclass(frozen=True)
class Options:
    """How a job is treated. `timeout` and `backoff` (the first wait after a failure) are seconds.

    Jobs of one `group` never run at the same time, in any process. `retries` are the tries after the first.
    """

    retries: int = 5
    timeout: float = 1800.0
    group: str | None = None
    backoff: float = 5.0
    priority: int = NORMAL

    @property
    def max_tries(self) -> int:
        """The first try and the retries."""
        return self.retries + 1


@dataclass(frozen=True)
class Handler:
    """What a job's name stands for in this process."""

    name: str
    message: type[Message]
    call: "Run"
    options: Options


_by_name: dict[str, Handler] = {}
_by_event: dict[type[Event], list[str]] = {}


def job(
    message: type[M],
    *,
    retries: int = 5,
    timeout: float = 1800.0,
    group: str | None = None,
    backoff: float = 5.0,
    priority: int = NORMAL,
) -> "Callable[[Callable[[JobContext[M]], None]], Callable[[JobContext[M]], None]]":
    """`@job(SyncDay, retries=5, group="calls.vendor")` above the one function that runs a SyncDay."""
    options = Options(retries, timeout, group, backoff, priority)

    def declare(call: "Callable[[JobContext[M]], None]") -> "Callable[[JobContext[M]], None]":
        _register(message.message_name, message, call, options)
        return call

    return declare


def on(
    event: type[E],
    *,
    name: str,
    retries: int = 5,
    timeout: float = 1800.0,
    group: str | None = None,
    backoff: float = 5.0,
    priority: int = NORMAL,
) -> "Callable[[Callable[[JobContext[E]], None]], Callable[[JobContext[E]], None]]":
    """`@on(DaySynced, name="assist.recount")` above one of the functions that react to a DaySynced.

    `name` is the job's in the ledger: it must stay when the function is renamed.
    """
    options = Options(retries, timeout, group, backoff, priority)

    def declare(call: "Callable[[JobContext[E]], None]") -> "Callable[[JobContext[E]], None]":
        _register(name, event, call, options)
        _by_event.setdefault(event, []).append(name)
        return call

    return declare


def _register(name: str, message: type[M], call: "Callable[[JobContext[M]], None]", options: Options) -> None:
    if name in _by_name:
        raise TypeError(f"{name} has two handlers; a second reaction to it needs an Event and @on")
    _by_name[name] = Handler(name, message, cast("Run", call), options)


def handler_of(name: str) -> Handler | None:
    """The handler of the jobs called `name`; None if this process does not know them."""
    return _by_name.get(name)


def handlers_of_event(event: type[Event]) -> list[str]:
    """The names of the jobs that an event becomes."""
    return list(_by_event.get(event, ()))


def known_names() -> list[str]:
    """Every name that this process can run."""
    return sorted(_by_name)


def job_groups() -> dict[str, list[str]]:
    """The names of the jobs of each resource group, in the order of their declaration."""
    groups: dict[str, list[str]] = {}
    for name, handler in _by_name.items():
        if handler.options.group is not None:
            groups.setdefault(handler.options.group, []).append(name)
    return groups


def forget(*gone: str) -> None:
    """Take declarations back; for tests that declare their own."""
    for name in gone:
        _by_name.pop(name, None)
        for reactions in _by_event.values():
            if name in reactions:
                reactions.remove(name)
