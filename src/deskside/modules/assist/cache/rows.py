"""The one question that a look-up asks the database: what is stored of this account.

It runs outside SQLAlchemy, on connections of its own that never write: on SQLite some ten microseconds
on the event loop, on servers on a few threads.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Protocol, cast

import psycopg
import pymysql
from sqlalchemy import URL

from deskside.kernel.errors import Unavailable

COLUMNS = "reminder_id, is_processed, last_processed_at, listed, version, actor_id"
ACCOUNT = f"SELECT {COLUMNS} FROM acct_reminders WHERE acct_id = ?"
NUMBER = "SELECT -list_id, FALSE, NULL, FALSE, 0, NULL FROM numbers WHERE number = ?"
BOTH = f"{ACCOUNT} UNION ALL {NUMBER}"
THREADS = 8
CACHE_KIB = 32_768


Moment = str | datetime | None
Stored = tuple[int, int, Moment, int, int, int | None]
"""The columns, as the driver gives them. A match of number list n comes as reminder_id = -n."""


def moment_of(stored: Moment) -> datetime | None:
    """A stored moment, aware: SQLite gives text, MariaDB a naive value, all in UTC."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def encoded_moment(stored: Moment) -> bytes:
    """A stored moment as JSON, with no detour where the database gives text."""
    if stored is None:
        return b"null"
    if isinstance(stored, str):
        return b'"%sZ"' % stored.replace(" ", "T").encode()
    return b'"%sZ"' % stored.replace(tzinfo=None).isoformat().encode()


Asked = tuple[int] | tuple[int, str]


class Rows(Protocol):
    """Where stored rows come from."""

    async def of(self, acct_id: int, number: str | None) -> Sequence[Stored]:
        """The account's rows, and the number lists that hold `number`."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class SqliteRows:
    """Asks on the event loop's own connection."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=0.5, check_same_thread=False)
        self._connection.execute("PRAGMA query_only=ON")
        # All inner pages of ten million rows stay in memory: a look-up reads one leaf at the most.
        self._connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")

    async def of(self, acct_id: int, number: str | None) -> Sequence[Stored]:
        try:
            if number is None:
                return self._connection.execute(ACCOUNT, (acct_id,)).fetchall()
            return self._connection.execute(BOTH, (acct_id, number)).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(f"the database cannot be read ({error}); try again", retry_after=1) from error

    def close(self) -> None:
        self._connection.close()


class Connection(Protocol):
    """What the two drivers have in common."""

    def cursor(self) -> "Cursor": ...
    def close(self) -> None: ...


class Cursor(Protocol):
    """As much of a cursor as is used here."""

    def execute(self, sql: str, values: Asked, /) -> object: ...
    def fetchall(self) -> Sequence[Stored]: ...
    def close(self) -> None: ...


class ServerRows:
    """Asks a server on a few threads, each with a connection that is made again once when it was lost."""

    def __init__(self, connect: Callable[[], Connection], errors: tuple[type[Exception], ...]) -> None:
        self._connect = connect
        self._errors = errors
        self._local = threading.local()
        self._open: list[Connection] = []
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="look-up")

    async def of(self, acct_id: int, number: str | None) -> Sequence[Stored]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._ask, acct_id, number)

    def _ask(self, acct_id: int, number: str | None) -> Sequence[Stored]:
        sql = ACCOUNT if number is None else BOTH
        values: Asked = (acct_id,) if number is None else (acct_id, number)
        try:
            return self._once(sql.replace("?", "%s"), values)
        except self._errors:
            self._forget()
        try:
            return self._once(sql.replace("?", "%s"), values)
        except self._errors as error:
            self._forget()
            raise Unavailable("the database does not answer; try again shortly", retry_after=2) from error

    def _once(self, sql: str, values: Asked) -> Sequence[Stored]:
        connection: Connection | None = getattr(self._local, "connection", None)
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
        connection: Connection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            self._open.remove(connection)
            connection.close()

    def close(self) -> None:
        self._threads.shutdown()
        for connection in self._open:
            connection.close()


def open_rows(url: URL, dialect: str) -> Rows:
    """The way to ask the database at `url`."""
    if dialect == "sqlite":
        return SqliteRows(cast("str", url.database))
    if dialect == "postgresql":
        return ServerRows(lambda: _postgresql(url), (psycopg.OperationalError, psycopg.InterfaceError))
    return ServerRows(lambda: _mysql(url), (pymysql.err.OperationalError, pymysql.err.InterfaceError))


def _postgresql(url: URL) -> Connection:
    connection = psycopg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        dbname=url.database,
        autocommit=True,
        connect_timeout=5,
        options="-c timezone=UTC",
    )
    connection.prepare_threshold = 1
    return cast("Connection", connection)


def _mysql(url: URL) -> Connection:
    return cast(
        "Connection",
        pymysql.connect(
            host=url.host or "127.0.0.1",
            port=url.port or 3306,
            user=url.username,
            password=url.password or "",
            database=url.database,
            autocommit=True,
            connect_timeout=5,
            read_timeout=5,
            charset="utf8mb4",
            init_command="SET time_zone='+00:00'",
        ),
    )
