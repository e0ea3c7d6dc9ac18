"""The ledger, its groups and the schedules."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, LongText, key
from deskside.kernel.db.base import MYSQL_TABLE


class Job(Base):
    """One thing to do. The one clock of the row is the database's.

    `due_at` (ms) says when a waiting job is to run and when a running one's lease ends; NULL: finished.
    `sent_at` (ms) says when the carrier was last told of it. `fence` counts claims and hand-backs: whoever
    holds an older number can no longer commit.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(key(120))
    args: Mapped[str] = mapped_column(LongText)
    dedup: Mapped[str | None] = mapped_column(key(190), unique=True)
    group_name: Mapped[str | None] = mapped_column(key(120))
    state: Mapped[str] = mapped_column(key(16))
    priority: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    max_tries: Mapped[int] = mapped_column(SmallInteger)
    fence: Mapped[int] = mapped_column(BigInteger, default=0)
    worker: Mapped[str | None] = mapped_column(key(120))
    checkpoint: Mapped[object | None] = mapped_column(Json)
    progress_done: Mapped[int] = mapped_column(BigInteger, default=0)
    progress_total: Mapped[int | None] = mapped_column(BigInteger)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(Text)
    trigger: Mapped[str] = mapped_column(key(16))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)


Index(
    "ix_jobs_due_at",
    Job.due_at,
    sqlite_where=Job.due_at.is_not(None),
    postgresql_where=Job.due_at.is_not(None),
)


class JobGroup(Base):
    """Which job has the group to itself, and until when (ms) its lease holds."""

    __tablename__ = "job_groups"

    name: Mapped[str] = mapped_column(key(120), primary_key=True)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    until_ms: Mapped[int] = mapped_column(BigInteger)


class Schedule(Base):
    """When a message is enqueued by itself. `next_at` (ms, the database's clock) is NULL while disabled."""

    __tablename__ = "schedules"
    __table_args__ = (Index(None, "next_at"), MYSQL_TABLE)

    name: Mapped[str] = mapped_column(key(120), primary_key=True)
    cron: Mapped[str] = mapped_column(key(120))
    enabled: Mapped[bool] = mapped_column(default=True)
    late_policy: Mapped[str] = mapped_column(key(8), default="once")
    next_at: Mapped[int | None] = mapped_column(BigInteger)
    last_at: Mapped[datetime | None]
    is_default: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
