"""Batches that people upload: account lists for reminders, and plans."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.assist.models.fields import CLUSTERED


class AccountList(Base):
    """An uploaded list of accounts. `state` is reading, ready or failed (then `why` says it).

    It is applied to one reminder, once; `added` and `removed` count what that changed. `wanted` is the form
    of the kept contract that waits for the list, `task_id` the answer that waits with it.
    """

    __tablename__ = "account_lists"
    __table_args__ = (
        Index(None, "reminder_id"),
        Index(None, "created_at"),
        Index(None, "job_id"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(key(2))
    upload_id: Mapped[str | None] = mapped_column(key(32))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(key(8), default="reading")
    why: Mapped[str | None] = mapped_column(Text)
    accepted: Mapped[int] = mapped_column(Integer, default=0)
    duplicates: Mapped[int] = mapped_column(Integer, default=0)
    invalid: Mapped[int] = mapped_column(Integer, default=0)
    samples: Mapped[list[int] | None] = mapped_column(Json)
    report_file_id: Mapped[str | None] = mapped_column(key(32))
    wanted: Mapped[dict[str, object] | None] = mapped_column(Json)
    task_id: Mapped[str | None] = mapped_column(key(40))
    reminder_id: Mapped[int | None] = mapped_column(BigInteger)
    applied_at: Mapped[datetime | None]
    added: Mapped[int] = mapped_column(Integer, default=0)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class AccountListRow(Base):
    """One account of a list. `change`: 1 that it is, or was, added to the reminder; -1 that it was removed.

    Accounts that the reminder had already are dropped when the list is applied.
    """

    __tablename__ = "account_list_rows"
    __table_args__ = (CLUSTERED,)

    list_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account_lists.id"), primary_key=True)
    acct_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    change: Mapped[int] = mapped_column(SmallInteger, default=1)


class PlanImport(Base):
    """An uploaded table of plans. `state` is reading, ready or failed (then `why` says it)."""

    __tablename__ = "plan_imports"
    __table_args__ = (Index(None, "created_at"), Index(None, "job_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(key(2))
    dry_run: Mapped[bool]
    upload_id: Mapped[str | None] = mapped_column(key(32))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(key(8), default="reading")
    why: Mapped[str | None] = mapped_column(Text)
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)
    report_file_id: Mapped[str | None] = mapped_column(key(32))
    task_id: Mapped[str | None] = mapped_column(key(40))
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class PlanImportRow(Base):
    """What became of one row, by its number in the sheet.

    `before` is the plan as it was (null: there was none), `version` the one that this row gave it.
    """

    __tablename__ = "plan_import_rows"

    import_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("plan_imports.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    plan_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str | None] = mapped_column(String(255))
    outcome: Mapped[str] = mapped_column(key(10))
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[dict[str, object] | None] = mapped_column(Json)
    version: Mapped[int | None] = mapped_column(Integer)
