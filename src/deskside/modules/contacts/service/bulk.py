"""Many customers edited or thrown away at once, and any such act taken back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import no_batch, nothing_to_undo
from deskside.modules.contacts.models import Batch, BatchRow, Customer, CustomerEmail
from deskside.modules.contacts.queries.access import seen_by
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.schemas.bulk import (
    BatchKind,
    BulkEditIn,
    BulkIn,
    BulkOut,
    KeptCustomer,
    UndoOut,
)
from deskside.modules.contacts.service.customers import bin_row, unbin_row, with_owner
from deskside.modules.contacts.service.forgetting import drop_customers
from deskside.modules.contacts.service.indexing import regroup_companies
from deskside.modules.contacts.service.restoring import restore_snapshot
from deskside.modules.contacts.service.writing import change, record, snapshot

SLICE = 200
GONE, EDITED = "已不存在 / is gone", "之后被修改过 / edited since"
TAKEN = "邮箱已被别的客户使用 / the address is another customer's by now"


def add_batch(db: Writes, kind: BatchKind, actor: Principal, kept_id: int | None = None) -> Batch:
    """An act that can be taken back."""
    batch = Batch(kind=kind, actor_id=actor.user_id, actor=actor.name[:100], kept_id=kept_id)
    db.add(batch)
    db.flush()
    return batch


def bulk_edit(db: Writes, body: BulkEditIn, actor: Principal) -> BulkOut:
    """Give all of them the same values. Raise Forbidden for an owner outside the actor's reach."""
    changes = with_owner(db, body.changes(), actor)
    rows = _rows(db, body.ids, actor)
    batch = add_batch(db, "edit", actor)
    changed = 0
    for row in rows:
        before = snapshot(db, row)
        if change(db, row, changes, actor):
            changed += 1
            db.add(BatchRow(batch_id=batch.id, customer_id=row.id, before=before, version=row.version))
            record(db, actor, "bulk_edit", row.id, before, snapshot(db, row))
    return _said(db, batch, body.ids, rows, changed)


def bulk_delete(db: Writes, body: BulkIn, actor: Principal) -> BulkOut:
    """Put all of them into the bin."""
    rows = _rows(db, body.ids, actor)
    batch = add_batch(db, "delete", actor)
    for row in rows:
        bin_row(db, row, actor)
        db.add(BatchRow(batch_id=batch.id, customer_id=row.id, before={}, version=row.version))
        record(db, actor, "bulk_delete", row.id, {"email": row.email, "name": row.name}, None)
    return _said(db, batch, body.ids, rows, len(rows))


def _rows(db: Writes, ids: Sequence[int], actor: Principal) -> list[Customer]:
    wanted = select(Customer).where(
        Customer.id.in_(sorted(set(ids))), Customer.deleted_at.is_(None), seen_by(db, actor)
    )
    return list(db.scalars(wanted.order_by(Customer.id).with_for_update()))


def _said(db: Writes, batch: Batch, ids: Sequence[int], rows: list[Customer], changed: int) -> BulkOut:
    missing = sorted(set(ids) - {row.id for row in rows})
    batch_id: int | None = batch.id
    if not changed:
        db.delete(batch)
        batch_id = None
    return BulkOut(batch_id=batch_id, changed=changed, unchanged=len(rows) - changed, missing=missing)


def undo_batch(db: Writes, batch_id: int, actor: Principal) -> UndoOut:
    """Give the customers of an edit, a deletion or an import back what they were, but those changed since.

    Raise NotFound for an act that is not the actor's, Conflict when it is taken back already.
    """
    batch = db.scalar(select(Batch).where(Batch.id == batch_id).with_for_update())
    if batch is None or batch.actor_id != actor.user_id or batch.kind == "merge":
        raise no_batch(batch_id)
    if batch.undone_at is not None:
        raise nothing_to_undo()
    out = UndoOut(restored=0, removed=0, kept=[])
    rows = select(BatchRow).where(BatchRow.batch_id == batch_id).order_by(BatchRow.customer_id)
    made = [one for one in db.scalars(rows) if not _take_back(db, batch, one, actor, out)]
    _remove(db, [one.customer_id for one in made], actor)
    out.removed = len(made)
    batch.undone_at = clock.now()
    return out


def _take_back(db: Writes, batch: Batch, one: BatchRow, actor: Principal, out: UndoOut) -> bool:
    """False for a customer who is to be removed again."""
    row = db.get(Customer, one.customer_id, with_for_update=True)
    if row is None or row.version != one.version or (row.deleted_at is None) == (batch.kind == "delete"):
        out.kept.append(_kept(one.customer_id, row, GONE if row is None else EDITED))
        return True
    if one.before is None:
        return False
    if batch.kind == "delete":
        unbin_row(db, row, actor)
        record(db, actor, "undo", row.id, None, {"email": row.email})
    elif not _restored(db, row, one.before, actor):
        out.kept.append(_kept(one.customer_id, row, TAKEN))
        return True
    out.restored += 1
    return True


def _remove(db: Writes, ids: Sequence[int], actor: Principal) -> None:
    for start in range(0, len(ids), SLICE):
        part = list(ids[start : start + SLICE])
        known = db.execute(select(Customer.id, Customer.company_key).where(Customer.id.in_(part))).all()
        drop_customers(db, part)
        regroup_companies(db, {key for _id, key in known})
        for one in part:
            record(db, actor, "undo", one, {"there": True}, {"there": False})


def _restored(db: Writes, row: Customer, before: dict[str, Any], actor: Principal) -> bool:
    """Whether its addresses were free to be taken back."""
    keys = [email_key(email) for email in before["emails"]]
    others = (CustomerEmail.email_key.in_(keys), CustomerEmail.customer_id != row.id)
    if db.scalar(select(CustomerEmail.email_key).where(*others).limit(1)) is not None:
        return False
    present = snapshot(db, row)
    restore_snapshot(db, row, before, actor)
    record(db, actor, "undo", row.id, present, snapshot(db, row))
    return True


def _kept(customer_id: int, row: Customer | None, reason: str) -> KeptCustomer:
    name, email = ("", "") if row is None else (row.name, row.email)
    return KeptCustomer(customer_id=customer_id, name=name, email=email, reason=reason)
