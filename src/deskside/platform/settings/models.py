"""The table of settings: a row per saved version of a group, never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, Json, key


class SettingsVersion(Base):
    """What a group was set to. Secrets inside `value` are encrypted."""

    __tablename__ = "settings"

    group_name: Mapped[str] = mapped_column(key(64), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[dict[str, object]] = mapped_column(Json)
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
