"""Products and their plans."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Integer,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, Json, SmallId, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE


class Business(Base):
    """Products; shared with other tools, so it is never altered where it exists."""

    __tablename__ = "business"

    id: Mapped[int] = mapped_column(SmallId, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(20))


class BusinessAlias(Base):
    """Another name that something calls a product by. `folded` is the name without regard to case."""

    __tablename__ = "business_aliases"
    __table_args__ = (MYSQL_TABLE,)

    # Folding can make three characters of one.
    folded: Mapped[str] = mapped_column(key(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    business_id: Mapped[int] = mapped_column(SmallId, ForeignKey("business.id"), index=True)


class Plan(Base):
    __tablename__ = "plans"

    plan_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(255))
    contract: Mapped[str | None] = mapped_column(String(64))
    business_id: Mapped[int] = mapped_column(SmallId, ForeignKey("business.id"), index=True)
    fee: Mapped[str | None] = mapped_column(String(255))
    discount: Mapped[str | None] = mapped_column(String(255))
    note: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class PlanVersion(Base):
    """A plan as it was from `at` until the next version. Outlives its plan; a new one goes on counting."""

    __tablename__ = "plan_versions"

    plan_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str | None] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(key(16))
    facts: Mapped[dict[str, str | None]] = mapped_column(Json)


class UnknownPlan(Base):
    """A plan that was asked for and is not there, ranked by visits until it is created or dismissed."""

    __tablename__ = "unknown_plans"

    plan_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    visits: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
