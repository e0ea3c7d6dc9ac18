"""One customer written: its fields, and everything that follows from them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.masking import mask_in_text, mask_phone
from deskside.modules.contacts.errors import wrong_field
from deskside.modules.contacts.models import Customer, CustomerEmail, CustomerPhone, Verdict
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.rules.terms import terms_of
from deskside.modules.contacts.rules.washing import plain_text, wash
from deskside.modules.contacts.schemas.fields import MAX_COMMENT
from deskside.modules.contacts.service.indexing import (
    add_terms,
    compute,
    emails_of,
    phone_facts,
    phones_of,
    regroup,
    regroup_companies,
    terms_now,
    write_emails,
    write_phones,
    write_terms,
)
from deskside.platform import audit

FIELDS = ("name", "importance", "company", "country", "address", "website", "comment", "owner_id", "department_id")  # fmt: skip  # noqa: E501
CONTACT = ("last_contact_date", "last_contact_source")
VALIDITY = (
    "valid", "valid_reason", "valid_evidence", "valid_source", "valid_by", "valid_at", "valid_manual",
    "last_checked_date",
)  # fmt: skip
AUDITED_COMMENT = 200


def washed_comment(text: str) -> str:
    """The comment as it is stored. Raise Invalid for one that is too long."""
    washed = wash(text)
    if len(washed) > MAX_COMMENT:
        raise wrong_field("comment", f"has more than {MAX_COMMENT} characters; shorten it")
    return washed


def new_customer(**facts: Any) -> Customer:
    """A customer with what is given, nothing else known."""
    blank = dict.fromkeys(("name", "company", "country", "address", "phone", "website", "comment"), "")
    return Customer(**{**blank, "importance": 0, "valid": 2, "valid_manual": False, **facts})


def add_customers(
    db: Writes, rows: list[Customer], further: Mapping[int, tuple[list[str], list[str]]]
) -> None:
    """Insert customers with all their addresses; `further` has other e-mails and phones by place.

    Their addresses must be free: IntegrityError says that somebody was faster.
    """
    for row in rows:
        compute(row)
        row.version = 1
    db.add_all(rows)
    db.flush()
    emails: list[dict[str, Any]] = []
    phones: list[dict[str, Any]] = []
    terms: list[tuple[str, int]] = []
    for place, row in enumerate(rows):
        other_emails, other_phones = further.get(place, ([], []))
        mine = _once([row.email, *other_emails])
        for position, email in enumerate(mine):
            facts = {"email_key": email_key(email), "email": email, "position": position}
            emails.append(facts | {"customer_id": row.id})
        numbers = [row.phone, *dict.fromkeys(one for one in other_phones if one != row.phone)]
        phones.extend(facts for facts in phone_facts(row.id, numbers) if facts["phone"])
        terms.extend((term, row.id) for term in terms_of(row.name, row.company, mine))
    db.execute(insert(CustomerEmail), emails)
    if phones:
        db.execute(insert(CustomerPhone), phones)
    add_terms(db, terms)
    regroup(db, rows)


def _once(emails: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for one in emails:
        seen.setdefault(email_key(one), one)
    return list(seen.values())


def change(db: Writes, row: Customer, changes: Mapping[str, Any], actor: Principal | None) -> bool:
    """Give the customer these values; whether anything is another than before. Raise Conflict, Invalid.

    A new first address has not been judged yet.
    """
    before = snapshot(db, row)
    terms = terms_now(db, row)
    company = row.company_key
    for name in FIELDS:
        if name in changes:
            setattr(row, name, washed_comment(changes[name]) if name == "comment" else changes[name])
    _write_addresses(db, row, before, changes)
    if snapshot(db, row) == before:
        return False
    compute(row)
    touch(row, actor)
    db.flush()
    write_terms(db, row.id, terms, terms_now(db, row))
    if row.company_key != company:
        regroup_companies(db, {company})
        regroup(db, [row])
    return True


def _write_addresses(
    db: Writes, row: Customer, before: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    if {"email", "emails"} & changes.keys():
        first = changes.get("email", row.email)
        others = changes.get("emails", before["emails"][1:])
        write_emails(db, row, [first, *others])
        if email_key(first) != email_key(row.email):
            forget_verdict(row)
            outdate_verdicts(db, row.id)
        row.email = first
    if {"phone", "phones"} & changes.keys():
        first = changes.get("phone", row.phone)
        write_phones(db, row, [first, *changes.get("phones", _others(before["phones"], row.phone))])
        row.phone = first


def _others(phones: list[str], first: str) -> list[str]:
    return [one for one in phones if one != first]


def outdate_verdicts(db: Writes, customer_id: int) -> None:
    """What was decided of another address counts no more."""
    standing = update(Verdict).where(Verdict.customer_id == customer_id, Verdict.cleared_at.is_(None))
    db.execute(standing.values(cleared_at=clock.now()))


def forget_verdict(row: Customer) -> None:
    """Nobody has judged the address."""
    row.valid, row.valid_manual, row.last_checked_date = 2, False, None
    row.valid_reason = row.valid_evidence = row.valid_source = row.valid_by = row.valid_at = None


def touch(row: Customer, actor: Principal | None) -> None:
    """It is another version."""
    row.version += 1
    row.updated_at = clock.now()
    row.updated_by = None if actor is None else actor.name[:100]


def snapshot(db: Writes, row: Customer) -> dict[str, Any]:
    """Everything that can be restored, as JSON types."""
    facts = {name: _plain(getattr(row, name)) for name in (*FIELDS, "email", "phone", *CONTACT, *VALIDITY)}
    return facts | {"emails": emails_of(db, row), "phones": phones_of(db, row)}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def as_stored(name: str, value: Any) -> Any:
    """A value of a snapshot as the column holds it."""
    moments = {"last_contact_date", "last_checked_date", "valid_at"}
    return datetime.fromisoformat(value) if name in moments and value is not None else value


def record(
    db: Writes,
    actor: Principal | None,
    verb: str,
    customer_id: int,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
) -> None:
    """Write into the audit what is different, numbers masked."""
    left, right = old or {}, new or {}
    names = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    audit.record(
        db,
        actor=actor,
        action=f"contacts.customer.{verb}",
        subject=("customer", customer_id),
        old={name: _audited(name, left[name]) for name in names if name in left} if old else None,
        new={name: _audited(name, right[name]) for name in names if name in right} if new else None,
    )


def _audited(name: str, value: Any) -> Any:
    if name == "phone":
        return mask_phone(value or "")
    if name == "phones":
        return [mask_phone(one) for one in value]
    if name == "comment":
        return mask_in_text(plain_text(value or "", AUDITED_COMMENT))
    return mask_in_text(value) if isinstance(value, str) and name not in CONTACT + VALIDITY else value
