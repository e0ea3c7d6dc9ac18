"""Where an answer comes from: the cache, the cache with a reading behind it, or the remote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Way = Literal["cache", "behind", "remote", "cooling"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How old the cache may be: up to `ttl` it is fresh, up to `max_age` it answers at all."""

    ttl: timedelta
    max_age: timedelta


def way_of(synced_at: datetime | None, now: datetime, limits: Limits, *, refresh: bool, cooldown: int) -> Way:
    """How to answer. `cooldown` are the seconds within which a refresh is not repeated."""
    if synced_at is None:
        return "remote"
    age = now - synced_at
    if refresh:
        return "cooling" if age < timedelta(seconds=cooldown) else "remote"
    if age >= limits.max_age:
        return "remote"
    return "cache" if age < limits.ttl else "behind"


def confirmed(synced_at: datetime, confirmed_at: datetime | None, missing_since: datetime | None) -> datetime:
    """As of when a row is known: its own reading, or a later whole one of its type."""
    if confirmed_at is None or missing_since is not None:
        return synced_at
    return max(synced_at, confirmed_at)
