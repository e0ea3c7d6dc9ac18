"""Finding customers by words: an index of terms, so that a million of them is no scan."""

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel.db import escape_like
from deskside.kernel.phones import phone_key
from deskside.modules.contacts.models import Customer, CustomerEmail, CustomerPhone, CustomerTerm
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.rules.terms import Sought, after, sought_in

COMMON = 2_000
"""A term of more customers than this is asked of each row that the others have found."""
MOST_ASKED = 6
FEWEST_DIGITS = 3


def matches(db: Session, q: str) -> ColumnElement[bool]:
    """Customers whose name, company, addresses or numbers have what `q` says; signs alone find nobody."""
    sought = sought_in(q)[:MOST_ASKED]
    found = [_has_all(db, sought)] if sought else []
    digits = phone_key(q)
    if len(digits) >= FEWEST_DIGITS and not any(c.isalpha() for c in q):
        found.append(Customer.id.in_(_by_phone(q, digits)))
    if "@" in q:
        found.append(Customer.id.in_(_by_email(q)))
    return or_(*found) if found else false()


def _has_all(db: Session, sought: list[Sought]) -> ColumnElement[bool]:
    """Begin with the rarest: the common ones are then looked up for few customers."""
    ordered = sorted(sought, key=lambda one: _count(db, one)) if len(sought) > 1 else sought
    first, *rest = ordered
    driving = Customer.id.in_(select(CustomerTerm.customer_id).where(_is(first)))
    others = [
        select(1).where(CustomerTerm.customer_id == Customer.id, _is(one)).correlate(Customer).exists()
        for one in rest
    ]
    return and_(driving, *others)


def _is(one: Sought) -> ColumnElement[bool]:
    if not one.prefix:
        return CustomerTerm.term == one.term
    return and_(CustomerTerm.term >= one.term, CustomerTerm.term < after(one.term))


def _count(db: Session, one: Sought) -> int:
    some = select(CustomerTerm.customer_id).where(_is(one)).limit(COMMON).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def _by_phone(q: str, key: str) -> Select[int]:
    """Numbers that begin or end with these digits, as typed or with the country's code."""
    typed = "".join(c for c in q if c.isascii() and c.isdigit())
    begins = {key, typed, f"86{typed.removeprefix('0')}"}
    table = CustomerPhone
    starting = [and_(table.phone_key >= one, table.phone_key < after(one)) for one in sorted(begins)]
    tail = typed[::-1]
    ending = and_(table.phone_tail >= tail, table.phone_tail < after(tail))
    return select(table.customer_id).where(or_(*starting, ending))


def _by_email(q: str) -> Select[int]:
    key = email_key(q)
    table = CustomerEmail
    return select(table.customer_id).where(table.email_key >= key, table.email_key < after(key))


def narrowed(q: str) -> ColumnElement[bool] | None:
    """What the index of terms can say of a text that stands somewhere in name or company; None: nothing."""
    pairs = [one for one in sought_in(q) if not one.prefix]
    if not pairs:
        return None
    return and_(
        *(Customer.id.in_(select(CustomerTerm.customer_id).where(_is(one))) for one in pairs[:MOST_ASKED])
    )


def like(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """The column holds `text`, without regard to case."""
    return column.ilike(f"%{escape_like(text)}%", escape="\\")
