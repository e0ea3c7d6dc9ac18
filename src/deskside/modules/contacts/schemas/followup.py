"""The follow-up list."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from deskside.kernel.wire import Input, Output
from deskside.modules.contacts.schemas.customers import CustomerRow, Snooze
from deskside.modules.contacts.settings import Operator

Condition = Literal["deleted", "importance", "valid", "contact", "company", "snooze"]


class RuleOut(Output):
    """The rule in use; `version` is that of the saved settings."""

    importance: int
    operator: Operator
    days: int
    version: int


class RuleIn(Input):
    version: Annotated[int, Field(ge=0)]
    importance: Annotated[int, Field(ge=0, le=5)]
    operator: Operator
    days: Annotated[int, Field(ge=1, le=3650)]


class DueCustomer(CustomerRow):
    """A customer that is due. `company_contact_date` is the newest contact with anybody there.

    `overdue_days` are the days beyond the rule's; null: nobody there was ever contacted. `group` is equal
    for those of one company, and empty for who has none.
    """

    company_contact_date: datetime | None
    overdue_days: int | None
    group: str


class FollowupOut(Output):
    """One page, grouped by company, the most overdue first."""

    items: list[DueCustomer]
    total: int
    approximate: bool
    rule: RuleOut


class Colleague(Output):
    """Whose contact keeps a company off the list; nameless where the caller may not see them."""

    id: int | None
    name: str | None
    last_contact_date: datetime
    last_contact_source: str | None


class Reason(Output):
    """One condition: whether it holds, and what was compared, in words."""

    condition: Condition
    holds: bool
    zh: str
    en: str


class WhyOut(Output):
    """Why a customer is, or is not, on the list.

    `due_on` is the day from which contact no longer keeps them off; null when they were never contacted.
    """

    customer_id: int
    due: bool
    reasons: list[Reason]
    colleagues: list[Colleague]
    snooze: Snooze | None
    due_on: date | None
