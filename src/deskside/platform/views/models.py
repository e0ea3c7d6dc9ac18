"""Views and what opens first."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE


class SavedView(Base):
    """A list as somebody wants to see it again.

    `query` is the list's address without its page; `hidden` names columns that do not show. `audience` is
    me, department (with `department_id`) or all. A deleted one stays a day, for whoever wants it back.
    """

    __tablename__ = "saved_views"
    __table_args__ = (Index(None, "list_key"), Index(None, "owner_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    list_key: Mapped[str] = mapped_column(key(64))
    owner_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(64))
    query: Mapped[dict[str, str]] = mapped_column(Json)
    hidden: Mapped[list[str]] = mapped_column(Json)
    audience: Mapped[str] = mapped_column(key(10))
    department_id: Mapped[int | None] = mapped_column(BigInteger)
    last_modified: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)


class ViewDefault(Base):
    """What a list opens with. `holder` is `user:7` or `department:3`; no view: with nothing chosen."""

    __tablename__ = "saved_view_defaults"
    __table_args__ = (MYSQL_TABLE,)

    holder: Mapped[str] = mapped_column(key(32), primary_key=True)
    list_key: Mapped[str] = mapped_column(key(64), primary_key=True)
    view_id: Mapped[int | None] = mapped_column(BigInteger)
