"""One question on a hot path, outside SQLAlchemy, on connections of its own that never write.

On SQLite it takes some ten microseconds on the event loop, on servers a few threads ask.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, cast

import psycopg
import pymysql
from sqlalchemy import URL

from deskside.kernel.errors import Unavailable

Values = tuple[str | int, ...]
Rows = Sequence[tuple[Any, ...]]
THREADS = 8


class Asking(Protocol):
    """Where the rows come from."""

    async def ask(self, sql: str, values: Values) -> Rows:
        """The rows of a question whose places are `?`. Raise Unavailable without an answer."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class _Sqlite:
    """Asks on the event loop's own connection, made at the first question."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    async def ask(self, sql: str, values: Values) -> Rows:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(
                    self._path, isolation_level=None, timeout=0.5, check_same_thread=False
                )
                self._connection.execute("PRAGMA query_only=ON")
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(f"the database cannot be read ({error}); try again", retry_after=1) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class _Cursor(Protocol):
    def execute(self, sql: str, values: Values, /) -> object: ...
    def fetchall(self) -> Rows: ...
    def close(self) -> None: ...


class _Connection(Protocol):
    def cursor(self) -> _Cursor: ...
    def close(self) -> None: ...


class _Server:
    """Asks on a few threads, each with a connection that is made again once when it was lost."""

    def __init__(self, connect: Callable[[], _Connection], errors: tuple[type[Exception], ...]) -> None:
        self._connect = connect
        self._errors = errors
        self._local = threading.local()
        self._open: list[_Connection] = []
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="asking")

    async def ask(self, sql: str, values: Values) -> Rows:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._ask, sql.replace("?", "%s"), values)

    def _ask(self, sql: str, values: Values) -> Rows:
        try:
            return self._once(sql, values)
        except self._errors:
            self._forget()
        try:
            return self._once(sql, values)
        except self._errors as error:
            self._forget()
            raise Unavailable("the database does not answer; try again shortly", retry_after=2) from error

    def _once(self, sql: str, values: Values) -> Rows:
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
            self._open.append(connection)
        cursor = connection.cursor()
        try:
            cursor.execute(sql, values)
            return cursor.fetchall()
        finally:
            cursor.close()

    def _forget(self) -> None:
        connection: _Connection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            self._open.remove(connection)
            connection.close()

    def close(self) -> None:
        self._threads.shutdown()
        for connection in self._open:
            connection.close()


def open_asking(url: URL, dialect: str) -> Asking:
    """The way to ask the database at `url`; no connection is made yet."""
    if dialect == "sqlite":
        return _Sqlite(cast("str", url.database))
    if dialect == "postgresql":
        return _Server(lambda: _postgresql(url), (psycopg.OperationalError, psycopg.InterfaceError))
    return _Server(lambda: _mysql(url), (pymysql.err.OperationalError, pymysql.err.InterfaceError))


def _postgresql(url: URL) -> _Connection:
    connection = psycopg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        dbname=url.database,
        autocommit=True,
        connect_timeout=5,
        options="-c timezone=UTC -c default_transaction_read_only=on",
    )
    connection.prepare_threshold = 1
    return cast("_Connection", connection)


def _mysql(url: URL) -> _Connection:
    connection = pymysql.connect(
        host=url.host or "127.0.0.1",
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        database=url.database,
        autocommit=True,
        connect_timeout=5,
        read_timeout=5,
        charset="utf8mb4",
        init_command="SET time_zone='+00:00', SESSION tx_read_only=1",
    )
    return cast("_Connection", connection)
