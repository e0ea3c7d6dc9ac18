"""History: runs with their numbers, the lines they said, and alarms."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE


class Run(Base):
    """What became of one sync, import, export, report or notification. Outlives its job in the ledger."""

    __tablename__ = "runs"
    __table_args__ = (
        Index(None, "name", "state", "finished_at"),
        Index(None, "state"),
        Index(None, "created_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(key(120))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    trigger: Mapped[str] = mapped_column(key(16))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(key(16))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    read_count: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_count: Mapped[int] = mapped_column(BigInteger, default=0)
    skipped: Mapped[list[dict[str, object]] | None] = mapped_column(Json)
    complete: Mapped[bool | None]
    error: Mapped[str | None] = mapped_column(Text)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int | None] = mapped_column(BigInteger)
    line_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class RunLine(Base):
    """One line of a run's log."""

    __tablename__ = "run_lines"
    __table_args__ = (Index(None, "run_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class Alarm(Base):
    """Something that needs a person. `open_key` is its kind and subject while it is open, so that one is."""

    __tablename__ = "alarms"
    __table_args__ = (Index(None, "raised_at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(key(40))
    subject: Mapped[str] = mapped_column(key(120))
    message: Mapped[str] = mapped_column(Text)
    open_key: Mapped[str | None] = mapped_column(key(170), unique=True)
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]


class AlarmRead(Base):
    """Until when a person has seen alarms."""

    __tablename__ = "alarm_reads"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
