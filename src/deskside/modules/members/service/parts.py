"""A page asks all its parts at once; each answers within the page's time, or is named as degraded."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Concatenate, Generic, NamedTuple, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from deskside.kernel.db import Database, Reads
from deskside.kernel.errors import Unavailable
from deskside.modules.members.connectors import Call, Lanes, Warehouse
from deskside.modules.members.schemas.base import Degraded, DegradedCode

log = structlog.get_logger(__name__)
T = TypeVar("T")
P = ParamSpec("P")

WAREHOUSE_LANES = 4
OWN_LANES = 8
CLOSING_SECONDS = 1.0
CANCELLED = {"57014"}
GONE_POSTGRES = ("08", "57P", "HV00N")
UNKNOWN_NAMES = {1054, 1146}
CANCELLED_MYSQL = {1969, 3024}

REASONS: dict[DegradedCode, str] = {
    "timeout": "来源超时",
    "unavailable": "来源暂不可用",
    "unreachable": "来源连接中断",
    "changed": "来源的视图或列不符合约定",
    "malformed": "内容无法解析",
    "failed": "处理失败，详见日志",
}


@dataclass(frozen=True)
class Sources:
    """Where pages read from: our own tables and the warehouse, each with lanes that may hang alone."""

    database: Database
    warehouse: Warehouse
    own_lanes: Lanes
    warehouse_lanes: Lanes

    @classmethod
    def open(cls, database: Database, warehouse_url: str) -> "Sources":
        """Nothing connects before the first question."""
        return cls(
            database,
            Warehouse(warehouse_url, size=WAREHOUSE_LANES),
            Lanes("members-own", OWN_LANES),
            Lanes("members-warehouse", WAREHOUSE_LANES),
        )

    def close(self) -> None:
        """Ask nothing more; what hangs is left behind."""
        self.own_lanes.close(CLOSING_SECONDS)
        self.warehouse_lanes.close(CLOSING_SECONDS)
        self.warehouse.close()


class Missing(NamedTuple):
    """A part that could not be had."""

    code: DegradedCode
    error: Exception


class Part(Generic[T]):
    """One part under way."""

    def __init__(self, page: "Page", name: str, call: Call[T] | None, missing: Missing | None) -> None:
        self._page = page
        self._name = name
        self._call = call
        self._missing = missing

    def or_default(self, default: T) -> T:
        """The answer, or `default` and an entry in the page's `degraded`."""
        try:
            return self.answer()
        except Unavailable:
            return default

    def or_none(self) -> T | None:
        """The answer, or None and an entry in the page's `degraded`."""
        try:
            return self.answer()
        except Unavailable:
            return None

    def answer(self) -> T:
        """The answer; Unavailable, and an entry in the page's `degraded`, when there is none."""
        if self._call is not None and self._missing is None:
            try:
                return self._call.answer()
            except Exception as error:  # noqa: BLE001 - every failure of a part is a degraded part
                self._missing = Missing(classify(error), error)
                _log_failure(self._name, self._missing)
        missing = self._missing or Missing("failed", LookupError(self._name))
        self._page.note(self._name, missing.code)
        raise Unavailable(REASONS[missing.code], code=f"source_{missing.code}", retry_after=5)


class Page:
    """The parts of one answer, all to be had by the same moment."""

    def __init__(self, sources: Sources, milliseconds: int) -> None:
        self._sources = sources
        self._milliseconds = milliseconds
        self._until = monotonic() + milliseconds / 1000
        self._noted: dict[str, DegradedCode] = {}

    @property
    def degraded(self) -> list[Degraded]:
        """The parts that were missing when they were looked at."""
        return [Degraded(name=name, code=code, reason=REASONS[code]) for name, code in self._noted.items()]

    def note(self, name: str, code: DegradedCode) -> None:
        """Name a part as degraded; the first reason stays."""
        self._noted.setdefault(name, code)

    def own(
        self, name: str, question: Callable[Concatenate[Reads, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Part[T]:
        """Ask our own tables."""
        return self._ask(
            name, self._sources.own_lanes, lambda: self._sources.database.read(question, *args, **kwargs)
        )

    def warehouse(
        self, name: str, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Part[T]:
        """Ask the warehouse, on a connection of the part's own."""

        def ask() -> T:
            with self._sources.warehouse.connect(self._milliseconds) as connection:
                return question(connection, *args, **kwargs)

        return self._ask(name, self._sources.warehouse_lanes, ask)

    def both(
        self,
        name: str,
        question: Callable[Concatenate[Connection, Database, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Part[T]:
        """Ask the warehouse with what our own tables say."""
        return self.warehouse(name, question, self._sources.database, *args, **kwargs)

    def _ask(self, name: str, lanes: Lanes, question: Callable[[], T]) -> Part[T]:
        try:
            return Part(self, name, lanes.ask(question, self._until), None)
        except Unavailable as error:
            return Part(self, name, None, Missing("unavailable", error))


def classify(error: BaseException) -> DegradedCode:
    """What to call a failure of a source."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, PoolTimeout):
        return "unavailable"
    if isinstance(error, DBAPIError):
        return _of_database(error)
    return "malformed" if isinstance(error, ValueError) else "failed"


def _of_database(error: DBAPIError) -> DegradedCode:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    number = error.orig.args[0] if error.orig is not None and error.orig.args else None
    words = str(error.orig)
    if state in CANCELLED or number in CANCELLED_MYSQL or words == "interrupted":
        return "timeout"
    if state.startswith("42") or state == "HV005" or number in UNKNOWN_NAMES or "no such" in words:
        return "changed"
    gone = error.connection_invalidated or not state or state.startswith(GONE_POSTGRES)
    return "unreachable" if gone else "failed"


def _log_failure(name: str, missing: Missing) -> None:
    if missing.code == "failed":
        log.error("members.part_failed", part=name, exc_info=missing.error)
    else:
        log.warning("members.part_missing", part=name, code=missing.code, error=type(missing.error).__name__)
