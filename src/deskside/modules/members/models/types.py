"""Column types of the warehouse: exact yuan and hours, and sums that stay exact on SQLite too."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, Numeric
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from deskside.kernel.money import Money


class SiteId(UserDefinedType[str]):
    """Text; sent without a cast, so that a warehouse may keep it as bigint or as varchar."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        return "VARCHAR(100)"


class Hundredths(TypeDecorator[Decimal]):
    """An exact number with two decimals. SQLite has doubles, exact when read as they are spelled."""

    impl = Numeric
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(12, 2)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Numeric(12, 2, asdecimal=False))
        return dialect.type_descriptor(Numeric(12, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | float | None:
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))


class Yuan(TypeDecorator[Money]):
    """An amount in yuan with two decimals, as Money."""

    impl = Hundredths
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else value.to_yuan()

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Money | None:  # noqa: ARG002
        return None if value is None else Money.from_yuan(value)


class _HundredthsTotal(TypeDecorator[Decimal]):
    """What `coalesce(sum(…), 0)` gives: a decimal, on SQLite whole hundredths."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = Integer() if dialect.name == "sqlite" else Numeric(20, 2)
        return dialect.type_descriptor(kind)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-2) if dialect.name == "sqlite" else Decimal(value)


class _YuanTotal(_HundredthsTotal):
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        total = super().process_result_value(value, dialect)
        return None if total is None else Money.from_yuan(total)


class _Total(FunctionElement[Any]):
    """Exact `coalesce(sum(column), 0)`."""

    name = "exact_total"
    inherit_cache = True


@compiles(_Total)
def _sum(element: _Total, compiler: SQLCompiler, **kw: Any) -> str:
    return f"coalesce(sum({compiler.process(element.clauses, **kw)}), 0)"


@compiles(_Total, "sqlite")
def _sum_of_hundredths(element: _Total, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.clauses, **kw)
    return f"coalesce(sum(CAST(round({column} * 100) AS INTEGER)), 0)"


class _YuanSum(_Total):
    inherit_cache = True
    type = _YuanTotal()


class _HoursSum(_Total):
    inherit_cache = True
    type = _HundredthsTotal()


def total_yuan(column: ColumnElement[Money]) -> ColumnElement[Money]:
    """The sum of amounts; nothing is zero."""
    return _YuanSum(column)


def total_hours(column: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    """The sum of hours; nothing is zero."""
    return _HoursSum(column)
