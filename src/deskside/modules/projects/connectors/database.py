"""A plain database as the source: one table or view, and which of its columns mean what."""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, String, cast, column, create_engine, select, table
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.kernel.db import refuse_inside_write
from deskside.modules.projects.connectors.base import REMOTE
from deskside.modules.projects.schemas.remote import LibraryPage, ListWanted
from deskside.modules.projects.settings import ProjectsEnv

NEEDED = ("table", "id", "type", "status")
CONNECT_SECONDS = 5
CONNECT = {"postgresql": "connect_timeout", "mysql": "connect_timeout", "mariadb": "connect_timeout"}


class DatabaseLibrary:
    """Reads with a connection per question; never writes. Raise RemoteRefused where columns are missing."""

    def __init__(self, env: ProjectsEnv) -> None:
        self._page_size = env.page_size
        self._columns = _columns(env.columns)
        url = env.database_url.get_secret_value() if env.database_url else ""
        try:
            engine = create_engine(url, poolclass=NullPool)
        except SQLAlchemyError as error:
            raise RemoteRefused(f"DESKSIDE_PROJECTS_DATABASE_URL: {error}", remote=REMOTE) from None
        option = CONNECT.get(engine.dialect.name)
        arguments = {option: CONNECT_SECONDS} if option else {}
        self._engine = create_engine(url, poolclass=NullPool, connect_args=arguments)
        self._source = table(
            self._columns["table"],
            *(column(name) for key, name in self._columns.items() if key != "table"),
        )

    def one(self, project_id: str) -> bytes | None:
        """The project's row as JSON."""
        rows = self._ask(self._select().where(cast(self._column("id"), String(64)) == project_id).limit(1))
        return rows[0] if rows else None

    def page(self, wanted: ListWanted, number: int) -> LibraryPage:
        """Rows of one type in the order of their ids."""
        asked = self._select().where(self._column("type") == wanted.type)
        if wanted.updated_since is not None and "updated_at" in self._columns:
            asked = asked.where(self._column("updated_at") >= wanted.updated_since.replace(tzinfo=None))
        asked = asked.order_by(self._column("id"))
        return LibraryPage(self._ask(asked.limit(self._page_size).offset((number - 1) * self._page_size)))

    def close(self) -> None:
        """Forget the engine."""
        self._engine.dispose()

    def _column(self, key: str) -> ColumnElement[object]:
        return self._source.c[self._columns[key]]

    def _select(self) -> Select[*tuple[object, ...]]:
        return select(*(self._column(key).label(key) for key in self._columns if key != "table")).select_from(
            self._source
        )

    def _ask(self, asked: Select[*tuple[object, ...]]) -> list[bytes]:
        refuse_inside_write(f"asking {REMOTE}")
        try:
            with self._engine.connect() as connection:
                return [_json(row) for row in connection.execute(asked).mappings()]
        except ProgrammingError as error:
            said = f"{REMOTE} has no such table or column: {error.orig}"
            raise RemoteAnswerChanged(said, sample=str(error.orig), remote=REMOTE) from None
        except OperationalError as error:
            if "no such" in str(error.orig):
                said = f"{REMOTE} has no such table or column: {error.orig}"
                raise RemoteAnswerChanged(said, sample=str(error.orig), remote=REMOTE) from None
            raise RemoteUnavailable(f"{REMOTE} does not answer: {error.orig}", remote=REMOTE) from None
        except DBAPIError as error:
            raise RemoteUnavailable(f"{REMOTE} does not answer: {error.orig}", remote=REMOTE) from None


def _columns(text: str) -> dict[str, str]:
    try:
        found = msgspec.json.decode(text, type=dict[str, str])
    except msgspec.DecodeError as error:
        raise RemoteRefused(f"DESKSIDE_PROJECTS_COLUMNS is no JSON object: {error}", remote=REMOTE) from None
    missing = [name for name in NEEDED if not found.get(name)]
    if missing:
        raise RemoteRefused(f"DESKSIDE_PROJECTS_COLUMNS lacks {', '.join(missing)}", remote=REMOTE)
    return found


def _json(row: RowMapping) -> bytes:
    """`customer.name` becomes `{"customer": {"name": …}}`."""
    project: dict[str, object] = {}
    for key, value in row.items():
        outer, _, inner = str(key).partition(".")
        plain = _plain(value)
        if inner:
            part = project.setdefault(outer, {})
            if isinstance(part, dict):
                part[inner] = plain
        else:
            project[outer] = plain
    return msgspec.json.encode(project)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, (datetime, date)) else value
