"""The outbox: what is to be told to whom, each way it is tried, and each try."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, Json, LongText, key
from deskside.kernel.db.base import MYSQL_TABLE


class PostedNotice(Base):
    """One thing told to one recipient, written in the transaction in which it happened.

    `lane` names recipient and subject: within it a later notice is never overtaken by an earlier one.
    `chain` are the channels in the order in which they are tried. `addresses` of a user are not here: the
    user's own row has them when it is sent.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index(None, "lane"),
        Index(None, "created_at"),
        Index(None, "recipient_key"),
        Index(None, "user_id"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    once_key: Mapped[str] = mapped_column(key(64), unique=True)
    event: Mapped[str] = mapped_column(key(80))
    notice_key: Mapped[str] = mapped_column(key(190))
    audience: Mapped[str] = mapped_column(key(40))
    recipient_key: Mapped[str] = mapped_column(key(120))
    recipient_name: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    addresses: Mapped[dict[str, str]] = mapped_column(Json)
    language: Mapped[str] = mapped_column(key(5))
    lane: Mapped[str | None] = mapped_column(key(64))
    variables: Mapped[dict[str, str]] = mapped_column(Json)
    chain: Mapped[list[str]] = mapped_column(Json)
    attachments: Mapped[list[str]] = mapped_column(Json)
    href: Mapped[str | None] = mapped_column(String(500))
    urgent: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Delivery(Base):
    """A notice on one channel. `idempotency_key` is the same in every try, also after a lost answer.

    `state`: waiting, sending, maybe (the answer was lost, it will be repeated once), sent, maybe_sent,
    failed, superseded, expired, skipped. `due_at` is when a waiting one may go. Deliveries that went in one
    digest have the `leader_id` of the first. `minted` holds what was minted for this delivery, encrypted,
    until it is over. `title` and `body` are what was sent, without what was minted.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = (
        Index(None, "channel", "state", "due_at"),
        Index(None, "notice_id"),
        Index(None, "leader_id"),
        Index(None, "created_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(key(64), unique=True)
    notice_id: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str] = mapped_column(key(16))
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    state: Mapped[str] = mapped_column(key(12), default="waiting")
    reason: Mapped[str | None] = mapped_column(key(40))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    lost: Mapped[int] = mapped_column(SmallInteger, default=0)
    digest: Mapped[bool] = mapped_column(default=False)
    leader_id: Mapped[int | None] = mapped_column(BigInteger)
    address: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(300))
    body: Mapped[str | None] = mapped_column(LongText)
    minted: Mapped[str | None] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(key(190))
    resend_of: Mapped[int | None] = mapped_column(BigInteger)
    resent_by: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at a channel. `outcome` is null while it runs; `answer` is the provider's, without secrets."""

    __tablename__ = "notice_attempts"
    __table_args__ = (Index(None, "delivery_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(key(12))
    detail: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
