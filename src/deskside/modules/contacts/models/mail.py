"""Mail exchanged with customers, in the document's tables."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel.db import Base, BigId, LongText, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE


class Message(Base):
    """One message. `type`: receive, sendto, comment, system; `sender` is the sender's name."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "date", "type"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sender: Mapped[str] = mapped_column(String(256), default="")
    date: Mapped[datetime] = mapped_column(UtcDateTime)
    type: Mapped[str] = mapped_column(key(8))
    subject: Mapped[str] = mapped_column(String(256), default="")
    content: Mapped[str] = mapped_column(LongText, default="")


class MessageAddress(Base):
    """By which addresses a message is found: sender and receivers, as customers' addresses are compared."""

    __tablename__ = "msg_addrs"
    __table_args__ = (Index(None, "msg_id"), Index(None, "address", "msg_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    msg_id: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str] = mapped_column(key(256))
