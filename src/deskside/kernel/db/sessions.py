"""Where transactions open: reads that cannot write, writes that are committed before anybody is answered."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from deskside.kernel.db.engines import Engines, make_engines

P = ParamSpec("P")
T = TypeVar("T")

MYSQL_RETRY = {1205, 1213}
POSTGRES_RETRY = {"40001", "40P01"}

_open_writes = threading.local()


class Reads(Session):
    """A session that can only read; on servers every statement is its own snapshot."""


@event.listens_for(Reads, "before_flush")
def _refuse_flush(*_args: object) -> None:
    raise RuntimeError("a reading session cannot write: use Database.write")


class Writes(Session):
    """A session inside one transaction; it commits when its edge is left without an error."""

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run `call` once this transaction is durable; not at all if it rolls back."""
        self.info.setdefault("after_commit", []).append(call)


class Database:
    """One database and the two ways in. Thread-safe; one per process."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.engines: Engines = make_engines(url, pool_size=pool_size)
        self.dialect = self.engines.dialect
        # SQLite has one writer: waiting here is fair and fast, waiting in its busy handler starves.
        self._one_writer = threading.Lock() if self.dialect == "sqlite" else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Reads]:
        """A session for questions."""
        with Reads(self.engines.reads, expire_on_commit=False, close_resets_only=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Writes]:
        """A transaction: committed at the end of the block, rolled back by any exception."""
        refuse_inside_write("a second transaction")
        make = Writes(self.engines.writes, expire_on_commit=False, close_resets_only=False)
        with self._one_writer, _marked(), make as session, session.begin():
            yield session
            session.flush()
            session.info["committing"] = True
        for call in session.info.get("after_commit", ()):
            call()

    def read(self, question: Callable[Concatenate[Reads, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of `question(session, …)`."""
        with self.reading() as session:
            return question(session, *args, **kwargs)

    def write(self, work: Callable[Concatenate[Writes, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work(session, …)` returns, after its transaction is durable.

        Begun once more after a deadlock or a lost connection; never when the loss may have hit the commit.
        """
        try:
            return self._write_once(work, *args, **kwargs)
        except DBAPIError as error:
            if not _worth_a_retry(error):
                raise
        return self._write_once(work, *args, **kwargs)

    def _write_once(self, work: Callable[Concatenate[Writes, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        opened: list[Writes] = []
        try:
            with self.writing() as session:
                opened.append(session)
                return work(session, *args, **kwargs)
        except DBAPIError as error:
            committing = bool(opened and opened[0].info.get("committing"))
            error.hide_parameters = True
            if committing and error.connection_invalidated:
                error.add_note("lost during commit: it may have happened")
            raise

    def close(self) -> None:
        """Give all connections back."""
        self.engines.dispose()


@contextmanager
def _marked() -> Iterator[None]:
    depth: int = getattr(_open_writes, "depth", 0)
    _open_writes.depth = depth + 1
    try:
        yield
    finally:
        _open_writes.depth = depth


def refuse_inside_write(what: str) -> None:
    """Raise if this thread holds a write transaction open; called before anything slow and remote."""
    if getattr(_open_writes, "depth", 0):
        raise RuntimeError(f"{what} inside a write transaction: ask the remote first, write after")


def _worth_a_retry(error: DBAPIError) -> bool:
    if getattr(error, "__notes__", None):
        return False
    original = error.orig
    if error.connection_invalidated:
        return True
    if isinstance(original, sqlite3.OperationalError):
        return original.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT}
    if getattr(original, "sqlstate", None) in POSTGRES_RETRY:
        return True
    first = original.args[0] if original is not None and original.args else None
    return first in MYSQL_RETRY
