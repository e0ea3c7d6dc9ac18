"""Column types that mean the same on SQLite, MariaDB and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, SmallInteger, String, Text
from sqlalchemy.dialects.mysql import DATETIME, LONGTEXT, TINYINT
from sqlalchemy.types import TypeDecorator, TypeEngine

KEY_COLLATION = "utf8mb4_bin"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC with microseconds; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key(length: int) -> String:
    """Text that is compared byte for byte: logins, names of things, hashes. `length` in characters."""
    return String(length).with_variant(String(length, collation=KEY_COLLATION), "mysql", "mariadb")


BigId = BigInteger().with_variant(Integer, "sqlite")
"""64-bit integer key that counts by itself on every engine."""

SmallId = SmallInteger().with_variant(TINYINT(unsigned=True), "mysql", "mariadb")
"""The document's TINYINT UNSIGNED."""

LongText = Text().with_variant(LONGTEXT, "mysql", "mariadb")
Json = JSON(none_as_null=True)
