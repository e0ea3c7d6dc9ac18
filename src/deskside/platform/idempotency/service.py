"""Claiming a key, keeping its answer, letting it go."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, Invalid
from deskside.platform.idempotency.models import IdempotencyKey

KEPT = timedelta(days=1)
LOST_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given before; `answer` is encrypted."""

    status: int
    answer: str


def claim(db: Writes, key_hash: str, request_hash: str) -> Kept | None:
    """None when the request is the first with its key; else what the first was answered.

    Raise Invalid for another request under the same key, Conflict while the first is running. A first that
    was cut off a minute ago counts as never made.
    """
    row = db.get(IdempotencyKey, key_hash, with_for_update=True)
    now = clock.now()
    if row is None:
        db.add(IdempotencyKey(key_hash=key_hash, request_hash=request_hash, created_at=now))
        return None
    if row.request_hash != request_hash:
        raise Invalid("this Idempotency-Key was used for another request; make a new one")
    if row.status is not None and row.answer is not None:
        return Kept(row.status, row.answer)
    if now - row.created_at < LOST_AFTER:
        raise Conflict("the same request is still running; ask again shortly", code="running", retry_after=1)
    row.created_at = now
    return None


def keep(db: Writes, key_hash: str, status: int, answer: str) -> None:
    """Remember the answer for a day."""
    row = update(IdempotencyKey).where(IdempotencyKey.key_hash == key_hash)
    db.execute(row.values(status=status, answer=answer))


def release(db: Writes, key_hash: str) -> None:
    """Let the key be used again: its request changed nothing."""
    db.execute(delete(IdempotencyKey).where(IdempotencyKey.key_hash == key_hash))


def forget_old_keys(db: Writes) -> int:
    """Delete keys older than a day; how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT)
    return db.connection().execute(old).rowcount
