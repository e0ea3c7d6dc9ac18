"""Customers added, edited, thrown away and taken back."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import (
    email_taken,
    in_bin,
    merged_away,
    no_customer,
    not_in_bin,
    not_the_owners,
    stale,
)
from deskside.modules.contacts.models import Customer, CustomerEmail
from deskside.modules.contacts.queries.access import access_customers, get_customer
from deskside.modules.contacts.queries.customers import present_customer
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.schemas.customers import CustomerIn, CustomerOut, CustomerPatch
from deskside.modules.contacts.service.indexing import regroup, regroup_companies, taken
from deskside.modules.contacts.service.writing import (
    add_customers,
    change,
    new_customer,
    record,
    snapshot,
    touch,
    washed_comment,
)
from deskside.platform.identity import User

GIVEN = ("name", "email", "importance", "company", "country", "address", "phone", "website")


def create_customer(db: Writes, body: CustomerIn, actor: Principal) -> CustomerOut:
    """A new customer of the actor's. Raise Conflict for an address that somebody has, Invalid."""
    _free(db, [body.email, *body.emails], actor)
    given = {name: getattr(body, name) for name in GIVEN}
    row = new_customer(**given, comment=washed_comment(body.comment))
    own(row, actor)
    try:
        add_customers(db, [row], {0: (body.emails, [one for one in body.phones if one])})
    except IntegrityError as error:
        raise email_taken(body.email, None, binned=False) from error
    record(db, actor, "create", row.id, None, snapshot(db, row))
    return present_customer(db, row)


def own(row: Customer, actor: Principal) -> None:
    """Make a new customer the actor's."""
    row.owner_id, row.department_id = actor.user_id, actor.department_id
    row.updated_by = actor.name[:100]


def _free(db: Writes, emails: list[str], actor: Principal) -> None:
    keys = {email_key(email): email for email in emails}
    for held in db.scalars(select(CustomerEmail).where(CustomerEmail.email_key.in_(sorted(keys)))):
        raise _refusal(db, keys[held.email_key], held.customer_id, actor)


def _refusal(db: Writes, email: str, customer_id: int, actor: Principal) -> Exception:
    other = db.get(Customer, customer_id)
    scope = access_customers(db, actor)
    if other is None or not scope.covers(other.owner_id, other.department_id):
        return email_taken(email, None, binned=False)
    return taken(db, email, customer_id)


def update_customer(db: Writes, customer_id: int, body: CustomerPatch, actor: Principal) -> CustomerOut:
    """Change the fields in `body`. Raise NotFound; Conflict with the present customer for an old version."""
    row = get_customer(db, customer_id, actor, lock=True)
    if row.deleted_at is not None:
        raise in_bin(customer_id)
    if row.version != body.version:
        raise stale(customer_id, present_customer(db, row).model_dump(mode="json"))
    before = snapshot(db, row)
    changes = with_owner(db, body.changes(), actor)
    if {"email", "emails"} & changes.keys():
        _not_others(db, row, [changes.get("email", row.email), *changes.get("emails", [])], actor)
    if change(db, row, changes, actor):
        record(db, actor, "update", row.id, before, snapshot(db, row))
    return present_customer(db, row)


def _not_others(db: Writes, row: Customer, emails: list[str], actor: Principal) -> None:
    keys = {email_key(email): email for email in emails}
    table = CustomerEmail
    held = select(table).where(table.email_key.in_(sorted(keys)), table.customer_id != row.id)
    for one in db.scalars(held):
        raise _refusal(db, keys[one.email_key], one.customer_id, actor)


def with_owner(db: Writes, changes: dict[str, Any], actor: Principal) -> dict[str, Any]:
    """With the department of a new owner. Raise Forbidden for somebody outside the actor's reach."""
    owner_id = changes.get("owner_id")
    if owner_id is None:
        return changes
    owner = db.get(User, owner_id)
    scope = access_customers(db, actor)
    if owner is None or owner.disabled or not scope.covers(owner.id, owner.department_id):
        raise not_the_owners()
    return {**changes, "department_id": owner.department_id}


def delete_customer(db: Writes, customer_id: int, actor: Principal) -> None:
    """Put it into the recycle bin. Raise NotFound; twice is once."""
    row = get_customer(db, customer_id, actor, lock=True)
    if row.deleted_at is None:
        bin_row(db, row, actor)
        record(db, actor, "delete", row.id, {"email": row.email, "name": row.name}, None)


def bin_row(db: Writes, row: Customer, actor: Principal) -> None:
    """Without the audit."""
    row.deleted_at, row.deleted_by = clock.now(), actor.name[:100]
    touch(row, actor)
    regroup_companies(db, {row.company_key})


def restore_customer(db: Writes, customer_id: int, actor: Principal) -> CustomerOut:
    """Take it out of the bin. Raise NotFound; Conflict for one that is not there, or was merged."""
    row = get_customer(db, customer_id, actor, lock=True)
    if row.deleted_at is None:
        raise not_in_bin(customer_id)
    if row.merged_into is not None:
        raise merged_away(customer_id, row.merged_into)
    unbin_row(db, row, actor)
    record(db, actor, "restore", row.id, None, {"email": row.email, "name": row.name})
    return present_customer(db, row)


def unbin_row(db: Writes, row: Customer, actor: Principal) -> None:
    """Without the audit."""
    row.deleted_at = row.deleted_by = row.merged_into = None
    touch(row, actor)
    regroup(db, [row])


def purge_customer(db: Writes, customer_id: int, actor: Principal) -> None:
    """Delete one that is in the bin for good. Raise NotFound, Conflict."""
    from deskside.modules.contacts.service.forgetting import drop_customers

    row = get_customer(db, customer_id, actor, lock=True)
    if row.deleted_at is None:
        raise not_in_bin(customer_id)
    record(db, actor, "purge", row.id, {"email": row.email, "name": row.name}, None)
    if not drop_customers(db, [row.id]):
        raise no_customer(customer_id)
