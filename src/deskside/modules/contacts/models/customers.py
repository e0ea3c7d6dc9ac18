"""Customers, and what was ever judged of their addresses."""

from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, Boolean, Date, Index, Integer, SmallInteger, String, false
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, LongText, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""`group_contact` of who was never contacted, so that the index has them first on every engine."""

SORT_LENGTH = 120
KEY_LENGTH = 128


class Customer(Base):
    """A customer. `valid`: 0 invalid, 1 valid, 2 unconfirmed; the other `valid_…` say why, who and when.

    Computed by whoever writes (service.writing): `name_sort` and `company_sort` are pinyin, `company_key`
    is the company as it is compared, `group_contact` the newest contact with anybody of the company.
    """

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_followup", "group_contact", "company_key", "id"),
        Index(None, "company_key"),
        Index(None, "name_sort"),
        Index(None, "company_sort"),
        Index(None, "importance"),
        Index(None, "last_contact_date"),
        Index(None, "department_id"),
        Index(None, "deleted_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(128), default="")
    email: Mapped[str] = mapped_column(String(256))
    importance: Mapped[int] = mapped_column(SmallInteger, default=0)
    company: Mapped[str] = mapped_column(String(128), default="")
    country: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(256), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    website: Mapped[str] = mapped_column(String(256), default="")
    comment: Mapped[str] = mapped_column(LongText, default="")
    last_contact_date: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_contact_source: Mapped[str | None] = mapped_column(key(16))
    last_checked_date: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid: Mapped[int] = mapped_column(SmallInteger, default=2)
    valid_reason: Mapped[str | None] = mapped_column(String(200))
    valid_evidence: Mapped[str | None] = mapped_column(String(2000))
    valid_source: Mapped[str | None] = mapped_column(key(16))
    valid_by: Mapped[str | None] = mapped_column(String(100))
    valid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_manual: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    snoozed_until: Mapped[date | None] = mapped_column(Date)
    snooze_reason: Mapped[str | None] = mapped_column(String(200))
    snoozed_by: Mapped[str | None] = mapped_column(String(100))
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    department_id: Mapped[int | None] = mapped_column(BigInteger)
    name_sort: Mapped[str] = mapped_column(key(SORT_LENGTH), default="")
    company_sort: Mapped[str] = mapped_column(key(SORT_LENGTH), default="")
    company_key: Mapped[str] = mapped_column(key(KEY_LENGTH), default="")
    group_contact: Mapped[datetime] = mapped_column(UtcDateTime, default=NEVER)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_by: Mapped[str | None] = mapped_column(String(100))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by: Mapped[str | None] = mapped_column(String(100))
    merged_into: Mapped[int | None] = mapped_column(BigInteger)


class Verdict(Base):
    """What was decided of a customer's address at some time; a manual one stands until `cleared_at`.

    `source`: manual, import, bounce, dns, provider, probe.
    """

    __tablename__ = "customer_verdicts"
    __table_args__ = (Index(None, "customer_id", "id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    valid: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str] = mapped_column(key(16))
    reason: Mapped[str | None] = mapped_column(String(200))
    evidence: Mapped[str | None] = mapped_column(String(2000))
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
