"""What is said, and whether it is said at all."""

from datetime import datetime

from sqlalchemy import Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, key
from deskside.kernel.db.base import MYSQL_TABLE


class TemplateVersion(Base):
    """A saved text of an event on a channel in a language, never changed; no content: back to the default."""

    __tablename__ = "notice_templates"

    event: Mapped[str] = mapped_column(key(80), primary_key=True)
    channel: Mapped[str] = mapped_column(key(16), primary_key=True)
    language: Mapped[str] = mapped_column(key(5), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[dict[str, object] | None] = mapped_column(Json)
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class Rule(Base):
    """When an event is told, to which audience and how; `facts` must all hold, the one with most wins."""

    __tablename__ = "notice_rules"
    __table_args__ = (Index(None, "event"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event: Mapped[str] = mapped_column(key(80))
    audience: Mapped[str] = mapped_column(key(40))
    facts: Mapped[dict[str, str]] = mapped_column(Json)
    enabled: Mapped[bool]
    channels: Mapped[list[str]] = mapped_column(Json)
    weight: Mapped[int] = mapped_column(SmallInteger, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
