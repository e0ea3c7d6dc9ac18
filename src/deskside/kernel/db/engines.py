"""Engines for the three databases, each with the settings without which it loses updates or readers wait."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from deskside.kernel.errors import BadRequest

DIALECTS = {"sqlite": "sqlite", "mysql": "mysql", "mariadb": "mysql", "postgresql": "postgresql"}
DRIVERS = {"mysql": "mysql+pymysql", "postgresql": "postgresql+psycopg"}
BUSY_SECONDS = 10
CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Engines:
    """Two pools of one database: `reads` cannot write, `writes` opens real transactions."""

    url: URL
    dialect: str
    reads: Engine
    writes: Engine

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.reads.dispose()
        self.writes.dispose()


def parse_url(text: str) -> tuple[URL, str]:
    """The URL with our driver named, and `sqlite`, `mysql` or `postgresql`."""
    url = make_url(text)
    dialect = DIALECTS.get(url.get_backend_name())
    if dialect is None:
        known = "sqlite, mysql+pymysql or postgresql+psycopg"
        raise BadRequest(f"DESKSIDE_DATABASE_URL begins with {url.drivername}: use {known}")
    return url.set(drivername=DRIVERS.get(dialect, "sqlite")), dialect


def make_engines(text: str, *, pool_size: int = 20) -> Engines:
    """Engines for a database URL; no connection is made yet. `pool_size` is per pool and process."""
    url, dialect = parse_url(text)
    if dialect == "sqlite":
        return _sqlite(url, pool_size)
    pool = {"pool_size": pool_size, "max_overflow": pool_size, "pool_recycle": 1800, "pool_pre_ping": True}
    reading, writing = _connect_args(dialect)
    reads = create_engine(url, isolation_level="AUTOCOMMIT", connect_args=reading, **pool)
    writes = create_engine(url, isolation_level="READ COMMITTED", connect_args=writing, **pool)
    return Engines(url, dialect, reads, writes)


def _connect_args(dialect: str) -> tuple[dict[str, object], dict[str, object]]:
    """For reading, where the server refuses every write, and for writing; both in UTC."""
    common: dict[str, object] = {"connect_timeout": CONNECT_SECONDS}
    if dialect == "mysql":
        utc = "SET time_zone='+00:00'"
        common["charset"] = "utf8mb4"
        return {**common, "init_command": f"{utc}, SESSION tx_read_only=1"}, {**common, "init_command": utc}
    utc = "-c timezone=UTC"
    return {**common, "options": f"{utc} -c default_transaction_read_only=on"}, {**common, "options": utc}


def _sqlite(url: URL, pool_size: int) -> Engines:
    if not url.database or url.database == ":memory:":
        raise BadRequest("SQLite needs a file: processes and threads share it")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    args = {"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}
    reads = create_engine(url, pool_size=pool_size, max_overflow=pool_size, connect_args=args)
    # One connection: the process lock in Database lets one writer in at a time.
    writes = create_engine(url, pool_size=1, max_overflow=1, connect_args=args)
    _prepare(reads, ["PRAGMA cache_size=-16000", "PRAGMA query_only=ON"], "BEGIN")
    # A long sync does not read again what it wrote: with a smaller cache its memory stays flat.
    _prepare(writes, ["PRAGMA cache_size=-12000", "PRAGMA journal_mode=WAL"], "BEGIN IMMEDIATE")
    return Engines(url, "sqlite", reads, writes)


def _prepare(engine: Engine, pragmas: list[str], begin: str) -> None:
    always = ["PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"]

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        for pragma in [*always, *pragmas]:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def on_begin(connection: object) -> None:
        connection.exec_driver_sql(begin)  # type: ignore[attr-defined]
