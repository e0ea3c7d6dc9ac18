"""Lists of telephone numbers."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.assist.models.fields import CLUSTERED


class NumberList(Base):
    """Telephone numbers that are uploaded, or that a job reads from the file at `path`.

    `text` is what a match shows; with an empty one the list is a reminder's target and no more. `failure` is
    why the file in its present state cannot be used.
    """

    __tablename__ = "number_lists"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(key(64), unique=True)
    text: Mapped[str] = mapped_column(String(255))
    path: Mapped[str | None] = mapped_column(String(1024))
    file_stamp: Mapped[str | None] = mapped_column(String(64))
    failed_stamp: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer, default=0)
    loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class Number(Base):
    __tablename__ = "numbers"
    __table_args__ = (Index(None, "list_id"), CLUSTERED)

    number: Mapped[str] = mapped_column(key(20), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("number_lists.id"), primary_key=True)


class NumberLoad(Base):
    """What one reading of a file changed in a list, or why it changed nothing. Numbers in it are masked."""

    __tablename__ = "number_loads"
    __table_args__ = (Index(None, "list_id", "id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("number_lists.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(key(8))
    file_name: Mapped[str | None] = mapped_column(String(255))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))
    read_count: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    skipped: Mapped[dict[str, int]] = mapped_column(Json)
    skipped_rows: Mapped[list[list[str | int]]] = mapped_column(Json)
    some_added: Mapped[list[str]] = mapped_column(Json)
    some_removed: Mapped[list[str]] = mapped_column(Json)
    failure: Mapped[str | None] = mapped_column(Text)
