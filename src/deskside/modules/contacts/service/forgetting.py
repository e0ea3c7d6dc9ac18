"""Customers whose time in the bin is over, and changes that are too old to be taken back."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.contacts.models import (
    Batch,
    BatchRow,
    Customer,
    CustomerEmail,
    CustomerExport,
    CustomerImport,
    CustomerImportRow,
    CustomerPhone,
    CustomerTerm,
    Verdict,
)
from deskside.modules.contacts.rules.terms import terms_of
from deskside.modules.contacts.settings import ContactsSettings
from deskside.platform.settings import current

SLICE = 200


def drop_customers(db: Writes, ids: Sequence[int]) -> int:
    """Delete customers with everything kept beside them; how many there were."""
    rows = list(db.scalars(select(Customer).where(Customer.id.in_(list(ids)))))
    gone = [row.id for row in rows]
    held: dict[int, list[str]] = {one: [] for one in gone}
    table = CustomerEmail
    for owner, email in db.execute(select(table.customer_id, table.email).where(table.customer_id.in_(gone))):
        held[owner].append(email)
    terms = sorted({term for row in rows for term in terms_of(row.name, row.company, held[row.id])})
    if gone:
        index = CustomerTerm
        db.execute(delete(index).where(index.term.in_(terms), index.customer_id.in_(gone)))
        for beside in (CustomerEmail, CustomerPhone, Verdict):
            db.execute(delete(beside).where(beside.customer_id.in_(gone)))
        db.execute(delete(Customer).where(Customer.id.in_(gone)))
    return len(gone)


def forget_binned(db: Writes) -> int:
    """One slice of the customers that were in the bin for so many days; how many."""
    before = clock.now() - timedelta(days=current(db, ContactsSettings).bin_days)
    return drop_customers(
        db, db.scalars(select(Customer.id).where(Customer.deleted_at < before).limit(SLICE)).all()
    )


def forget_batches(db: Writes) -> int:
    """One slice of what was changed so long ago that the bin is empty of it; how many rows."""
    before = clock.now() - timedelta(days=current(db, ContactsSettings).bin_days)
    old = db.scalar(select(Batch.id).where(Batch.at < before).order_by(Batch.id).limit(1))
    if old is None:
        return _forget_imports(db)
    table = BatchRow
    ids = db.scalars(select(table.customer_id).where(table.batch_id == old).limit(SLICE)).all()
    db.execute(delete(table).where(table.batch_id == old, table.customer_id.in_(ids)))
    if len(ids) < SLICE:
        db.execute(delete(Batch).where(Batch.id == old))
    return max(1, len(ids))


def _forget_imports(db: Writes) -> int:
    before = clock.now() - timedelta(days=current(db, ContactsSettings).bin_days)
    db.execute(delete(CustomerExport).where(CustomerExport.created_at < before))
    table = CustomerImport
    old = db.scalar(select(table.id).where(table.created_at < before).order_by(table.id).limit(1))
    if old is None:
        return 0
    rows = CustomerImportRow
    places = db.scalars(select(rows.place).where(rows.import_id == old).limit(SLICE)).all()
    db.execute(delete(rows).where(rows.import_id == old, rows.place.in_(places)))
    if len(places) < SLICE:
        db.execute(delete(table).where(table.id == old))
    return max(1, len(places))
