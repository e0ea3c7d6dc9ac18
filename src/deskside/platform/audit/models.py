"""The tables of the audit: what was done, and the seals that make later edits show."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE

HEAD_ID = 1


class AuditEntry(Base):
    """One change. Rows are only ever added; SQLite must not give an id out twice."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index(None, "subject_type", "subject_id"),
        Index(None, "actor_id"),
        Index(None, "at"),
        {**MYSQL_TABLE, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(key(100))
    subject_type: Mapped[str] = mapped_column(key(50))
    subject_id: Mapped[str] = mapped_column(key(100))
    old: Mapped[object | None] = mapped_column(Json)
    new: Mapped[object | None] = mapped_column(Json)
    ip: Mapped[str | None] = mapped_column(key(45))


class AuditSeal(Base):
    """One link of the chain: the entry `audit_id` and everything sealed before it."""

    __tablename__ = "audit_seals"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    hash: Mapped[str] = mapped_column(key(64))


class AuditHead(Base):
    """The one row that says how long the chain is, so that a cut tail shows. `mac` signs the other two."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(key(64))
    mac: Mapped[str] = mapped_column(key(64))
