"""Who was told what of a project."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.modules.projects.models.links import PERSON_CHARACTERS, PROJECT_CHARACTERS


class Told(Base):
    """The last state of a project that a recipient was told of, or that was decided not to be told."""

    __tablename__ = "project_told"

    project_id: Mapped[str] = mapped_column(key(PROJECT_CHARACTERS), primary_key=True)
    recipient: Mapped[str] = mapped_column(key(PERSON_CHARACTERS + 20), primary_key=True)
    state: Mapped[str] = mapped_column(key(64))
    change_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    v: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class Telling(Base):
    """One decision about one recipient: told, or why not."""

    __tablename__ = "project_tellings"
    __table_args__ = (Index(None, "project_id", "at"), Index(None, "at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    project_id: Mapped[str] = mapped_column(key(PROJECT_CHARACTERS))
    change_id: Mapped[int] = mapped_column(BigInteger)
    recipient: Mapped[str] = mapped_column(key(PERSON_CHARACTERS + 20))
    person_name: Mapped[str] = mapped_column(String(100))
    old: Mapped[str] = mapped_column(key(64))
    new: Mapped[str] = mapped_column(key(64))
    result: Mapped[str] = mapped_column(key(20))
    channels: Mapped[list[str]] = mapped_column(Json)
