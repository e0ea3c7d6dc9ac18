"""Foreign tables over a warehouse on another PostgreSQL server, and whether its limits are set."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.pool import NullPool

from deskside.kernel.db.engines import parse_url
from deskside.kernel.errors import BadRequest
from deskside.modules.members.models.warehouse import WAREHOUSE
from deskside.modules.members.service.contract import create_contract

SERVER = "deskside_warehouse"
LIMITS: Mapping[str, str] = {
    "connect_timeout": "2",
    "keepalives": "1",
    "keepalives_idle": "3",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "8000",
    "options": "-c statement_timeout=5000 -c default_transaction_read_only=on",
    "fetch_size": "10000",
}
MOST_SECONDS = 5
LARGE = ("v_dwd_assistant_service", "v_dwd_settlement")
"""Asked for estimates, so that order and limit are sent to the warehouse and not done with all rows here."""


class ForeignServer(NamedTuple):
    """A foreign server and which options it lacks; of these, `bad` are there with a value that is none."""

    name: str
    lacks: tuple[str, ...]
    bad: frozenset[str]

    @property
    def cure(self) -> str:
        """The statement that mends it."""
        verbs = {True: "SET", False: "ADD"}
        options = ", ".join(f"{verbs[name in self.bad]} {name} '{LIMITS[name]}'" for name in self.lacks)
        return f"ALTER SERVER {self.name} OPTIONS ({options})"


def set_up(etl: str, app: str) -> Iterator[str]:
    """Make both databases where they are missing, the contract in one, foreign tables in the other.

    Says each step; may be run again. Raise BadRequest for addresses that are not PostgreSQL.
    """
    source, target = _postgresql(etl), _postgresql(app)
    for url in (source, target):
        yield f"{url.database}: {'made' if _create_database(url) else 'is there'}"
    engine = create_engine(source, poolclass=NullPool)
    with engine.begin() as connection:
        create_contract(connection)
    yield f"{source.database}: the views of the contract"
    with psycopg.connect(_conninfo(target), autocommit=True) as session:
        _link(session, source)
    yield f"{target.database}: foreign tables over {SERVER}, with limits"


def unsafe_servers(connection: Connection) -> list[ForeignServer]:
    """The postgres_fdw servers of this database on which a frozen warehouse would be waited for."""
    asked = text(
        "SELECT s.srvname, coalesce(s.srvoptions, '{}') FROM pg_foreign_server s"
        " JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE w.fdwname = 'postgres_fdw' ORDER BY 1"
    )
    servers = [_judge(name, options) for name, options in connection.execute(asked)]
    return [server for server in servers if server.lacks]


def _judge(server: str, options: list[str]) -> ForeignServer:
    known = dict(option.split("=", 1) for option in options)
    seconds = known.get("connect_timeout", "0")
    good = {
        "connect_timeout": seconds.isdigit() and 0 < int(seconds) <= MOST_SECONDS,
        "options": "statement_timeout=" in known.get("options", ""),
        "tcp_user_timeout": known.get("tcp_user_timeout", "0") != "0",
    }
    lacks = tuple(name for name, fine in good.items() if not fine)
    return ForeignServer(server, lacks, frozenset(known) & frozenset(lacks))


def _postgresql(address: str) -> URL:
    url, dialect = parse_url(address)
    if dialect != "postgresql" or not url.database:
        raise BadRequest("foreign tables need two PostgreSQL databases: postgresql://user@host/name")
    return url


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _create_database(url: URL) -> bool:
    with psycopg.connect(_conninfo(url.set(database="postgres")), autocommit=True) as session:
        if session.execute("SELECT 1 FROM pg_database WHERE datname = %s", (url.database,)).fetchone():
            return False
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(str(url.database))))
    return True


def _link(session: "psycopg.Connection[tuple[object, ...]]", source: URL) -> None:
    server = sql.Identifier(SERVER)
    where = {"host": source.host or "127.0.0.1", "port": str(source.port or 5432), "dbname": source.database}
    who = {"user": source.username, "password": source.password}
    views = sql.SQL(", ").join(sql.Identifier(view) for view in WAREHOUSE.tables)
    session.execute("CREATE EXTENSION IF NOT EXISTS postgres_fdw")
    for statement in (
        sql.SQL("DROP SERVER IF EXISTS {} CASCADE").format(server),
        sql.SQL("CREATE SERVER {} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({})").format(
            server, _options({**where, **LIMITS})
        ),
        sql.SQL("CREATE USER MAPPING FOR CURRENT_USER SERVER {} OPTIONS ({})").format(server, _options(who)),
        sql.SQL("IMPORT FOREIGN SCHEMA public LIMIT TO ({}) FROM SERVER {} INTO public").format(
            views, server
        ),
    ):
        session.execute(statement)
    for view in LARGE:
        estimates = sql.SQL("ALTER FOREIGN TABLE {} OPTIONS (ADD use_remote_estimate 'true')")
        session.execute(estimates.format(sql.Identifier(view)))


def _options(values: Mapping[str, str | None]) -> sql.Composed:
    pairs = [
        sql.SQL("{} {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in values.items()
        if value is not None
    ]
    return sql.SQL(", ").join(pairs)
