"""What the tags of accounts mean, and how often each is met."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

TAG_CHARACTERS = 765
"""A tag has 255 characters; its upper case can be three for one."""


class TagMeaning(Base):
    """One entry of the glossary; `tag` is in the form in which tags are compared."""

    __tablename__ = "tag_meanings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    tag: Mapped[str] = mapped_column(key(TAG_CHARACTERS), unique=True)
    meaning: Mapped[str] = mapped_column(Text)
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    modified_by: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class TagCount(Base):
    """How many accounts carried a tag, and how often look-ups reported it (at most hourly per account)."""

    __tablename__ = "tag_counts"
    __table_args__ = (Index(None, "accounts"), MYSQL_TABLE)

    tag: Mapped[str] = mapped_column(key(TAG_CHARACTERS), primary_key=True)
    accounts: Mapped[int] = mapped_column(Integer, default=0)
    visits: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
