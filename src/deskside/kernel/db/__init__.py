"""Databases: engines, portable types, transactions. Import from here."""

from deskside.kernel.db.base import Base
from deskside.kernel.db.sessions import Database, Reads, Writes, refuse_inside_write
from deskside.kernel.db.statements import escape_like, now_ms, numbers_in, upsert
from deskside.kernel.db.types import BigId, Json, LongText, SmallId, UtcDateTime, key

__all__ = [
    "Base",
    "BigId",
    "Database",
    "Json",
    "LongText",
    "Reads",
    "SmallId",
    "UtcDateTime",
    "Writes",
    "escape_like",
    "key",
    "now_ms",
    "numbers_in",
    "refuse_inside_write",
    "upsert",
]
