"""Answers of the kept contract."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, Json, UtcDateTime, key


class AssistTask(Base):
    """An answer of the kept contract, kept ten minutes for whoever asked.

    While it is PENDING, the job `job_id` works on it; `file_id` is the file that it makes, if any.
    """

    __tablename__ = "assist_tasks"

    id: Mapped[str] = mapped_column(key(40), primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(8))
    result: Mapped[object | None] = mapped_column(Json)
    message: Mapped[str | None] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    file_id: Mapped[str | None] = mapped_column(key(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
