"""A merge taken back: everybody has again what they brought, as far as nobody has changed it since."""

from typing import Any

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import no_merge, nothing_to_undo
from deskside.modules.contacts.models import Batch, BatchRow, Customer, CustomerEmail
from deskside.modules.contacts.queries.access import get_customer
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.rules.merging import CHOICES
from deskside.modules.contacts.schemas.duplicates import UnmergeOut
from deskside.modules.contacts.service.customers import unbin_row
from deskside.modules.contacts.service.indexing import (
    taken,
    terms_now,
    write_emails,
    write_phones,
    write_terms,
)
from deskside.modules.contacts.service.writing import change, record, snapshot


def unmerge(db: Writes, merge_id: int, actor: Principal) -> UnmergeOut:
    """Part them. Raise NotFound; Conflict when it is taken back already, or an address has gone elsewhere."""
    batch = db.scalar(select(Batch).where(Batch.id == merge_id, Batch.kind == "merge").with_for_update())
    if batch is None or batch.kept_id is None:
        raise no_merge(merge_id)
    kept = get_customer(db, batch.kept_id, actor, lock=True)
    if batch.undone_at is not None:
        raise nothing_to_undo()
    rows = list(db.scalars(select(BatchRow).where(BatchRow.batch_id == merge_id)))
    own = next(one for one in rows if one.customer_id == kept.id)
    others = [one for one in rows if one.customer_id != kept.id]
    present = snapshot(db, kept)
    left = _part_kept(db, kept, own, others, actor)
    restored = [_bring_back(db, one, kept, left, actor) for one in others]
    batch.undone_at = clock.now()
    record(db, actor, "unmerge", kept.id, present, {**snapshot(db, kept), "restored": restored})
    return UnmergeOut(restored=restored, left=left)


def _part_kept(
    db: Writes, kept: Customer, own: BatchRow, others: list[BatchRow], actor: Principal
) -> list[str]:
    """Give the kept one its own again; the names of fields that somebody changed since."""
    before: dict[str, Any] = own.before or {}
    after: dict[str, Any] = own.after or {}
    changes: dict[str, Any] = {}
    left: list[str] = []
    for name in CHOICES:
        present = getattr(kept, name)
        if after.get(name) == before.get(name):
            continue
        if present == after.get(name):
            changes[name] = before[name]
        else:
            left.append(name)
    now = snapshot(db, kept)
    mine = {email_key(one) for one in before["emails"]}
    theirs = {email_key(one) for row in others for one in _brought(row, "emails")} - mine
    changes["emails"] = [one for one in now["emails"] if email_key(one) not in theirs and one != kept.email]
    if email_key(kept.email) in theirs:
        changes["email"] = before["email"]
        changes["emails"] = [one for one in changes["emails"] if one != before["email"]]
    numbers = {one for row in others for one in _brought(row, "phones")} - set(before["phones"])
    first = changes.get("phone", kept.phone)
    changes["phones"] = [one for one in now["phones"] if one not in numbers and one != first]
    change(db, kept, changes, actor)
    return left


def _brought(row: BatchRow, what: str) -> list[str]:
    before: dict[str, Any] = row.before or {}
    return list(before[what])


def _bring_back(db: Writes, one: BatchRow, kept: Customer, left: list[str], actor: Principal) -> int:
    before: dict[str, Any] = one.before or {}
    row = db.get(Customer, one.customer_id, with_for_update=True)
    if row is None or row.merged_into != kept.id:
        left.append(f"#{one.customer_id} {before['email']}")
        return one.customer_id
    free = [email for email in before["emails"] if not _held(db, email)]
    if before["email"] not in free:
        raise taken(db, before["email"], _held(db, before["email"]) or kept.id)
    left.extend(email for email in before["emails"] if email not in free)
    write_emails(db, row, free)
    first = before["phone"]
    write_phones(db, row, [first, *(phone for phone in before["phones"] if phone != first)])
    write_terms(db, row.id, set(), terms_now(db, row))
    unbin_row(db, row, actor)
    return row.id


def _held(db: Writes, email: str) -> int | None:
    wanted = select(CustomerEmail.customer_id).where(CustomerEmail.email_key == email_key(email))
    return db.scalar(wanted)
