"""Statements that each engine spells its own way."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Subquery, Table, column, text
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]


class now_ms(ColumnElement[int]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock at this statement, in milliseconds since 1970, as a 64-bit integer."""

    type = BigInteger()
    inherit_cache = True
    # Nothing of it varies, so statements that hold it are compiled once.
    _traverse_internals = []  # noqa: RUF012 - SQLAlchemy's own convention


@compiles(now_ms, "sqlite")
def _sqlite_now(_element: now_ms, _compiler: SQLCompiler, **_kw: object) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)"


@compiles(now_ms, "mysql")
@compiles(now_ms, "mariadb")
def _mysql_now(_element: now_ms, _compiler: SQLCompiler, **_kw: object) -> str:
    return "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000 AS SIGNED)"


@compiles(now_ms, "postgresql")
def _postgresql_now(_element: now_ms, _compiler: SQLCompiler, **_kw: object) -> str:
    return "CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)"


NUMBERS = {
    "sqlite": "SELECT value FROM json_each(:numbers)",
    "mysql": "SELECT value FROM JSON_TABLE(:numbers, '$[*]' COLUMNS (value BIGINT PATH '$')) AS given",
    "postgresql": "SELECT CAST(e AS bigint) value FROM jsonb_array_elements_text(CAST(:numbers AS jsonb)) e",
}


def numbers_in(session: Session, numbers: Sequence[int]) -> Subquery:
    """Whole numbers as rows of one column, `.c.value`: thousands in one parameter of one statement."""
    dialect = session.get_bind().dialect.name
    statement = text(NUMBERS["mysql" if dialect == "mariadb" else dialect])
    given = statement.bindparams(numbers=json.dumps(list(numbers)))
    return given.columns(column("value", BigInteger)).subquery("given_numbers")


def upsert(
    session: Session,
    model: type[DeclarativeBase],
    rows: Sequence[Row],
    *,
    keys: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert `rows`, one executemany; where `keys` are taken, overwrite the columns `update` (none: keep)."""
    if not rows:
        return
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is no table")
    dialect = session.get_bind().dialect.name
    connection = session.connection()
    if dialect in {"mysql", "mariadb"}:
        into = mysql.insert(table)
        chosen = {name: into.inserted[name] for name in update} or {keys[0]: table.c[keys[0]]}
        connection.execute(into.on_duplicate_key_update(chosen), rows)
        return
    into_other = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if update:
        excluded = {name: into_other.excluded[name] for name in update}
        connection.execute(into_other.on_conflict_do_update(index_elements=list(keys), set_=excluded), rows)
    else:
        connection.execute(into_other.on_conflict_do_nothing(index_elements=list(keys)), rows)


def escape_like(text: str) -> str:
    """`text` for a LIKE pattern whose ESCAPE is the backslash, with its own wildcards made plain."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
