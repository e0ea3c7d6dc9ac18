"""What panels are told: site profiles, quick links, policies; and what agents used of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, Integer, String, true
from sqlalchemy.orm import Mapped, mapped_column

from deskside.kernel import clock
from deskside.kernel.db import Base, Json, UtcDateTime, key
from deskside.kernel.db.base import MYSQL_TABLE

EVERYBODY = 0
"""The policy of agents whose departments have none of their own."""


class Edited:
    """Who changed a row last, and how often it was changed."""

    last_modified: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    modified_by: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class SiteProfile(Edited, Base):
    """All that is known about one CRM, as data."""

    __tablename__ = "site_profiles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(key(64), unique=True)
    body: Mapped[dict[str, object]] = mapped_column(Json)


class SiteProfileVersion(Base):
    """A site profile as it was saved once."""

    __tablename__ = "site_profile_versions"
    __table_args__ = (MYSQL_TABLE,)

    profile_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, object]] = mapped_column(Json)


class QuickLink(Edited, Base):
    """A way from the account on screen to another page. Empty `products` or `departments` mean all."""

    __tablename__ = "quick_links"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(1024))
    products: Mapped[list[str]] = mapped_column(Json)
    departments: Mapped[list[int]] = mapped_column(Json)
    position: Mapped[int] = mapped_column(Integer, default=0)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())


class PanelPolicy(Edited, Base):
    """What a department says about its panels. What `body` does not name comes from the department above."""

    __tablename__ = "panel_policies"

    department_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[dict[str, object]] = mapped_column(Json)


class PanelUse(Base):
    """How often an agent used something of the panel on one day of the site's zone."""

    __tablename__ = "panel_uses"
    __table_args__ = (MYSQL_TABLE,)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(key(16), primary_key=True)
    used: Mapped[str] = mapped_column(key(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    times: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
