"""What syncing keeps: its history, how far each type was read, drops that wait for a decision, and claims."""

from datetime import datetime

from sqlalchemy import BigInteger, Double, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.projects.models.projects import ID_CHARACTERS


class SyncHistory(Base):
    """One sync in the document's words. `sync_type` is auto or manual, `scope` what was asked for.

    `total` were read, `updated` written (`created` of them new), `failed` could not be understood.
    """

    __tablename__ = "project_sync_history"
    __table_args__ = (Index(None, "sync_time"), Index(None, "job_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    run_id: Mapped[int | None] = mapped_column(BigInteger)
    sync_time: Mapped[datetime]
    sync_type: Mapped[str] = mapped_column(key(16))
    scope: Mapped[list[str]] = mapped_column(Json)
    full: Mapped[bool] = mapped_column(default=False)
    total: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    duration: Mapped[float] = mapped_column(Double, default=0.0)
    status: Mapped[str] = mapped_column(key(16))
    note: Mapped[str] = mapped_column(Text, default="")
    cursor_before: Mapped[datetime | None]
    cursor_after: Mapped[datetime | None]


class TypeSync(Base):
    """How far one type was read.

    `cursor` is the remote's newest moment of a read without a gap; `confirmed_at` when the last complete read
    began, `full_at` the last that asked for everything, `full_count` how many it brought. `failed_at` is the
    last read that brought less than all, until one succeeds.
    """

    __tablename__ = "project_type_syncs"

    type: Mapped[str] = mapped_column(key(16), primary_key=True)
    cursor: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    full_at: Mapped[datetime | None]
    full_count: Mapped[int | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class HeldDrop(Base):
    """A read that brought far fewer of a type than before. `open_key` is its type until somebody decides."""

    __tablename__ = "project_drops"
    __table_args__ = (Index(None, "at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    type: Mapped[str] = mapped_column(key(16))
    open_key: Mapped[str | None] = mapped_column(key(16), unique=True)
    before: Mapped[int]
    after: Mapped[int]
    at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(key(16))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_name: Mapped[str | None] = mapped_column(String(200))


class ProjectFetch(Base):
    """Who asks the remote for one project: of all processes one, until `lease_until`.

    Moments are the database's clock in ms. How it ended and what failed serve those who waited for it.
    """

    __tablename__ = "project_fetches"
    __table_args__ = (Index(None, "lease_until"), MYSQL_TABLE)

    project_id: Mapped[str] = mapped_column(key(ID_CHARACTERS), primary_key=True)
    holder: Mapped[str | None] = mapped_column(key(32))
    lease_until: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str | None] = mapped_column(key(16))
    error: Mapped[str | None] = mapped_column(Text)
