"""The tables of calls."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Double, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

SOURCE = "vendor"


class TaskStats(Base):
    """A day as the vendor's task statistics have it: sums over tasks."""

    __tablename__ = "task_stats_cache"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    date: Mapped[date] = mapped_column(Date, unique=True)
    total_tasks: Mapped[int] = mapped_column(default=0)
    callout_number: Mapped[int] = mapped_column(default=0)
    called_number: Mapped[int] = mapped_column(default=0)
    success_number: Mapped[int] = mapped_column(default=0)
    connected_rate: Mapped[float] = mapped_column(Double, default=0.0)
    calculated_at: Mapped[datetime]
    elapsed_time: Mapped[float] = mapped_column(Double, default=0.0)
    sync_type: Mapped[str] = mapped_column(key(20))
    added_success: Mapped[int] = mapped_column(default=0)


class GradeStats(Base):
    """A day as its call records have it. `expected` is the vendor's own count of them.

    `added_records` and `added_success` say what the last reading changed.
    """

    __tablename__ = "grade_stats_cache"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    date: Mapped[date] = mapped_column(Date, unique=True)
    grade_9: Mapped[int] = mapped_column(default=0)
    grade_1: Mapped[int] = mapped_column(default=0)
    total_success: Mapped[int] = mapped_column(default=0)
    total_records: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    calculated_at: Mapped[datetime]
    elapsed_time: Mapped[float] = mapped_column(Double, default=0.0)
    sync_type: Mapped[str] = mapped_column(key(20))
    partial: Mapped[bool] = mapped_column(default=False)
    added_records: Mapped[int] = mapped_column(default=0)
    added_success: Mapped[int] = mapped_column(default=0)


class StatRow(Base):
    """One task or one account of a day, as the vendor's statistics have it."""

    __tablename__ = "call_stat_rows"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(key(8), primary_key=True)
    ref: Mapped[str] = mapped_column(key(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    callout: Mapped[int]
    called: Mapped[int]
    success: Mapped[int]


class Rollup(Base):
    """Records of a day counted by what stands in `dim` (day, hour, agent, task), and by grade as received.

    Grades are judged when they are read, so that an edit of the grades counts for every day.
    """

    __tablename__ = "call_rollups"

    dim: Mapped[str] = mapped_column(key(8), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    ref: Mapped[str] = mapped_column(key(64), primary_key=True)
    grade: Mapped[str] = mapped_column(key(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    records: Mapped[int]
    answered: Mapped[int]
    seconds: Mapped[int] = mapped_column(BigInteger)


class CallRecord(Base):
    """One call. `called_at` is in unix seconds; `mark` is the reading that saw it last."""

    __tablename__ = "call_records"
    __table_args__ = (
        # With the mark in it, a reading is counted without looking at the records themselves.
        Index(None, "day", "called_at", "record_id", "mark"),
        {**MYSQL_TABLE, "sqlite_with_rowid": False},
    )

    source: Mapped[str] = mapped_column(key(16), primary_key=True)
    record_id: Mapped[str] = mapped_column(key(64), primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    called_at: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[int]
    answered: Mapped[bool]
    phone: Mapped[str] = mapped_column(key(40))
    grade: Mapped[str] = mapped_column(key(40))
    agent_id: Mapped[str] = mapped_column(key(64))
    agent_name: Mapped[str] = mapped_column(String(200))
    task_id: Mapped[str] = mapped_column(key(64))
    task_name: Mapped[str] = mapped_column(String(200))
    hangup: Mapped[str] = mapped_column(String(100))
    province: Mapped[str] = mapped_column(String(50))
    city: Mapped[str] = mapped_column(String(50))
    mark: Mapped[int] = mapped_column(BigInteger)


class FirstAnswers(Base):
    """A day's numbers: how many were called, reached at all, and reached by the day's first call to them."""

    __tablename__ = "call_first_answers"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    numbers: Mapped[int]
    reached: Mapped[int]
    reached_first: Mapped[int]
    calls: Mapped[int]


class CallLink(Base):
    """A record whose number some module knows: found without an index over every number of every day."""

    __tablename__ = "call_links"

    phone_key: Mapped[str] = mapped_column(key(40), primary_key=True)
    called_at: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    record_id: Mapped[str] = mapped_column(key(64), primary_key=True)


class CallLog(Base):
    """A call that somebody wrote down. `seconds` null: not said; `next_on` is when the next step is due."""

    __tablename__ = "call_logs"
    __table_args__ = (
        Index(None, "called_at", "id"),
        Index(None, "phone_key", "called_at"),
        Index(None, "by_id", "called_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    phone: Mapped[str] = mapped_column(key(40))
    phone_key: Mapped[str] = mapped_column(key(40))
    name: Mapped[str] = mapped_column(String(128))
    direction: Mapped[str] = mapped_column(key(8))
    outcome: Mapped[str] = mapped_column(key(20))
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(String(200))
    next_on: Mapped[date | None] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    by_name: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class CallDay(Base):
    """Who reads a day: the job that was last asked to, and the number of readings so far."""

    __tablename__ = "call_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime | None]
    mark: Mapped[int] = mapped_column(BigInteger, default=0)


class GradeSet(Base):
    """The grades since an edit; the newest counts."""

    __tablename__ = "call_grade_sets"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    grades: Mapped[list[dict[str, object]]] = mapped_column(Json)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))


class PeriodicReport(Base):
    """A report that was made by itself: its subject with the totals, and the file of each who gets it."""

    __tablename__ = "call_reports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(Text)
    partial: Mapped[bool]
    owner_id: Mapped[int] = mapped_column(BigInteger, index=True)
    file_id: Mapped[str] = mapped_column(key(32))
