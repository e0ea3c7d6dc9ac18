"""Tables of our own. On PostgreSQL the schema `biz` shows them under their names there: `biz.coach_tasks`."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, LongText, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

MAX_SITE = 100


class CoachTask(Base):
    """What a coach is to do about a member. `status`: active, inactive, completed, abandoned.

    `clue_id`: the retention clue that it was made from; a clue becomes one task at most.
    """

    __tablename__ = "biz_coach_tasks"
    __table_args__ = (
        Index("ix_biz_coach_tasks_member", "site_id", "member_id"),
        Index("ix_biz_coach_tasks_assistant", "site_id", "assistant_id"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    site_id: Mapped[str] = mapped_column(key(MAX_SITE))
    member_id: Mapped[int] = mapped_column(BigInteger)
    assistant_id: Mapped[int] = mapped_column(BigInteger)
    task_type: Mapped[str] = mapped_column(key(40))
    status: Mapped[str] = mapped_column(key(16))
    abandon_reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clue_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)


class Note(Base):
    """What somebody wrote about a member (`target_type` member), a coach (coach), or a task (`task_id`)."""

    __tablename__ = "biz_notes"
    __table_args__ = (
        Index("ix_biz_notes_target", "site_id", "target_type", "target_id", "created_at"),
        Index("ix_biz_notes_task", "site_id", "task_id"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    site_id: Mapped[str] = mapped_column(key(MAX_SITE))
    target_type: Mapped[str] = mapped_column(key(16))
    target_id: Mapped[int] = mapped_column(BigInteger)
    task_id: Mapped[int | None] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(100))
    content: Mapped[str] = mapped_column(Text)
    pinned: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AiCache(Base):
    """What a model said of a target, as JSON text that nobody has checked; written by others."""

    __tablename__ = "biz_ai_cache"

    site_id: Mapped[str] = mapped_column(key(MAX_SITE), primary_key=True)
    cache_type: Mapped[str] = mapped_column(key(40), primary_key=True)
    target_id: Mapped[str] = mapped_column(key(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    cache_value: Mapped[str] = mapped_column(LongText)


class RetentionClue(Base):
    """A reason to win a member back; written by others."""

    __tablename__ = "member_retention_clue"
    __table_args__ = (Index("ix_member_retention_clue_member", "site_id", "member_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    site_id: Mapped[str] = mapped_column(key(MAX_SITE))
    member_id: Mapped[int] = mapped_column(BigInteger)
    category: Mapped[str] = mapped_column(String(50))
    summary: Mapped[str] = mapped_column(String(500))
    detail: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PhoneReveal(Base):
    """Who saw a full phone number when, for the hourly limit."""

    __tablename__ = "member_phone_reveals"
    __table_args__ = (Index("ix_member_phone_reveals_user", "user_id", "at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    site_id: Mapped[str] = mapped_column(key(MAX_SITE))
    member_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
