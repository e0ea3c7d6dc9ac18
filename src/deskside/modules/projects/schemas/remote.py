"""What the remote's answers mean to us."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["customer", "engineer", "salesman"]
ROLES: tuple[Role, ...] = ("customer", "engineer", "salesman")
Person = dict[str, str | None]
"""`{id, name, phone, email, openid}`."""
PERSON_FIELDS = ("id", "name", "phone", "email", "openid")


@dataclass(frozen=True, slots=True)
class RemoteProject:
    """One project, understood. `raw_hash` is the hash of the bytes it came in."""

    id: str
    type: str
    title: str
    state: str
    updated_at: datetime | None
    raw_hash: str
    people: dict[Role, Person | None]
    device: str | None = None
    fault: str | None = None
    payment: dict[str, str | None] | None = None
    steps: list[dict[str, str | None]] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListWanted:
    """Which projects are asked for: of one type, changed since then (None: all)."""

    type: str
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page as it came, a row each project, and how many the remote says there are in all."""

    rows: list[bytes]
    total: int | None = None
