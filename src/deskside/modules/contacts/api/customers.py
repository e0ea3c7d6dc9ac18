"""Customers: list, edit, bin, verdicts by hand, snoozes."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from deskside.kernel.paging import Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.contacts.api.access import Filtered, Reader, Writer, Zone
from deskside.modules.contacts.queries.customers import find_customer, list_verdicts
from deskside.modules.contacts.schemas.customers import (
    Counted,
    CustomerIn,
    CustomerOut,
    CustomerPatch,
    CustomerRow,
    CustomerSort,
    SnoozeIn,
    VerdictIn,
    VerdictOut,
)
from deskside.modules.contacts.service.customers import (
    create_customer,
    delete_customer,
    purge_customer,
    restore_customer,
    update_customer,
)
from deskside.modules.contacts.service.listing import list_customers
from deskside.modules.contacts.service.snoozes import snooze, wake
from deskside.modules.contacts.service.verdicts import clear_verdict, judge_by_hand

router = make_router("contacts", "/api/contacts")
Sort = Annotated[CustomerSort, Query()]


@router.get("/customers")
def customers(
    user: Reader, db: Db, wanted: Filtered, page: Paged, zone: Zone, sort: Sort = "-id"
) -> Counted[CustomerRow]:
    """Customers that the filter bar finds; `q` looks into name, company, addresses and numbers."""
    return db.read(list_customers, wanted, sort, page, user, zone)


@router.get("/bin")
def binned_customers(
    user: Reader, db: Db, wanted: Filtered, page: Paged, zone: Zone, sort: Sort = "-deleted_at"
) -> Counted[CustomerRow]:
    """The same for the recycle bin."""
    return db.read(list_customers, replace(wanted, binned=True), sort, page, user, zone)


@router.post("/customers", status_code=HTTPStatus.CREATED)
def add_customer(user: Writer, body: CustomerIn, db: Db) -> CustomerOut:
    """A new customer; 409 `email_taken` where somebody has the address already."""
    return db.write(create_customer, body, user)


@router.get("/customers/{customer_id}")
def customer(user: Reader, customer_id: RowId, db: Db) -> CustomerOut:
    """One customer with the whole comment, further addresses and the verdict in force."""
    return db.read(find_customer, customer_id, user)


@router.patch("/customers/{customer_id}")
def edit_customer(user: Writer, customer_id: RowId, body: CustomerPatch, db: Db) -> CustomerOut:
    """Change some fields; 409 `stale` with the `current` customer when `version` is old."""
    return db.write(update_customer, customer_id, body, user)


@router.delete("/customers/{customer_id}", status_code=HTTPStatus.NO_CONTENT)
def throw_customer_away(user: Writer, customer_id: RowId, db: Db) -> Response:
    """Put it into the recycle bin."""
    db.write(delete_customer, customer_id, user)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/customers/{customer_id}/restore")
def take_customer_back(user: Writer, customer_id: RowId, db: Db) -> CustomerOut:
    """Take it out of the bin."""
    return db.write(restore_customer, customer_id, user)


@router.delete("/bin/{customer_id}", status_code=HTTPStatus.NO_CONTENT)
def delete_for_good(user: Writer, customer_id: RowId, db: Db) -> Response:
    """Delete one that is in the bin for good."""
    db.write(purge_customer, customer_id, user)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/customers/{customer_id}/verdicts")
def verdicts(user: Reader, customer_id: RowId, db: Db) -> list[VerdictOut]:
    """Everything that was decided of the address, the newest first."""
    return db.read(list_verdicts, customer_id, user)


@router.put("/customers/{customer_id}/verdict")
def judge(user: Writer, customer_id: RowId, body: VerdictIn, db: Db) -> CustomerOut:
    """A verdict by hand, which stands until it is cleared."""
    return db.write(judge_by_hand, customer_id, body, user)


@router.delete("/customers/{customer_id}/verdict")
def clear_manual_verdict(user: Writer, customer_id: RowId, db: Db) -> CustomerOut:
    """Take the verdict by hand away; the newest of the others holds again."""
    return db.write(clear_verdict, customer_id, user)


@router.put("/customers/{customer_id}/snooze")
def snooze_customer(user: Writer, customer_id: RowId, body: SnoozeIn, db: Db, zone: Zone) -> CustomerOut:
    """Keep the customer off the follow-up list until a day."""
    return db.write(snooze, customer_id, body, user, zone)


@router.delete("/customers/{customer_id}/snooze")
def wake_customer(user: Writer, customer_id: RowId, db: Db) -> CustomerOut:
    """Let the customer be followed up again."""
    return db.write(wake, customer_id, user)
