"""What is kept beside a customer so that it is found: addresses, numbers, terms, the group's contact."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from deskside.kernel.db import Writes, upsert
from deskside.kernel.phones import phone_key
from deskside.modules.contacts.errors import email_taken
from deskside.modules.contacts.models import NEVER, Customer, CustomerEmail, CustomerPhone, CustomerTerm
from deskside.modules.contacts.rules.keys import company_key, email_key, sort_key
from deskside.modules.contacts.rules.terms import terms_of

SLICE = 500


def compute(row: Customer) -> None:
    """The columns that follow from others."""
    row.name_sort = sort_key(row.name, person=True)
    row.company_sort = sort_key(row.company)
    row.company_key = company_key(row.company)


def emails_of(db: Session, row: Customer) -> list[str]:
    """Every address, the first first."""
    table = CustomerEmail
    wanted = select(table.email).where(table.customer_id == row.id)
    return list(db.scalars(wanted.order_by(table.position, table.email_key)))


def phones_of(db: Session, row: Customer) -> list[str]:
    """Every number, the first first."""
    table = CustomerPhone
    return list(db.scalars(select(table.phone).where(table.customer_id == row.id).order_by(table.position)))


def write_emails(db: Writes, row: Customer, emails: Sequence[str]) -> None:
    """Make these the customer's addresses. Raise Conflict for one that is somebody else's."""
    wanted = {email_key(email): email for email in reversed(emails)}
    order = list(dict.fromkeys(email_key(email) for email in emails))
    table = CustomerEmail
    held = {one.email_key: one for one in db.scalars(select(table).where(table.email_key.in_(order)))}
    for key, one in held.items():
        if one.customer_id != row.id:
            raise taken(db, wanted[key], one.customer_id)
    db.execute(delete(table).where(table.customer_id == row.id, table.email_key.not_in(order)))
    for position, key in enumerate(order):
        present = held.get(key) or table(email_key=key, customer_id=row.id)
        present.email, present.position = wanted[key], position
        db.add(present)
    try:
        db.flush()
    except IntegrityError as error:
        raise email_taken(emails[0], None, binned=False) from error


def taken(db: Session, email: str, customer_id: int) -> Exception:
    """The refusal of an address that another customer has."""
    other = db.get(Customer, customer_id)
    return email_taken(email, customer_id, binned=other is not None and other.deleted_at is not None)


def phone_facts(customer_id: int, phones: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of numbers; those without a digit are kept, and found by nothing."""
    facts = []
    for position, phone in enumerate(phones):
        key = phone_key(phone)
        typed = "".join(c for c in phone if c.isascii() and c.isdigit())[-32:]
        facts.append(
            {
                "customer_id": customer_id,
                "phone": phone,
                "phone_key": key,
                "phone_tail": (typed or key)[::-1],
                "position": position,
            }
        )
    return facts


def write_phones(db: Writes, row: Customer, phones: Sequence[str]) -> None:
    """Make these the customer's numbers, the first being the list's; an empty first one keeps its place."""
    first, *others = phones or [""]
    table = CustomerPhone
    db.execute(delete(table).where(table.customer_id == row.id))
    kept = [first, *dict.fromkeys(one for one in others if one.strip() and one != first)]
    db.add_all(table(**facts) for facts in phone_facts(row.id, kept) if facts["phone"])
    db.flush()


def terms_now(db: Session, row: Customer) -> set[str]:
    """The terms of the customer as it is."""
    return terms_of(row.name, row.company, emails_of(db, row))


def write_terms(db: Writes, customer_id: int, old: set[str], new: set[str]) -> None:
    """Bring the index of terms from `old` to `new`."""
    gone = sorted(old - new)
    if gone:
        db.execute(
            delete(CustomerTerm).where(CustomerTerm.term.in_(gone), CustomerTerm.customer_id == customer_id)
        )
    add_terms(db, ((term, customer_id) for term in sorted(new - old)))


def add_terms(db: Writes, pairs: Iterable[tuple[str, int]]) -> None:
    """Add (term, customer)."""
    rows = [{"term": term, "customer_id": one} for term, one in sorted(pairs)]
    upsert(db, CustomerTerm, rows, keys=["term", "customer_id"])


def regroup(db: Writes, rows: Iterable[Customer]) -> None:
    """Say anew when each company of these customers was last contacted, and each who has no company."""
    db.flush()
    known = list(rows)
    alone = [row for row in known if not row.company_key]
    for row in alone:
        row.group_contact = row.last_contact_date or NEVER
    regroup_companies(db, {row.company_key for row in known})


def regroup_companies(db: Writes, keys: Collection[str]) -> None:
    """The same for companies by their keys."""
    wanted = sorted(set(keys) - {""})
    db.flush()
    for start in range(0, len(wanted), SLICE):
        part = wanted[start : start + SLICE]
        there = (Customer.company_key.in_(part), Customer.deleted_at.is_(None))
        # Locked first, in one order: a contact recorded meanwhile is then seen, and not written over.
        db.execute(select(Customer.id).where(*there).order_by(Customer.id).with_for_update()).all()
        newest = db.execute(
            select(Customer.company_key, func.max(Customer.last_contact_date))
            .where(*there)
            .group_by(Customer.company_key)
        ).all()
        _write_groups(db, [{"of_key": key, "contact": at or NEVER} for key, at in newest])


def _write_groups(db: Writes, groups: list[dict[str, Any]]) -> None:
    if not groups:
        return
    moved = update(Customer).where(
        Customer.company_key == bindparam("of_key"),
        Customer.deleted_at.is_(None),
        Customer.group_contact != bindparam("contact", type_=Customer.group_contact.type),
    )
    values = moved.values(group_contact=bindparam("contact", type_=Customer.group_contact.type))
    db.connection().execute(values, groups)
    for row in db.identity_map.values():
        if isinstance(row, Customer):
            db.expire(row, ["group_contact"])
