"""The migrations end where the models are, on every engine, and may be run again."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from deskside.kernel import migrations
from deskside.kernel.db import Base, Database
from deskside.registry import import_models


@pytest.fixture
def empty_database(blank_database_url: str) -> Iterator[Database]:
    database = Database(blank_database_url)
    yield database
    database.close()


def differences(database: Database) -> list[object]:
    """What the migrated database lacks of the models, or has beyond them."""
    import_models()
    with database.engines.writes.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, Base.metadata))


def test_the_migrations_make_what_the_models_say(empty_database: Database) -> None:
    assert migrations.migrate(empty_database)
    assert differences(empty_database) == []
    assert migrations.current(empty_database) == migrations.head()
    assert not migrations.migrate(empty_database)


def test_a_migration_that_was_cut_off_is_run_again(empty_database: Database) -> None:
    migrations.migrate(empty_database)
    with empty_database.engines.writes.begin() as connection:
        connection.execute(text("DROP TABLE reminder_process_log"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    assert migrations.migrate(empty_database)
    assert differences(empty_database) == []


def test_a_business_table_of_another_tool_is_kept(empty_database: Database) -> None:
    with empty_database.engines.writes.begin() as connection:
        kind = "TINYINT UNSIGNED" if empty_database.dialect == "mysql" else "SMALLINT"
        columns = f"id {kind} PRIMARY KEY, name VARCHAR(20), colour INT"
        connection.execute(text(f"CREATE TABLE business ({columns})"))
        connection.execute(text("INSERT INTO business VALUES (7, 'OLD', 3)"))
    migrations.migrate(empty_database)
    with empty_database.engines.writes.begin() as connection:
        assert connection.execute(text("SELECT id, name, colour FROM business")).all() == [(7, "OLD", 3)]


def test_downgrading_to_the_beginning_leaves_nothing(empty_database: Database) -> None:
    migrations.migrate(empty_database)
    with empty_database.engines.writes.begin() as connection:
        command.downgrade(migrations.config(connection), "base")
    assert migrations.current(empty_database) is None
