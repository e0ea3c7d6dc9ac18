"""Files and their bytes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, key
from deskside.kernel.db.base import MYSQL_TABLE

Bytes = LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")


class StoredFile(Base):
    """A file of one owner. `size` in bytes; null while it is being made. Past `expires_at` it is not there.

    The bytes lie in the database, in pieces: a worker on another machine shares no folder with the web, and
    what a job makes is there exactly when the job is done, in one commit with it.
    """

    __tablename__ = "stored_files"
    __table_args__ = (Index(None, "expires_at"), Index(None, "owner_id"), Index(None, "job_id"), MYSQL_TABLE)

    id: Mapped[str] = mapped_column(key(32), primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(key(8))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int | None] = mapped_column(BigInteger)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class StoredChunk(Base):
    """One piece of a file, in order from 0."""

    __tablename__ = "stored_chunks"

    file_id: Mapped[str] = mapped_column(key(32), ForeignKey("stored_files.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(Bytes)
