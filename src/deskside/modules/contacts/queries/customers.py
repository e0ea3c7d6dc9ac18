"""Customers as they are answered."""

from collections.abc import Collection, Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.paging import Page
from deskside.modules.contacts.models import Customer, CustomerEmail, CustomerPhone, Verdict
from deskside.modules.contacts.queries.access import get_customer, seen_by
from deskside.modules.contacts.queries.filters import CustomerFilter, conditions, ordering
from deskside.modules.contacts.rules.washing import plain_text
from deskside.modules.contacts.schemas.customers import (
    CustomerOut,
    CustomerRow,
    CustomerSort,
    Snooze,
    VerdictOut,
)
from deskside.platform.identity import User

SHOWN_COMMENT = 200
PLAIN = (
    "id", "name", "email", "importance", "company", "country", "address", "phone", "website",
    "last_contact_date", "last_contact_source", "last_checked_date", "valid", "valid_reason", "owner_id",
    "department_id", "version", "updated_at", "updated_by", "deleted_at", "deleted_by",
)  # fmt: skip


def found_customers(db: Session, wanted: CustomerFilter, user: Principal, zone: ZoneInfo) -> Select[int]:
    """The ids of what the filter finds among what the user may see."""
    return select(Customer.id).where(*conditions(db, wanted, zone), seen_by(db, user))


def page_of(db: Session, found: Select[int], sort: CustomerSort, page: Page) -> list[CustomerRow]:
    """One page in that order."""
    ids = db.scalars(found.order_by(*ordering(sort)).limit(page.size).offset(page.offset)).all()
    return present_rows(db, rows_by_ids(db, ids))


def rows_by_ids(db: Session, ids: Sequence[int]) -> list[Customer]:
    """The customers, in the order of `ids`."""
    if not ids:
        return []
    rows = {row.id: row for row in db.scalars(select(Customer).where(Customer.id.in_(list(ids))))}
    return [rows[one] for one in ids if one in rows]


def present_rows(db: Session, rows: Iterable[Customer]) -> list[CustomerRow]:
    """As a list shows them."""
    known = list(rows)
    names = owner_names(db, {row.owner_id for row in known})
    return [CustomerRow.model_validate(row_facts(row, names)) for row in known]


def row_facts(row: Customer, names: dict[int, str]) -> dict[str, object]:
    """The fields of a CustomerRow."""
    return {
        **{name: getattr(row, name) for name in PLAIN},
        "comment": plain_text(row.comment, SHOWN_COMMENT),
        "manual": row.valid_manual,
        "snooze": present_snooze(row),
        "owner": names.get(row.owner_id or 0),
    }


def present_snooze(row: Customer) -> Snooze | None:
    """Until when the customer is not to be followed up, whether that is over or not."""
    if row.snoozed_until is None:
        return None
    return Snooze(until=row.snoozed_until, reason=row.snooze_reason, by=row.snoozed_by)


def owner_names(db: Session, ids: Collection[int | None]) -> dict[int, str]:
    """Names by user id."""
    known = [one for one in ids if one is not None]
    return dict(db.execute(select(User.id, User.name).where(User.id.in_(known))).all()) if known else {}


def find_customer(db: Session, customer_id: int, user: Principal) -> CustomerOut:
    """One customer. Raise NotFound."""
    return present_customer(db, get_customer(db, customer_id, user))


def present_customer(db: Session, row: Customer) -> CustomerOut:
    """One customer with everything."""
    facts = row_facts(row, owner_names(db, {row.owner_id}))
    return CustomerOut.model_validate(
        {
            **facts,
            "comment": row.comment,
            "emails": other_emails(db, row.id),
            "phones": other_phones(db, row.id),
            "verdict": present_verdict(row),
            "merged_into": row.merged_into,
            "created_at": row.created_at,
        }
    )


def present_verdict(row: Customer) -> VerdictOut | None:
    """The verdict in force; None when nobody has decided anything."""
    if row.valid_source is None or row.valid_at is None:
        return None
    return VerdictOut.model_validate(
        {
            "valid": row.valid,
            "source": row.valid_source,
            "reason": row.valid_reason,
            "evidence": row.valid_evidence,
            "by": row.valid_by or "",
            "at": row.valid_at,
        }
    )


def other_emails(db: Session, customer_id: int) -> list[str]:
    """The further addresses, in their order."""
    table = CustomerEmail
    wanted = select(table.email).where(table.customer_id == customer_id, table.position > 0)
    return list(db.scalars(wanted.order_by(table.position, table.email_key)))


def other_phones(db: Session, customer_id: int) -> list[str]:
    """The further numbers, in their order."""
    table = CustomerPhone
    wanted = select(table.phone).where(table.customer_id == customer_id, table.position > 0)
    return list(db.scalars(wanted.order_by(table.position, table.id)))


def list_verdicts(db: Session, customer_id: int, user: Principal) -> list[VerdictOut]:
    """Everything that was ever decided, the newest first. Raise NotFound."""
    get_customer(db, customer_id, user)
    rows = db.scalars(select(Verdict).where(Verdict.customer_id == customer_id).order_by(Verdict.id.desc()))
    return [VerdictOut.model_validate(row) for row in rows]
