"""By what customers are found: their addresses and numbers, each with the form in which it is compared."""

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, key
from deskside.kernel.db.base import MYSQL_TABLE

CLUSTERED = {**MYSQL_TABLE, "sqlite_with_rowid": False}


class CustomerEmail(Base):
    """Every address of every customer, the first (`position` 0) being `customers.email`: unique in all."""

    __tablename__ = "customer_emails"
    __table_args__ = (Index(None, "customer_id"), MYSQL_TABLE)

    email_key: Mapped[str] = mapped_column(key(512), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    email: Mapped[str] = mapped_column(String(256))
    position: Mapped[int] = mapped_column(Integer, default=0)


class CustomerPhone(Base):
    """Every number of every customer; two may share one. `phone_key` is E.164 without +, as far as known.

    `phone_tail` is the same from the end, so that last digits are found by an index.
    """

    __tablename__ = "customer_phones"
    __table_args__ = (
        Index(None, "customer_id"),
        Index(None, "phone_key", "customer_id"),
        Index(None, "phone_tail"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    phone: Mapped[str] = mapped_column(String(30))
    phone_key: Mapped[str] = mapped_column(key(32))
    phone_tail: Mapped[str] = mapped_column(key(32))
    position: Mapped[int] = mapped_column(Integer, default=0)


class CustomerTerm(Base):
    """What a search finds a customer by: pairs of Chinese characters, and words, of name, company, e-mail."""

    __tablename__ = "customer_terms"
    __table_args__ = (CLUSTERED,)

    term: Mapped[str] = mapped_column(key(32), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
