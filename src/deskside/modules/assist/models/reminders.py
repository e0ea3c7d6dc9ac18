"""Reminders and whom they are for."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, SmallId, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.assist.models.fields import UnsignedInt


class Reminder(Base):
    """What agents are told. `title` is the managers' own, with the prefixes `nc:` and `tag:`."""

    __tablename__ = "reminders"
    __table_args__ = (CheckConstraint("market <> ''", name="market_options"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(UnsignedInt, primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    content: Mapped[str] = mapped_column(String(255))
    market: Mapped[str] = mapped_column(String(32))
    start_date: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expire_date: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recurrent_interval: Mapped[int] = mapped_column(Integer, default=0)
    is_global: Mapped[bool] = mapped_column(Boolean)
    is_all_business: Mapped[bool | None] = mapped_column(Boolean)
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    create_date: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    checkable: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    # Upper case can be three characters for one.
    tag: Mapped[str | None] = mapped_column(key(765))
    number_list_id: Mapped[int | None] = mapped_column(ForeignKey("number_lists.id"))
    accounts_count: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(BigInteger)


class ReminderToBusiness(Base):
    __tablename__ = "reminder_to_business"

    reminder_id: Mapped[int] = mapped_column(UnsignedInt, ForeignKey("reminders.id"), primary_key=True)
    business_id: Mapped[int] = mapped_column(SmallId, ForeignKey("business.id"), primary_key=True)


class ReminderToDepartment(Base):
    __tablename__ = "reminder_to_department"

    reminder_id: Mapped[int] = mapped_column(UnsignedInt, ForeignKey("reminders.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
