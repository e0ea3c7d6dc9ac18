"""What recipients do not want, and when they do not want it."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, key
from deskside.kernel.db.base import MYSQL_TABLE


class OptOut(Base):
    """A recipient who wants no notice of an event on a channel; `*` stands for any."""

    __tablename__ = "notice_opt_outs"
    __table_args__ = (MYSQL_TABLE,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    once_key: Mapped[str] = mapped_column(key(64), unique=True)
    recipient_key: Mapped[str] = mapped_column(key(120), index=True)
    recipient_name: Mapped[str] = mapped_column(String(200))
    event: Mapped[str] = mapped_column(key(80))
    channel: Mapped[str] = mapped_column(key(16))
    reason: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class Preference(Base):
    """What a user chose: quiet hours of their own (`HH:MM`, both or none), and notices once a day."""

    __tablename__ = "notice_preferences"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    quiet_from: Mapped[str | None] = mapped_column(key(5))
    quiet_to: Mapped[str | None] = mapped_column(key(5))
    digest: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
