"""What crosses the borders of modules: the form in which each is plugged in, and the events they announce."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.doctor import Finding
from deskside.kernel.front import FrontPath
from deskside.kernel.hooks import Panel
from deskside.kernel.site import Site
from deskside.kernel.wire import Answer
from deskside.platform.jobs import Message
from deskside.platform.settings import SettingsCache


@dataclass(frozen=True)
class Runtime:
    """The running process, as far as a module needs to know it.

    `subscribe({"reminders"}, call)` has `call` run on another thread after that version moved in any process.
    """

    site: Site
    database: Database
    settings: SettingsCache
    subscribe: Callable[[set[str], Callable[[], None]], None]


@dataclass(frozen=True)
class Live:
    """What a module keeps running in a web process: its front paths, its state for routes, its threads.

    `panels` are cards that need something of what runs.

    `drain` is called on the event loop when the process is told to end, before open requests are waited for.
    """

    front: Iterable[FrontPath] = ()
    state: Mapping[str, object] = field(default_factory=dict)
    panels: tuple[Panel, ...] = ()
    start: Callable[[], None] = lambda: None
    drain: Callable[[], None] = lambda: None
    stop: Callable[[], None] = lambda: None


SyncOf = Callable[[Site, date | None, date | None], Sequence[Message]]
"""What to run for the days from … to …, None: as the module thinks best."""


@dataclass(frozen=True)
class Module:
    """One module.

    `kept` gives the error bodies of addresses that begin with its keys, `syncs` are what `deskside sync NAME`
    runs (for a span of days, a call that gives the messages), `connect` provides its connectors to a process
    that runs jobs, `live` is called once per web process, `demo` fills an empty database with demo data,
    `panels` are its cards wherever an account is on screen, `checks` what `deskside doctor` asks it.
    """

    name: str
    routers: tuple[APIRouter, ...] = ()
    kept: Mapping[str, Answer] = field(default_factory=dict)
    syncs: Mapping[str, Message | SyncOf] = field(default_factory=dict)
    connect: Callable[[Ports, Site], None] | None = None
    live: Callable[[Runtime], Live] | None = None
    demo: Callable[[Writes, Site], None] | None = None
    panels: tuple[Panel, ...] = ()
    checks: Callable[[Site, Database], Iterator[Finding]] | None = None


@dataclass(frozen=True)
class Contact:
    """Somebody was called, visited or written to; known by number or address. `at` is aware."""

    at: datetime
    source: Literal["call", "visit", "mail"]
    phone: str | None = None
    email: str | None = None


Hears = Callable[[Writes, Contact], None]
_hearing: list[Hears] = []


def on_contact(call: Hears) -> Hears:
    """`@on_contact` above a function that hears of every contact, in the transaction that tells of it."""
    _hearing.append(call)
    return call


Knows = Callable[[Reads, int], Iterable[str]]
_knowing: list[Knows] = []


def knows_phones(call: Knows) -> Knows:
    """`@knows_phones` above a function that gives the numbers of an account of the CRM."""
    _knowing.append(call)
    return call


def phones_of(db: Reads, account_id: int) -> set[str]:
    """Every number that some module has for the account, as it is written there."""
    return {phone for call in _knowing for phone in call(db, account_id) if phone}


Recognises = Callable[[Reads, Collection[str]], Iterable[str]]
_recognising: list[Recognises] = []


def recognises_phones(call: Recognises) -> Recognises:
    """`@recognises_phones` above a function that gives those of some numbers (keys) that its module knows."""
    _recognising.append(call)
    return call


def known_phones(db: Reads, keys: Collection[str]) -> set[str]:
    """Those of the numbers, as `kernel.phones.phone_key` writes them, that some module knows."""
    return {key for call in _recognising for key in call(db, keys)} if keys else set()


def tell_contact(db: Writes, contact: Contact) -> None:
    """Say that a person outside was contacted; whoever keeps customers moves their last contact forward."""
    for call in _hearing:
        call(db, contact)
