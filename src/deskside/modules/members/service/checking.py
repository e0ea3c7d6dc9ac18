"""What `deskside doctor` and the start say of the warehouse."""

from collections.abc import Iterator
from contextlib import closing
from time import monotonic

import structlog
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from deskside.kernel.db import Database
from deskside.kernel.doctor import Finding
from deskside.kernel.errors import Unavailable
from deskside.kernel.site import Site
from deskside.modules.members.connectors import Warehouse
from deskside.modules.members.models.warehouse import OPTIONAL, WAREHOUSE
from deskside.modules.members.service.foreign import ForeignServer, unsafe_servers
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersEnv

log = structlog.get_logger(__name__)
MILLISECONDS = 2_000
CONTRACT = "docs/modules/members.md says which views and columns there must be"


def warehouse_url(database: Database) -> str:
    """Where the views are: in Deskside's own database unless the environment says otherwise."""
    return MembersEnv().url or database.engines.url.render_as_string(hide_password=False)


def check_warehouse(_site: Site, database: Database) -> Iterator[Finding]:
    """Whether the warehouse answers, has the views, and cannot be waited for without end."""
    elsewhere = MembersEnv().url is not None
    with closing(Warehouse(warehouse_url(database), size=1)) as warehouse:
        try:
            yield from _look(warehouse, elsewhere=elsewhere)
        except SQLAlchemyError as error:
            what = f"the members' warehouse does not answer ({type(error).__name__})"
            yield Finding(what, "check DESKSIDE_MEMBERS_URL and the server behind it")


def _look(warehouse: Warehouse, *, elsewhere: bool) -> Iterator[Finding]:
    with warehouse.connect(MILLISECONDS) as connection:
        seen = inspect(connection)
        present = {*seen.get_table_names(), *seen.get_view_names()}
        if warehouse.dialect == "postgresql":
            present |= set(
                connection.scalars(text("SELECT foreign_table_name FROM information_schema.foreign_tables"))
            )
        wanted = set(WAREHOUSE.tables) - OPTIONAL
        missing = sorted(wanted - present)
        if len(missing) == len(wanted) and not elsewhere:
            yield Finding("no warehouse of members: DESKSIDE_MEMBERS_URL is not set")
            return
        cure = CONTRACT if missing else ""
        yield Finding(
            f"the members' warehouse lacks {', '.join(missing)}"
            if missing
            else f"the members' warehouse has its views ({warehouse.dialect})",
            cure,
        )
        unsafe = unsafe_servers(connection) if warehouse.dialect == "postgresql" else []
    for server in unsafe:
        yield Finding(_sentence(server), server.cure)


def warn_of_unsafe_servers(sources: Sources) -> None:
    """Say at the start which foreign servers lack their limits; catalogues alone are read."""
    if sources.warehouse.dialect != "postgresql":
        return

    def ask() -> list[ForeignServer]:
        with sources.warehouse.connect(MILLISECONDS) as connection:
            return unsafe_servers(connection)

    try:
        found = sources.warehouse_lanes.ask(ask, monotonic() + MILLISECONDS / 1000).answer()
    except (SQLAlchemyError, TimeoutError, Unavailable) as error:
        log.warning("members.warehouse_away", error=type(error).__name__)
        return
    for server in found:
        log.warning("members.unsafe_foreign_server", problem=_sentence(server), cure=server.cure)


def _sentence(server: ForeignServer) -> str:
    return f"the foreign server {server.name} lacks {', '.join(server.lacks)}: a frozen warehouse would hang"
