"""Changes of many customers at once, which can be taken back; uploads and exports."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE


class Batch(Base):
    """One act on many customers. `kind`: edit, delete, import, merge; `kept_id` is whom a merge kept."""

    __tablename__ = "customer_batches"
    __table_args__ = (Index(None, "kind", "id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(key(8))
    kept_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BatchRow(Base):
    """A customer as it was `before` (null: there was none), and the version that the act gave it.

    `after` is kept of merges, of which every field is taken back by itself.
    """

    __tablename__ = "customer_batch_rows"

    batch_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    before: Mapped[dict[str, object] | None] = mapped_column(Json)
    after: Mapped[dict[str, object] | None] = mapped_column(Json)
    version: Mapped[int] = mapped_column(Integer)


class CustomerImport(Base):
    """An uploaded table of customers. `state` is reading, ready or failed (then `why` says it)."""

    __tablename__ = "customer_imports"
    __table_args__ = (Index(None, "owner_id"), Index(None, "job_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(key(2))
    dry_run: Mapped[bool] = mapped_column(Boolean)
    together: Mapped[bool] = mapped_column(Boolean)
    mapping: Mapped[list[str | None] | None] = mapped_column(Json)
    ignored: Mapped[list[str] | None] = mapped_column(Json)
    upload_id: Mapped[str | None] = mapped_column(key(32))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(key(8), default="reading")
    why: Mapped[str | None] = mapped_column(Text)
    row_count: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)
    report_file_id: Mapped[str | None] = mapped_column(key(32))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CustomerImportRow(Base):
    """What became of one address: `place` counts addresses, `row_number` is the sheet's row."""

    __tablename__ = "customer_import_rows"
    __table_args__ = (Index(None, "import_id", "outcome"), MYSQL_TABLE)

    import_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    row_number: Mapped[int] = mapped_column(Integer)
    email: Mapped[str] = mapped_column(String(256))
    name: Mapped[str] = mapped_column(String(128))
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(key(10))
    reason: Mapped[str | None] = mapped_column(Text)


class CustomerExport(Base):
    """What an export is to hold: its job carries no personal data. `row_count` is known when it is made."""

    __tablename__ = "customer_exports"

    file_id: Mapped[str] = mapped_column(key(32), primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    wanted: Mapped[dict[str, object]] = mapped_column(Json)
    row_count: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class NoDuplicate(Base):
    """Two customers that somebody looked at and found different; the lower id first."""

    __tablename__ = "customer_no_duplicates"

    low_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    high_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
