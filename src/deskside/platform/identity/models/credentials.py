"""What proves who is asking. Only hashes are stored; an ended one is deleted."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE

NEVER_THE_SAME_ID = {**MYSQL_TABLE, "sqlite_autoincrement": True}


class SignInSession(Base):
    """A browser that signed in; `expires_at` is its end however busy it is."""

    __tablename__ = "sessions"
    __table_args__ = NEVER_THE_SAME_ID

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(key(64), unique=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ip: Mapped[str] = mapped_column(key(45))
    agent: Mapped[str] = mapped_column(String(200))


class Token(Base):
    """A bearer token: `kind` api (of a person or program) or device (of a paired userscript)."""

    __tablename__ = "tokens"
    __table_args__ = NEVER_THE_SAME_ID

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(key(10))
    token_hash: Mapped[str] = mapped_column(key(64), unique=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]] = mapped_column(Json)
    script_version: Mapped[str | None] = mapped_column(key(40))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class OneTimeCode(Base):
    """A pairing code, a reset link or the set-up link. `selector` finds a pairing code without proving it."""

    __tablename__ = "one_time_codes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(key(10))
    selector: Mapped[str] = mapped_column(key(64), unique=True)
    code_hash: Mapped[str] = mapped_column(key(64))
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(Json, default=list)
    tries_left: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(index=True)
