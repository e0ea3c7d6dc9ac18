"""Links to a project's page: to whom they were given, who proved to be that person, and what happened.

Of links, browsers and codes only hashes or seeds are here: who reads these tables opens no page with them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

HASH_CHARACTERS = 64
PROJECT_CHARACTERS = 64
PERSON_CHARACTERS = 100
DEVICE_CHARACTERS = 60


class AccessToken(Base):
    """One recipient's link to one project. `open_key` is set while it is the recipient's present one.

    `token_hash` is the SHA-256 of what the address holds; `seed` makes it again only with the secret key.
    """

    __tablename__ = "project_access_tokens"
    __table_args__ = (Index(None, "project_id"), Index(None, "expires_at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(key(HASH_CHARACTERS), unique=True)
    seed: Mapped[str] = mapped_column(key(32))
    open_key: Mapped[str | None] = mapped_column(key(HASH_CHARACTERS), unique=True)
    project_id: Mapped[str] = mapped_column(key(PROJECT_CHARACTERS))
    role: Mapped[str] = mapped_column(key(16))
    person_id: Mapped[str] = mapped_column(key(PERSON_CHARACTERS))
    recipient: Mapped[str] = mapped_column(key(PERSON_CHARACTERS + 20))
    person_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(BigInteger)
    expiry_told_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]


class LinkViewer(Base):
    """A browser that has proved to be a link's recipient; its cookie holds what was hashed."""

    __tablename__ = "project_viewers"
    __table_args__ = (UniqueConstraint("secret_hash", "link_id"), Index(None, "link_id"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    link_id: Mapped[int] = mapped_column(BigInteger)
    secret_hash: Mapped[str] = mapped_column(key(HASH_CHARACTERS))
    proof: Mapped[str] = mapped_column(key(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    network: Mapped[str] = mapped_column(key(50))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))


class LinkCode(Base):
    """A code that one browser asked for, with a link that may not even exist; the link is looked up later.

    `nonce` gives the digits only together with the secret key. `address_hash` is set once it was sent.
    """

    __tablename__ = "project_link_codes"
    __table_args__ = (
        Index(None, "browser_hash", "token_hash"),
        Index(None, "address_hash", "sent_at"),
        Index(None, "created_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(key(HASH_CHARACTERS))
    browser_hash: Mapped[str] = mapped_column(key(HASH_CHARACTERS))
    nonce: Mapped[str] = mapped_column(key(32))
    address_hash: Mapped[str | None] = mapped_column(key(HASH_CHARACTERS))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int] = mapped_column(Integer)
    used_at: Mapped[datetime | None]
    network: Mapped[str] = mapped_column(key(50))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))


class LinkVisit(Base):
    """One attempt of anybody with a link: which step, and how it ended."""

    __tablename__ = "project_link_visits"
    __table_args__ = (Index(None, "project_id", "at"), Index(None, "link_id"), Index(None, "at"), MYSQL_TABLE)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    link_id: Mapped[int] = mapped_column(BigInteger)
    project_id: Mapped[str] = mapped_column(key(PROJECT_CHARACTERS))
    recipient: Mapped[str] = mapped_column(key(PERSON_CHARACTERS + 20))
    step: Mapped[str] = mapped_column(key(16))
    result: Mapped[str] = mapped_column(key(16))
    network: Mapped[str] = mapped_column(key(50))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))


class Feedback(Base):
    """What a recipient said of a project in one of its states; a task while it says "not solved".

    `owner_id` is the user whose task it is, None: anybody who manages projects.
    """

    __tablename__ = "project_feedback"
    __table_args__ = (
        UniqueConstraint("project_id", "recipient", "state"),
        Index(None, "owner_id", "done_at"),
        Index(None, "done_at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[str] = mapped_column(key(PROJECT_CHARACTERS))
    recipient: Mapped[str] = mapped_column(key(PERSON_CHARACTERS + 20))
    person_name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(key(64))
    solved: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(BigInteger)
    done_how: Mapped[str | None] = mapped_column(key(16))
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
