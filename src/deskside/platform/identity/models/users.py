"""Who works here, and where."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key


class Department(Base):
    """A node of the tree; one without a parent is a root."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("departments.id"), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class User(Base):
    """A person or a service that signs in. Never deleted, only disabled: what they did keeps its name.

    `totp_secret` is encrypted; while `totp_on` is false it waits to be confirmed. `totp_step` is the last
    time step whose code was used. `coach_id` is the members module's.
    `email`, `phone`, `wecom` (id in WeCom) and `openid` (in the Official Account) are where notices go.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(key(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str | None] = mapped_column(key(255))
    totp_secret: Mapped[str | None] = mapped_column(key(255))
    totp_on: Mapped[bool] = mapped_column(Boolean, default=False)
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("departments.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(Json, default=list)
    approved: Mapped[bool] = mapped_column(Boolean, default=False)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    sites: Mapped[list[str]] = mapped_column(Json, default=list)
    active_site: Mapped[str | None] = mapped_column(String(100))
    coach_id: Mapped[str | None] = mapped_column(key(64))
    email: Mapped[str | None] = mapped_column(key(254))
    phone: Mapped[str | None] = mapped_column(key(32))
    wecom: Mapped[str | None] = mapped_column(key(64))
    openid: Mapped[str | None] = mapped_column(key(64))
    locale: Mapped[str] = mapped_column(key(10), default="zh-CN")
    theme: Mapped[str] = mapped_column(key(10), default="system")
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime]
