"""Customers that may be the same: a number or name and company in common. Nothing is merged by itself."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.contacts.models import Batch, BatchRow, Customer, CustomerPhone, NoDuplicate
from deskside.modules.contacts.queries.access import seen_by
from deskside.modules.contacts.queries.customers import present_rows, rows_by_ids
from deskside.modules.contacts.schemas.duplicates import MergeRow, Suggestion, SuggestionsOut, Why

MOST_GROUPS, MOST_MEMBERS, SHORTEST_NUMBER = 100, 10, 7


def suggestions(db: Session, user: Principal) -> SuggestionsOut:
    """Up to a hundred groups of what the user may see, without those found different."""
    found = [*_groups(db, "phone", _by_phone(db, user), user), *_groups(db, "name_and_company", _by_name(db, user), user)]  # fmt: skip  # noqa: E501
    return SuggestionsOut(items=found[:MOST_GROUPS], total=len(found))


def _by_phone(db: Session, user: Principal) -> Select[str]:
    return (
        select(CustomerPhone.phone_key)
        .join(Customer, Customer.id == CustomerPhone.customer_id)
        .where(
            func.length(CustomerPhone.phone_key) >= SHORTEST_NUMBER,
            Customer.deleted_at.is_(None),
            seen_by(db, user),
        )
        .group_by(CustomerPhone.phone_key)
        .having(func.count(CustomerPhone.customer_id.distinct()) > 1)
        .order_by(CustomerPhone.phone_key)
        .limit(MOST_GROUPS)
    )


def _by_name(db: Session, user: Principal) -> Select[str, str]:
    return (
        select(Customer.company_key, Customer.name_sort)
        .where(
            Customer.company_key != "", Customer.name != "", Customer.deleted_at.is_(None), seen_by(db, user)
        )
        .group_by(Customer.company_key, Customer.name_sort, Customer.name)
        .having(func.count() > 1)
        .order_by(Customer.company_key, Customer.name_sort)
        .limit(MOST_GROUPS)
    )


def _groups(
    db: Session, why: Why, shared: Select[str] | Select[str, str], user: Principal
) -> Iterator[Suggestion]:
    for one in db.execute(shared).all():
        ids = _members(db, why, list(one), user)
        if len(ids) > 1 and not _all_different(db, ids):
            rows = rows_by_ids(db, ids)
            label = rows[0].phone or one[0] if why == "phone" else f"{rows[0].name} · {rows[0].company}"
            yield Suggestion(why=why, shared=label, customers=present_rows(db, rows))


def _members(db: Session, why: Why, key: list[str], user: Principal) -> Sequence[int]:
    wanted = select(Customer.id).where(Customer.deleted_at.is_(None), seen_by(db, user))
    if why == "phone":
        sharing = select(CustomerPhone.customer_id).where(CustomerPhone.phone_key == key[0])
        wanted = wanted.where(Customer.id.in_(sharing))
    else:
        wanted = wanted.where(Customer.company_key == key[0], Customer.name_sort == key[1])
    return db.scalars(wanted.order_by(Customer.id).limit(MOST_MEMBERS)).all()


def _all_different(db: Session, ids: Sequence[int]) -> bool:
    """Whether somebody has found each two of them different."""
    table = NoDuplicate
    known = select(func.count()).where(table.low_id.in_(list(ids)), table.high_id.in_(list(ids)))
    return (db.scalar(known) or 0) >= len(ids) * (len(ids) - 1) // 2


def list_merges(db: Session, user: Principal, page: Page) -> Items[MergeRow]:
    """Merges into customers that the user may see, the newest first."""
    found = (
        select(Batch, Customer.name)
        .join(Customer, Customer.id == Batch.kept_id)
        .where(Batch.kind == "merge", seen_by(db, user))
    )
    rows = db.execute(found.order_by(Batch.id.desc()).limit(page.size).offset(page.offset)).all()
    items = [
        MergeRow(
            id=batch.id,
            kept_id=batch.kept_id or 0,
            kept_name=name,
            merged_ids=_merged(db, batch),
            actor=batch.actor,
            at=batch.at,
            undone_at=batch.undone_at,
        )
        for batch, name in rows
    ]
    return Items(items=items, total=count_rows(db, found))


def _merged(db: Session, batch: Batch) -> list[int]:
    table = BatchRow
    wanted = select(table.customer_id).where(table.batch_id == batch.id, table.customer_id != batch.kept_id)
    return list(db.scalars(wanted.order_by(table.customer_id)))
