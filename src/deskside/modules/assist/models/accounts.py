"""Accounts under reminders, their ticks, and what look-ups reported of them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.assist.models.fields import CLUSTERED, UnsignedInt
from deskside.modules.assist.models.tags import TAG_CHARACTERS


class AcctReminder(Base):
    """One account under one reminder: a row of its account list (`listed`), or the tick of a global one.

    `version` counts accepted ticks; 0 = never ticked. `last_processed_at` is the last tick or untick.
    """

    __tablename__ = "acct_reminders"
    __table_args__ = (Index(None, "reminder_id", "acct_id"), CLUSTERED)

    acct_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reminder_id: Mapped[int] = mapped_column(UnsignedInt, ForeignKey("reminders.id"), primary_key=True)
    is_processed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    last_processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    listed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=true())
    version: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    actor_id: Mapped[int | None] = mapped_column(BigInteger)


class ProcessLog(Base):
    """Every accepted tick. The unique key refuses two successors of one state; older rows have no version."""

    __tablename__ = "reminder_process_log"
    __table_args__ = (
        UniqueConstraint("acct_id", "reminder_id", "version"),
        Index(None, "reminder_id", "id"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    acct_id: Mapped[int] = mapped_column(BigInteger)
    reminder_id: Mapped[int] = mapped_column(UnsignedInt, ForeignKey("reminders.id"))
    processed_by: Mapped[int | None] = mapped_column(BigInteger)
    processed_by_xf: Mapped[int | None] = mapped_column(BigInteger)
    processed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    new_status: Mapped[bool] = mapped_column(Boolean)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int | None] = mapped_column(Integer)


class AssistAccount(Base):
    """What the last look-up reported of an account."""

    __tablename__ = "assist_accounts"
    __table_args__ = (
        Index(None, "market", "business"),
        Index(None, "cn_num"),
        Index(None, "seen_at"),
        MYSQL_TABLE,
    )

    acct_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    market: Mapped[str] = mapped_column(String(8))
    business: Mapped[str] = mapped_column(String(20))
    cn_num: Mapped[str | None] = mapped_column(key(20))
    tags: Mapped[list[str] | None] = mapped_column(Json)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountTag(Base):
    """One tag of a recorded account; `UNTOLD` stands for the tags of one whose tags nobody has told."""

    __tablename__ = "assist_account_tags"
    __table_args__ = (Index(None, "acct_id"), CLUSTERED)

    tag: Mapped[str] = mapped_column(key(TAG_CHARACTERS), primary_key=True)
    acct_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


UNTOLD = ""
