"""The parts of a coach's page, from rows to what is shown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from deskside.kernel.money import ZERO, Money
from deskside.modules.members.queries import coaches as asks
from deskside.modules.members.queries import own
from deskside.modules.members.queries.customers import load_names, sum_balances
from deskside.modules.members.queries.records import list_coach_records
from deskside.modules.members.queries.rows import Salary, ServiceRecord
from deskside.modules.members.rules.days import Month
from deskside.modules.members.rules.marks import heart_emoji
from deskside.modules.members.rules.money import hours_text
from deskside.modules.members.schemas.base import NoteOut
from deskside.modules.members.schemas.coaches import (
    CoachServiceRecord,
    HistoryMonth,
    IncomeItem,
    IncomeSection,
    TopCustomer,
)

RECORDS_LIMIT = 50
SALARY_VIEW = "v_dws_assistant_salary_calc"


class Figures(NamedTuple):
    """Hours and salary of the current month, and what the coach's members have left; None: not known."""

    hours: Decimal | None
    salary: Money | None
    balance: Money | None = None


class MonthFigures(NamedTuple):
    """A month that is over, or this one so far; without hours and salary: not calculated yet."""

    customers: int
    hours: Decimal | None
    salary: Money | None


def read_figures(warehouse: Connection, site: str, coach_id: int, month: Month, zone: ZoneInfo) -> Figures:
    """Of a month that was worked in but has no salary row, hours and salary are not known."""
    found = load_salaries(warehouse, site, coach_id, [month], zone)[month]
    balance = asks.sum_customer_balance(warehouse, site, coach_id)
    return Figures(found and found.effective_hours, found and found.gross_salary, balance)


def read_income(
    warehouse: Connection, site: str, coach_id: int, months: Sequence[Month], zone: ZoneInfo
) -> IncomeSection:
    """The four kinds of income of this month and the last."""
    salaries = load_salaries(warehouse, site, coach_id, months, zone)
    this, last = (_income(salaries[month]) for month in months)
    return IncomeSection(this_month=this, last_month=last)


def load_salaries(
    warehouse: Connection, site: str, coach_id: int, months: Sequence[Month], zone: ZoneInfo
) -> dict[Month, Salary | None]:
    """The salary of each month: nothing where nobody was served, None where it is not calculated yet."""
    found = asks.load_salaries(warehouse, site, coach_id, [month.first for month in months])
    unpaid = [month for month in months if month.first not in found]
    spans = [month.span(zone) for month in unpaid]
    served = asks.count_customers(warehouse, site, coach_id, spans) if unpaid else []
    idle = {month for month, customers in zip(unpaid, served, strict=True) if customers == 0}
    return {
        month: Salary.nothing(month.first) if month in idle else found.get(month.first) for month in months
    }


def read_top_customers(warehouse: Connection, site: str, coach_id: int) -> list[TopCustomer]:
    """The closest members, then who spent most with the coach, then by id; and what they have left."""
    close = asks.load_closest(warehouse, site, coach_id)
    spent = asks.sum_spent(warehouse, site, coach_id, close)
    ranked = sorted(close, key=lambda member: (-close[member], -spent.get(member, ZERO).fen, member))
    ids = ranked[: asks.TOP]
    names = load_names(warehouse, site, ids)
    balances = sum_balances(warehouse, site, ids)
    return [
        TopCustomer(
            id=member_id,
            name=names.get(member_id),
            heart_emoji=heart_emoji(close[member_id]),
            relation_index=close[member_id],
            consume=spent.get(member_id, ZERO),
            balance=balances.get(member_id, ZERO),
        )
        for member_id in ids
    ]


def read_service_records(warehouse: Connection, site: str, coach_id: int) -> list[CoachServiceRecord]:
    """The newest services."""
    return [_record(row) for row in list_coach_records(warehouse, site, coach_id, RECORDS_LIMIT)]


def read_history(
    warehouse: Connection, site: str, coach_id: int, months: Sequence[Month], zone: ZoneInfo
) -> dict[Month, MonthFigures]:
    """What the warehouse knows of each month; nothing happened: zeros."""
    salaries = load_salaries(warehouse, site, coach_id, months, zone)
    customers = asks.count_customers(warehouse, site, coach_id, [month.span(zone) for month in months])
    return {
        month: MonthFigures(count, paid and paid.effective_hours, paid and paid.gross_salary)
        for (month, paid), count in zip(salaries.items(), customers, strict=True)
    }


def show_history(
    figures: Mapping[Month, MonthFigures] | None,
    visits: Mapping[Month, tuple[int, int]] | None,
    months: Sequence[Month],
) -> list[HistoryMonth]:
    """One row a month, the newest first, the first estimated; none when either half is missing."""
    if figures is None or visits is None:
        return []
    return [_month(month, figures[month], visits[month], estimated=month == months[0]) for month in months]


def read_coach_notes(db: Session, site: str, coach_id: int) -> list[NoteOut]:
    notes = own.list_notes(db, site, own.COACH_TARGETS, coach_id)
    return [NoteOut.model_validate(note) for note in notes]


def _income(salary: Salary | None) -> list[IncomeItem]:
    amounts = {
        "基础课时费": ("base_income", salary and salary.base_income),
        "激励课时费": ("bonus_income", salary and salary.bonus_income),
        "充值提成": ("recharge_commission", salary and salary.recharge_commission),
        "酒水提成": ("drinks_commission", salary and salary.drinks_commission),
    }
    return [
        IncomeItem(label=label, amount=amount, source=f"{SALARY_VIEW}.{column}")
        for label, (column, amount) in amounts.items()
    ]


def _month(month: Month, figures: MonthFigures, visits: tuple[int, int], *, estimated: bool) -> HistoryMonth:
    return HistoryMonth(
        month=str(month),
        estimated=estimated,
        customers=f"{figures.customers}人",
        hours=None if figures.hours is None else hours_text(figures.hours),
        salary=None if figures.salary is None else figures.salary.whole(),
        customer_count=figures.customers,
        hours_value=figures.hours,
        salary_value=figures.salary,
        callback_count=visits[0],
        recall_count=visits[1],
    )


def _record(row: ServiceRecord) -> CoachServiceRecord:
    return CoachServiceRecord(
        id=row.service_id,
        date=row.create_time,
        customer_id=row.tenant_member_id,
        customer_name=row.name,
        table=row.table_name,
        record_type=row.record_type,
        course_type=row.course_type,
        hours=row.hours,
        income=row.ledger_amount,
        is_estimate=bool(row.is_estimate),
    )
