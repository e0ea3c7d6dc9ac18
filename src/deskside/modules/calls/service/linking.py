"""Which records are calls with somebody whom a module knows."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import delete, select, tuple_

from deskside.contracts import Contact, known_phones, tell_contact
from deskside.kernel.db import Reads, Writes, upsert
from deskside.kernel.phones import phone_key
from deskside.modules.calls.messages import LinkCalls
from deskside.modules.calls.models import CallLink, CallRecord
from deskside.platform.jobs import JobContext

SLICE = 2_000
PART = 500
"""Values of one condition."""


class Linked(NamedTuple):
    """A record, and its number as it is compared."""

    phone_key: str
    called_at: int
    record_id: str
    answered: bool


def link_calls(context: JobContext[LinkCalls]) -> None:
    """Link the day's records, some thousand at a time; who was reached is told as a contact, once."""
    after: tuple[int, str] = (-1, "")
    while True:
        with context.read() as db:
            rows = _slice(db, context.message.day, after)
            new = list(_unlinked(db, _known(db, rows)))
        if new:
            with context.step() as db:
                _store(db, new)
        if len(rows) < SLICE:
            return
        after = (rows[-1].called_at, rows[-1].record_id)


def forget_links(db: Writes, before: int, limit: int) -> int:
    """Drop up to `limit` links of calls before a moment (unix seconds); how many."""
    old = select(CallLink.phone_key, CallLink.called_at, CallLink.record_id).where(
        CallLink.called_at < before
    )
    keys = [tuple(row) for row in db.execute(old.limit(limit))]
    which = tuple_(CallLink.phone_key, CallLink.called_at, CallLink.record_id)
    for start in range(0, len(keys), PART):
        db.execute(delete(CallLink).where(which.in_(keys[start : start + PART])))
    return len(keys)


def _slice(db: Reads, day: date, after: tuple[int, str]) -> list[Linked]:
    columns = (CallRecord.phone, CallRecord.called_at, CallRecord.record_id, CallRecord.answered)
    later = (CallRecord.called_at > after[0]) | (
        (CallRecord.called_at == after[0]) & (CallRecord.record_id > after[1])
    )
    asked = select(*columns).where(CallRecord.day == day, CallRecord.called_at >= after[0], later)
    ordered = asked.order_by(CallRecord.called_at, CallRecord.record_id).limit(SLICE)
    return [
        Linked(phone_key(row.phone), row.called_at, row.record_id, row.answered)
        for row in db.execute(ordered)
    ]


def _known(db: Reads, rows: Sequence[Linked]) -> list[Linked]:
    keys = sorted({row.phone_key for row in rows} - {""})
    known: set[str] = set()
    for start in range(0, len(keys), PART):
        known |= known_phones(db, keys[start : start + PART])
    return [row for row in rows if row.phone_key in known]


def _unlinked(db: Reads, rows: Sequence[Linked]) -> Iterator[Linked]:
    """Those that are not linked yet: a day is read many times."""
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        keys = [(row.phone_key, row.called_at, row.record_id) for row in part]
        which = tuple_(CallLink.phone_key, CallLink.called_at, CallLink.record_id)
        found = select(CallLink.phone_key, CallLink.called_at, CallLink.record_id).where(which.in_(keys))
        there = {tuple(row) for row in db.execute(found)}
        yield from (row for row, key in zip(part, keys, strict=True) if key not in there)


def _store(db: Writes, rows: Sequence[Linked]) -> None:
    values = [{"phone_key": r.phone_key, "called_at": r.called_at, "record_id": r.record_id} for r in rows]
    upsert(db, CallLink, values, keys=["phone_key", "called_at", "record_id"])
    for row in rows:
        if row.answered:
            at = datetime.fromtimestamp(row.called_at, UTC)
            tell_contact(db, Contact(at, "call", phone=f"+{row.phone_key}"))
