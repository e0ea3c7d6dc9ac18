"""Failed guesses of passwords and codes, and the rows that make counting them exact."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, key
from deskside.kernel.db.base import MYSQL_TABLE


class FailedGuess(Base):
    """One failure, counted against `name`."""

    __tablename__ = "failed_guesses"
    __table_args__ = (Index(None, "name", "at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(key(100))
    at: Mapped[datetime]


class GuessLock(Base):
    """Updated by whoever counts, so that two cannot count at once."""

    __tablename__ = "guess_locks"

    name: Mapped[str] = mapped_column(key(100), primary_key=True)
    v: Mapped[int] = mapped_column(BigInteger)
