"""What comes out of the warehouse, typed."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from deskside.kernel.money import ZERO, Money


class MemberRow(NamedTuple):
    name: str | None
    phone: str | None
    avatar: str | None
    level: str | None


class FoundMember(NamedTuple):
    member_id: int
    name: str | None
    phone: str | None
    level: str | None
    register_date: date | None


class FoundCoach(NamedTuple):
    assistant_id: int
    name: str | None
    level: str | None
    skills: str | None
    hire_date: date | None


class Settlement(NamedTuple):
    settlement_id: int
    ledger_amount: Money
    table_charge_money: Money
    goods_money: Money
    table_name: str | None
    create_time: datetime


class ServiceOfSettlement(NamedTuple):
    """A coach's service; `name` and `level` are the coach's."""

    settlement_id: int
    assistant_id: int
    course_type: str | None
    hours: Decimal
    assistant_pd_money: Money
    assistant_cx_money: Money
    name: str | None
    level: str | None


class Favourite(NamedTuple):
    """A coach whom a member is related to; without a name the coach is unknown or removed."""

    assistant_id: int
    name: str | None
    avatar: str | None
    level: str | None
    relation_index: float


class ServiceTotals(NamedTuple):
    times: int
    hours: Decimal


class CourseTotals(NamedTuple):
    assistant_id: int
    course_type: str | None
    times: int
    hours: Decimal


class ServiceRecord(NamedTuple):
    """A service with the other side's name: the coach's on a member's page, the member's on a coach's."""

    service_id: int
    assistant_id: int
    tenant_member_id: int
    course_type: str | None
    hours: Decimal
    ledger_amount: Money
    table_name: str | None
    record_type: str
    is_estimate: int
    create_time: datetime
    name: str | None


class CoachRow(NamedTuple):
    name: str | None
    avatar: str | None
    level: str | None
    skills: str | None
    hire_date: date | None


class Salary(NamedTuple):
    salary_month: date
    level: str | None
    effective_hours: Decimal
    gross_salary: Money
    base_income: Money
    bonus_income: Money
    recharge_commission: Money
    drinks_commission: Money

    @classmethod
    def nothing(cls, month: date) -> "Salary":
        """Of a month in which nobody was served."""
        return cls(month, None, Decimal(0), ZERO, ZERO, ZERO, ZERO, ZERO)
