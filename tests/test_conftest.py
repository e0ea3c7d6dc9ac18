"""The databases that tests get."""

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Database
from deskside.platform.versions import Version, bump


def _names(db: Session) -> list[str]:
    return list(db.scalars(select(Version.name)))


@pytest.mark.parametrize("name", ["first", "second"])
def test_each_test_begins_with_no_row(database: Database, name: str) -> None:
    assert database.read(_names) == []
    database.write(bump, name)
    assert database.read(_names) == [name]


def test_a_blank_database_has_no_table(blank_database_url: str) -> None:
    database = Database(blank_database_url)
    assert inspect(database.engines.reads).get_table_names() == []
    database.close()
