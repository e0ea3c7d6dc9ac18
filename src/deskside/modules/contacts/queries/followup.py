"""The follow-up list, answered from one index; and why somebody is or is not on it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.paging import Page
from deskside.modules.contacts.models import NEVER, Customer
from deskside.modules.contacts.queries.access import seen_by
from deskside.modules.contacts.queries.customers import owner_names, row_facts, rows_by_ids
from deskside.modules.contacts.queries.filters import COMPARED
from deskside.modules.contacts.rules.followup import Rule
from deskside.modules.contacts.schemas.followup import DueCustomer

GROUPED: tuple[ColumnElement[Any], ...] = (
    Customer.group_contact.expression,
    Customer.company_key.expression,
    Customer.id.expression,
)
"""Companies together, the most overdue first, as the index ix_customers_followup has them."""


def due_conditions(rule: Rule, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """What makes a customer due."""
    awake = or_(Customer.snoozed_until.is_(None), Customer.snoozed_until <= clock.today(zone))
    return [
        Customer.group_contact < rule.untouched_before(zone),
        Customer.deleted_at.is_(None),
        COMPARED[rule.operator](Customer.importance, rule.importance),
        Customer.valid != 0,
        awake,
    ]


def due_customers(db: Session, rule: Rule, user: Principal, zone: ZoneInfo) -> Select[int]:
    """The ids of those who are due, among those the user may see."""
    return select(Customer.id).where(*due_conditions(rule, zone), seen_by(db, user))


def due_page(db: Session, due: Select[int], rule: Rule, page: Page, zone: ZoneInfo) -> list[DueCustomer]:
    """One page of them."""
    ids = db.scalars(due.order_by(*GROUPED).limit(page.size).offset(page.offset)).all()
    rows = rows_by_ids(db, ids)
    names = owner_names(db, {row.owner_id for row in rows})
    return [DueCustomer.model_validate(_facts(row, names, rule, zone)) for row in rows]


def _facts(row: Customer, names: dict[int, str], rule: Rule, zone: ZoneInfo) -> dict[str, object]:
    known = row.group_contact > NEVER
    overdue = (clock.today(zone) - row.group_contact.astimezone(zone).date()).days - rule.days
    return {
        **row_facts(row, names),
        "company_contact_date": row.group_contact if known else None,
        "overdue_days": overdue if known else None,
        "group": row.company_key,
    }


def touched_colleagues(db: Session, row: Customer, since: datetime, limit: int) -> list[Customer]:
    """Others of the customer's company who were contacted at or after `since`, the newest first."""
    if not row.company_key:
        return []
    wanted = select(Customer).where(
        Customer.company_key == row.company_key,
        Customer.id != row.id,
        Customer.deleted_at.is_(None),
        Customer.last_contact_date >= since,
    )
    return list(db.scalars(wanted.order_by(Customer.last_contact_date.desc(), Customer.id).limit(limit)))
