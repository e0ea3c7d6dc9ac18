"""Bringing the database to the schema this release expects, by one process at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, text

from deskside.kernel import clock
from deskside.kernel.db import Database

LOCK_NAME = "deskside_migrate"
LOCK_NUMBER = 73_011_101
LOCK_SECONDS = 120


def migrations_folder() -> Path:
    """The versions: beside the package in a wheel, at the root of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "migrations"
    return inside if inside.exists() else package.parents[1] / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(migrations_folder()))
    made.attributes["connection"] = connection
    return made


def head() -> str | None:
    """The revision that this release needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


def current(database: Database) -> str | None:
    """The revision that the database has; None for an empty one."""
    with database.engines.reads.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database, *, backups: Path | None = None) -> bool:
    """Upgrade to the head under a lock; whether anything was done. SQLite is copied to `backups` first."""
    with _one_at_a_time(database) as connection:
        present = current(database)
        if present == head():
            return False
        if present is not None and backups is not None:
            back_up(database, backups, present)
        with connection.begin():
            command.upgrade(config(connection), "head")
    return True


def back_up(database: Database, folder: Path, label: str) -> Path | None:
    """A consistent copy of a SQLite database in `folder`; None on servers, which have their own means."""
    source = database.engines.url.database
    if database.dialect != "sqlite" or source is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clock.now():%Y%m%d-%H%M%S}-before-{label}.db"
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    copy.close()
    live.close()
    return target


@contextmanager
def _one_at_a_time(database: Database) -> Iterator[Connection]:
    if database.dialect == "sqlite":
        lock = FileLock(f"{database.engines.url.database}.migrate.lock", timeout=LOCK_SECONDS)
        with lock, database.engines.writes.connect() as connection:
            yield connection
        return
    with database.engines.writes.connect() as guard, database.engines.writes.connect() as connection:
        take, give = _lock_statements(database.dialect)
        guard.execute(text(take))
        try:
            yield connection
        finally:
            guard.execute(text(give))


def _lock_statements(dialect: str) -> tuple[str, str]:
    if dialect == "postgresql":
        return f"SELECT pg_advisory_lock({LOCK_NUMBER})", f"SELECT pg_advisory_unlock({LOCK_NUMBER})"
    return f"SELECT GET_LOCK('{LOCK_NAME}', {LOCK_SECONDS})", f"SELECT RELEASE_LOCK('{LOCK_NAME}')"
