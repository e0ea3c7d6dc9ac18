"""Customers that are one made one, and parted again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import in_bin, no_customer, wrong_field
from deskside.modules.contacts.models import (
    BatchRow,
    Customer,
    CustomerEmail,
    CustomerPhone,
    NoDuplicate,
)
from deskside.modules.contacts.queries.access import get_customer, seen_by
from deskside.modules.contacts.queries.customers import present_customer
from deskside.modules.contacts.rules.merging import differing, merged_lists, merged_values
from deskside.modules.contacts.schemas.customers import CustomerOut
from deskside.modules.contacts.schemas.duplicates import (
    DifferentIn,
    Differing,
    MergeIn,
    MergeOut,
    MergePreview,
)
from deskside.modules.contacts.service.bulk import add_batch
from deskside.modules.contacts.service.contacting import forward
from deskside.modules.contacts.service.customers import bin_row
from deskside.modules.contacts.service.indexing import terms_now, write_terms
from deskside.modules.contacts.service.writing import change, record, snapshot


def preview_merge(db: Writes, body: MergeIn, actor: Principal) -> MergePreview:
    """What a merge would make of them. Raise NotFound, Conflict for one in the bin, Invalid."""
    rows = _rows(db, body, actor)
    facts = [{**snapshot(db, row), "id": row.id} for row in rows]
    values = _values(body, facts)
    emails, phones = merged_lists(facts, values)
    kept = present_customer(db, rows[0])
    result: CustomerOut = kept.model_copy(update={**values, "emails": emails, "phones": phones})
    return MergePreview(
        result=result,
        differing=[Differing(field=name, values=held) for name, held in differing(facts).items()],
    )


def _values(body: MergeIn, facts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    strangers = set(body.choices.values()) - {one["id"] for one in facts}
    if strangers:
        raise wrong_field("choices", "choose among the customers that are merged")
    return merged_values(facts, dict(body.choices))


def _rows(db: Writes, body: MergeIn, actor: Principal) -> list[Customer]:
    """The kept one, then the others in the order given; all locked."""
    ids = list(dict.fromkeys([body.keep_id, *body.ids]))
    if len(ids) < 2:  # noqa: PLR2004 - two make a merge
        raise wrong_field("ids", "name the customers to be merged into it")
    wanted = select(Customer).where(Customer.id.in_(sorted(ids)), seen_by(db, actor))
    found = {row.id: row for row in db.scalars(wanted.order_by(Customer.id).with_for_update())}
    for one in ids:
        if one not in found:
            raise no_customer(one)
        if found[one].deleted_at is not None:
            raise in_bin(one)
    return [found[one] for one in ids]


def merge(db: Writes, body: MergeIn, actor: Principal) -> MergeOut:
    """Make them one; the others go to the bin until it is taken back. Raises as preview_merge does."""
    kept, *others = rows = _rows(db, body, actor)
    facts = [{**snapshot(db, row), "id": row.id} for row in rows]
    values = _values(body, facts)
    emails, phones = merged_lists(facts, values)
    batch = add_batch(db, "merge", actor, kept.id)
    for row in others:
        strip(db, row)
        bin_row(db, row, actor)
        row.merged_into = kept.id
    change(db, kept, {**values, "emails": emails, "phones": phones}, actor)
    newest = max(rows, key=lambda row: (row.last_contact_date is not None, row.last_contact_date))
    if newest.last_contact_date is not None:
        source: Any = newest.last_contact_source or "other"
        forward(db, [kept.id], newest.last_contact_date, source)
        db.refresh(kept)
    for row, before in zip(rows, facts, strict=True):
        after = snapshot(db, row) if row is kept else None
        made = BatchRow(batch_id=batch.id, customer_id=row.id, before=before, after=after)
        made.version = row.version
        db.add(made)
    merged = {"merged": [row.id for row in others]}
    record(db, actor, "merge", kept.id, facts[0], {**snapshot(db, kept), **merged})
    return MergeOut(id=batch.id, kept=present_customer(db, kept))


def strip(db: Writes, row: Customer) -> None:
    """Take addresses, numbers and terms from a customer, so that another may have them."""
    write_terms(db, row.id, terms_now(db, row), set())
    for table in (CustomerEmail, CustomerPhone):
        db.execute(delete(table).where(table.customer_id == row.id))
    db.flush()


def mark_different(db: Writes, body: DifferentIn, actor: Principal) -> None:
    """Suggest these no more as the same. Raise NotFound."""
    ids = sorted(set(body.ids))
    for one in ids:
        get_customer(db, one, actor)
    for place, low in enumerate(ids):
        for high in ids[place + 1 :]:
            if db.get(NoDuplicate, (low, high)) is None:
                db.add(NoDuplicate(low_id=low, high_id=high, by=actor.name[:100], at=clock.now()))
