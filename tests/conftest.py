"""Databases for tests: SQLite always, MariaDB and PostgreSQL where they answer, empty for each test."""

import importlib
import importlib.util
import os
import pkgutil
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select, union_all
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.expression import literal

import deskside.modules
import deskside.platform
from deskside.kernel.db import Base, Database
from deskside.kernel.health import Carrier

SERVERS = {
    "mariadb": os.environ.get("DESKSIDE_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1/test"),
    "postgresql": os.environ.get("DESKSIDE_TEST_POSTGRESQL_URL", "postgresql+psycopg://root@127.0.0.1/test"),
}
ENGINES = [
    "sqlite",
    pytest.param("mariadb", marks=pytest.mark.service),
    pytest.param("postgresql", marks=pytest.mark.service),
]
PREFIX = "deskside_test_"
UNCHECKED = {"mysql": "SET FOREIGN_KEY_CHECKS=0", "postgresql": "SET session_replication_role=replica"}
PATIENCE = {"mysql": "SET innodb_lock_wait_timeout=5", "postgresql": "SET lock_timeout='5s'"}


def load_models() -> None:
    """Import every `models` of platform and modules, so that Base knows all tables."""
    for house in (deskside.platform, deskside.modules):
        for part in pkgutil.iter_modules(house.__path__, f"{house.__name__}."):
            if part.ispkg and importlib.util.find_spec(f"{part.name}.models"):
                importlib.import_module(f"{part.name}.models")


def required() -> bool:
    """Whether a missing service is a failure."""
    return os.environ.get("DESKSIDE_TEST_REQUIRE") == "1"


@dataclass
class Server:
    """One server, the databases this session made on it, and whether it answers (None: not asked yet)."""

    name: str
    trouble: str | None = None
    asked: bool = False
    made: list[str] = field(default_factory=list)
    shared: URL | None = None

    def need(self) -> None:
        """Skip the test, or fail it where services are required, if the server does not answer."""
        if not self.asked:
            self.asked = True
            self.trouble = self._ask()
        if self.trouble is not None:
            (pytest.fail if required() else pytest.skip)(f"{self.name} does not answer: {self.trouble}")

    def create(self, name: str) -> URL:
        """A database without tables; one of the same name is dropped first."""
        text = " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci" if self.name == "mariadb" else ""
        self.drop(name)
        self._run(f"CREATE DATABASE {name}{text}")
        self.made.append(name)
        return make_url(SERVERS[self.name]).set(database=name)

    def drop(self, name: str) -> None:
        """End whoever is still connected, and the database."""
        force = " WITH (FORCE)" if self.name == "postgresql" else ""
        self._run(f"DROP DATABASE IF EXISTS {name}{force}")

    def tables(self) -> URL:
        """The database that the session's tests share, made with all tables at the first call."""
        if self.shared is None:
            self.shared = self.create(f"{PREFIX}{os.getpid()}")
            create_tables(self.shared)
        return self.shared

    def _ask(self) -> str | None:
        try:
            self._run("SELECT 1")
        except OperationalError as error:
            return str(error.orig)
        return None

    def _run(self, statement: str) -> None:
        engine = create_engine(SERVERS[self.name], isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def create_tables(url: URL) -> None:
    """Every table of Base, without the migrations."""
    database = Database(url.render_as_string(hide_password=False))
    Base.metadata.create_all(database.engines.writes)
    database.close()


def empty(url: URL) -> None:
    """Delete the rows that a test left; counters of ids go on."""
    engine: Engine = create_engine(url, poolclass=NullPool)
    tables = Base.metadata.tables
    with engine.begin() as connection:
        for preparation in (PATIENCE, UNCHECKED):
            connection.exec_driver_sql(preparation[engine.dialect.name])
        for name in _with_rows(connection):
            connection.execute(tables[name].delete())


def _with_rows(connection: Connection) -> list[str]:
    tables = Base.metadata.tables.values()
    probes = [select(literal(table.key)).where(select(1).select_from(table).exists()) for table in tables]
    return list(connection.scalars(union_all(*probes))) if probes else []


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server]]:
    """The servers by name; what this session made on them is dropped at its end."""
    load_models()
    servers = {name: Server(name) for name in SERVERS}
    yield servers
    for server in servers.values():
        for name in server.made:
            server.drop(name)


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to copy from."""
    load_models()
    path = tmp_path_factory.mktemp("template") / "deskside.db"
    create_tables(URL.create("sqlite", database=str(path)))
    return path


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each of sqlite, mariadb, postgresql in turn."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(
    engine_name: str, servers: dict[str, Server], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a database with every table and no row, for processes that a test starts."""
    if engine_name == "sqlite":
        template: Path = request.getfixturevalue("sqlite_with_tables")
        path = tmp_path / "deskside.db"
        shutil.copy(template, path)
        yield URL.create("sqlite", database=str(path)).render_as_string()
        return
    server = servers[engine_name]
    server.need()
    url = server.tables()
    yield url.render_as_string(hide_password=False)
    empty(url)


@pytest.fixture
def blank_database_url(engine_name: str, servers: dict[str, Server], tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables: for migrations and for `deskside serve` from nothing."""
    if engine_name == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "blank.db")).render_as_string()
        return
    server = servers[engine_name]
    server.need()
    name = f"{PREFIX}{os.getpid()}_{uuid.uuid4().hex[:8]}"
    yield server.create(name).render_as_string(hide_password=False)
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with every table and no row, on each engine."""
    database = Database(database_url)
    yield database
    database.close()


class NothingBeside:
    """Stands beside a web process whose jobs nobody runs."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def troubles(self) -> list[str]:
        return []

    def carrier(self) -> Carrier:
        return "ledger"


@pytest.fixture
def nothing_beside() -> NothingBeside:
    """For `make_web` in tests that need no jobs."""
    return NothingBeside()
