"""Read-only connections to the warehouse's views, each with limits of its own."""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from urllib.parse import quote

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError

from deskside.kernel.db.engines import parse_url

CONNECT_SECONDS = 2
SILENCE_SECONDS = 8
STEPS = 10_000
"""SQLite's virtual machine asks so often whether its time is up."""

KEEPALIVE = {"keepalives_idle": 3, "keepalives_interval": 2, "keepalives_count": 2}
LIMITS = {"postgresql": "SET statement_timeout = {}", "mysql": "SET SESSION max_statement_time = {}"}


class Warehouse:
    """One warehouse. `size` connections at most are open; none is made before the first question."""

    def __init__(self, url: str, *, size: int) -> None:
        self.url, self.dialect = parse_url(url)
        self._engine = _make_engine(self.url, self.dialect, size)

    @contextmanager
    def connect(self, milliseconds: int) -> Iterator[Connection]:
        """A connection whose statements the source itself ends after so long."""
        with self._engine.connect() as connection:
            _limit(connection, self.dialect, milliseconds)
            yield connection

    def close(self) -> None:
        """Give back every connection that is free."""
        self._engine.dispose()


def _make_engine(url: URL, dialect: str, size: int) -> Engine:
    if dialect == "sqlite":
        return _sqlite(url, size)
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args=_connect_args(dialect),
        pool_size=size,
        max_overflow=0,
        pool_timeout=CONNECT_SECONDS,
        pool_recycle=600,
        pool_pre_ping=dialect != "postgresql",
        # What the statement ended is ended: nothing is open that a rollback would have to end.
        pool_reset_on_return=None if dialect == "postgresql" else "rollback",
    )
    if dialect == "postgresql":
        event.listen(engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: object, *_facts: object) -> None:
    """A server that ends an idle connection says so: only where something waits to be read is it asked.

    A ping before every part of every page would cost each a round trip.
    """
    if not isinstance(connection, psycopg.Connection):
        return
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if not waiting.poll(0):
        return
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        raise DisconnectionError("the warehouse ended the connection") from None


def _connect_args(dialect: str) -> dict[str, object]:
    common: dict[str, object] = {"connect_timeout": CONNECT_SECONDS}
    if dialect == "mysql":
        first = "SET time_zone='+00:00', SESSION tx_read_only=1"
        return {**common, "charset": "utf8mb4", "read_timeout": SILENCE_SECONDS, "init_command": first}
    options = "-c timezone=UTC -c default_transaction_read_only=on -c jit=off"
    silence = {"tcp_user_timeout": SILENCE_SECONDS * 1000}
    return {**common, **KEEPALIVE, **silence, "options": options, "application_name": "deskside-members"}


def _sqlite(url: URL, size: int) -> Engine:
    """The file is opened for reading alone: a missing one is an error, and not made."""
    path = quote(url.database or "")
    read_only = URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    args = {"timeout": 1, "isolation_level": None, "check_same_thread": False}
    return create_engine(read_only, connect_args=args, pool_size=size, max_overflow=0)


def _limit(connection: Connection, dialect: str, milliseconds: int) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        until = monotonic() + milliseconds / 1000
        driver.set_progress_handler(lambda: int(monotonic() > until), STEPS)
    elif connection.info.get("limit") != milliseconds:
        amount = milliseconds if dialect == "postgresql" else milliseconds / 1000
        _run(driver, LIMITS[dialect].format(amount))
        connection.info["limit"] = milliseconds


def _run(driver: DBAPIConnection | None, statement: str) -> None:
    if driver is None:
        raise RuntimeError("the connection was closed before it was used")
    cursor = driver.cursor()
    cursor.execute(statement)
    cursor.close()
