"""Making a warehouse of the contract's form: its tables and views on each engine, and rows in them."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from sqlalchemy import Connection, Table, text

DDL = {
    "sqlite": "sqlite.sql",
    "postgresql": "postgresql.sql",
    "mysql": "mariadb.sql",
    "mariadb": "mariadb.sql",
}


def read_ddl(dialect: str) -> str:
    """The contract as this engine spells it."""
    return (files("deskside.modules.members") / "ddl" / DDL[dialect]).read_text("utf-8")


def create_contract(connection: Connection) -> None:
    """Every table and view that is not there yet."""
    lines = (line for line in read_ddl(connection.dialect.name).splitlines() if not line.startswith("--"))
    for statement in "\n".join(lines).split(";"):
        if statement.strip():
            connection.execute(text(statement))


def insert_rows(connection: Connection, rows: Mapping[Table, Sequence[Mapping[str, object]]]) -> None:
    """Fill the views (on PostgreSQL they pass rows on to their tables)."""
    for view, listed in rows.items():
        if listed:
            connection.execute(view.insert(), list(listed))
