"""How channels are doing, and how much of them was used."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, key


class ChannelState(Base):
    """The health of a channel. While `paused_until` lasts nothing is tried: it did not answer."""

    __tablename__ = "notice_channels"

    channel: Mapped[str] = mapped_column(key(16), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_failure_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    sample: Mapped[str | None] = mapped_column(Text)
    refused: Mapped[bool] = mapped_column(default=False)


class QuotaUse(Base):
    """How often a channel was used in the hour (`h…`) or day (`d…`) that `span` names."""

    __tablename__ = "notice_quotas"

    channel: Mapped[str] = mapped_column(key(16), primary_key=True)
    span: Mapped[str] = mapped_column(key(20), primary_key=True)
    used: Mapped[int] = mapped_column(default=0)
