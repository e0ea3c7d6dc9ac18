"""When customers were last contacted: by mail, call or visit; the moment only ever moves forward."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.phones import phone_key
from deskside.modules.contacts.models import Customer, CustomerEmail, CustomerPhone
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.schemas.fields import ContactSource

MOST_OF_A_NUMBER = 50
"""A number that more customers share is a switchboard's: a call to it says nothing of any of them."""


def record_contact(
    db: Writes,
    *,
    at: datetime,
    source: ContactSource,
    customer_id: int | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> list[int]:
    """Note that whoever has this id, address or number was contacted; the ids whose last contact moved.

    A moment in the future counts as now. Nobody known by it: nothing happens.
    """
    ids = _meant(db, customer_id, email, phone)
    return forward(db, ids, min(at, clock.now()), source) if ids else []


def _meant(db: Writes, customer_id: int | None, email: str | None, phone: str | None) -> list[int]:
    found = [] if customer_id is None else [customer_id]
    if email:
        held = select(CustomerEmail.customer_id).where(CustomerEmail.email_key == email_key(email))
        found.extend(db.scalars(held))
    key = phone_key(phone or "")
    if key:
        wanted = select(CustomerPhone.customer_id).where(CustomerPhone.phone_key == key).distinct()
        sharing = db.scalars(wanted.limit(MOST_OF_A_NUMBER + 1)).all()
        found.extend(sharing if len(sharing) <= MOST_OF_A_NUMBER else [])
    return sorted(set(found))


def forward(db: Writes, ids: Sequence[int], at: datetime, source: ContactSource) -> list[int]:
    """Move the last contact of these customers to `at`, where it was earlier; whose moved."""
    db.flush()
    earlier = or_(Customer.last_contact_date.is_(None), Customer.last_contact_date < at)
    wanted = select(Customer.id, Customer.company_key).where(Customer.id.in_(list(ids)), earlier)
    moving = db.execute(wanted.order_by(Customer.id).with_for_update()).all()
    moved = [one for one, _key in moving]
    if not moved:
        return []
    values = {"last_contact_date": at, "last_contact_source": source}
    db.execute(update(Customer).where(Customer.id.in_(moved)).values(**values))
    keys = sorted({key for _one, key in moving if key})
    if keys:
        colleagues = select(Customer.id).where(
            Customer.company_key.in_(keys), Customer.deleted_at.is_(None), Customer.group_contact < at
        )
        touched = db.scalars(colleagues.order_by(Customer.id).with_for_update()).all()
        _group(db, touched, at)
    _group(db, [one for one, key in moving if not key], at)
    return moved


def _group(db: Writes, ids: Sequence[int], at: datetime) -> None:
    if ids:
        later = update(Customer).where(Customer.id.in_(list(ids)), Customer.group_contact < at)
        db.execute(later.values(group_contact=at))
