"""The table of counters."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, key


class Version(Base):
    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(key(64), primary_key=True)
    v: Mapped[int] = mapped_column(BigInteger)
