"""Customers that are not to be followed up before a day."""

from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import wrong_field
from deskside.modules.contacts.queries.access import get_customer
from deskside.modules.contacts.queries.customers import present_customer
from deskside.modules.contacts.schemas.customers import CustomerOut, SnoozeIn
from deskside.modules.contacts.service.writing import record

LONGEST = 3660


def snooze(db: Writes, customer_id: int, body: SnoozeIn, actor: Principal, zone: ZoneInfo) -> CustomerOut:
    """Keep a customer off the list until a day. Raise NotFound; Invalid for a day that is past."""
    row = get_customer(db, customer_id, actor, lock=True)
    days = (body.until - clock.today(zone)).days
    if not 0 < days <= LONGEST:
        raise wrong_field("until", "choose a day after today, within ten years")
    row.snoozed_until, row.snooze_reason, row.snoozed_by = body.until, body.reason, actor.name[:100]
    record(db, actor, "snooze", row.id, None, {"until": body.until.isoformat(), "reason": body.reason})
    return present_customer(db, row)


def wake(db: Writes, customer_id: int, actor: Principal) -> CustomerOut:
    """Let the customer be followed up again. Raise NotFound."""
    row = get_customer(db, customer_id, actor, lock=True)
    if row.snoozed_until is not None:
        record(db, actor, "wake", row.id, {"until": row.snoozed_until.isoformat()}, None)
    row.snoozed_until = row.snooze_reason = row.snoozed_by = None
    return present_customer(db, row)
