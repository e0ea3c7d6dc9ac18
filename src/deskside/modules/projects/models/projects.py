"""The cached projects, and what changed in them."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, BigId, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

ID_CHARACTERS = 64
STATE_CHARACTERS = 64


class ProjectCache(Base):
    """One project as the remote gave it last; the id is the remote's.

    A person is `{id, name, phone, email, openid}`, each a text or null; the columns beside it serve lists.
    `content_hash` covers all that the remote says. `synced_at` is when the row was read; rows that a later
    complete read confirmed are as fresh as that read, unless it missed them (`missing_since`).
    `extra` are the remote's fields that nobody here knows. `state_at` is when this state was first seen.
    """

    __tablename__ = "project_cache"
    __table_args__ = (
        Index(None, "type", "state", "remote_updated_at"),
        Index(None, "remote_updated_at"),
        Index(None, "customer_id"),
        Index(None, "customer_phone"),
        Index(None, "engineer_id"),
        Index(None, "salesman_id"),
        Index(None, "account_ref"),
        Index(None, "type", "missing_since"),
        MYSQL_TABLE,
    )

    id: Mapped[str] = mapped_column(key(ID_CHARACTERS), primary_key=True)
    type: Mapped[str] = mapped_column(key(16))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(key(STATE_CHARACTERS))
    customer: Mapped[dict[str, str | None] | None] = mapped_column(Json)
    engineer: Mapped[dict[str, str | None] | None] = mapped_column(Json)
    salesman: Mapped[dict[str, str | None] | None] = mapped_column(Json)
    customer_id: Mapped[str | None] = mapped_column(key(100))
    customer_phone: Mapped[str | None] = mapped_column(key(40))
    engineer_id: Mapped[str | None] = mapped_column(key(100))
    engineer_phone: Mapped[str | None] = mapped_column(key(40))
    engineer_email: Mapped[str | None] = mapped_column(key(200))
    salesman_id: Mapped[str | None] = mapped_column(key(100))
    salesman_phone: Mapped[str | None] = mapped_column(key(40))
    salesman_email: Mapped[str | None] = mapped_column(key(200))
    account_ref: Mapped[str | None] = mapped_column(key(100))
    search_text: Mapped[str] = mapped_column(String(1000), default="")
    device: Mapped[str | None] = mapped_column(String(500))
    fault: Mapped[str | None] = mapped_column(Text)
    payment: Mapped[dict[str, str | None] | None] = mapped_column(Json)
    steps: Mapped[list[dict[str, str | None]]] = mapped_column(Json)
    extra: Mapped[dict[str, object]] = mapped_column(Json)
    remote_updated_at: Mapped[datetime | None]
    content_hash: Mapped[str] = mapped_column(key(32))
    synced_at: Mapped[datetime]
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_at: Mapped[datetime]
    state_at: Mapped[datetime]
    missing_since: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(BigInteger)
    resolved_name: Mapped[str | None] = mapped_column(String(200))


class ProjectChange(Base):
    """One line of a project's timeline: what one reading found changed.

    `fields` are `{field, old, new}`. `old_state` and `new_state` are set where the state changed.
    """

    __tablename__ = "project_changes"
    __table_args__ = (
        Index(None, "project_id", "id"),
        Index(None, "run_id"),
        Index(None, "at"),
        MYSQL_TABLE,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[str] = mapped_column(key(ID_CHARACTERS))
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(key(16))
    run_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))
    old_state: Mapped[str | None] = mapped_column(key(STATE_CHARACTERS))
    new_state: Mapped[str | None] = mapped_column(key(STATE_CHARACTERS))
    fields: Mapped[list[dict[str, object]]] = mapped_column(Json)


class ProjectTypeSet(Base):
    """The types of projects as somebody saved them; the newest counts, before the first the defaults do."""

    __tablename__ = "project_type_sets"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    types: Mapped[list[dict[str, object]]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))
