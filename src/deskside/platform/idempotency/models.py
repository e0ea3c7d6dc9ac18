"""The table of keys that were used."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, LongText, key


class IdempotencyKey(Base):
    """One key of one caller. Without `answer` the request is still running; an answer is encrypted."""

    __tablename__ = "idempotency_keys"

    key_hash: Mapped[str] = mapped_column(key(64), primary_key=True)
    request_hash: Mapped[str] = mapped_column(key(64))
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(LongText)
    created_at: Mapped[datetime] = mapped_column(index=True)
