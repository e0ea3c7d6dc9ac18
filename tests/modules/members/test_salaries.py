"""A salary that was not calculated is not 0, and a month in which nothing happened is."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine
from tests.modules.members.conftest import PATIENT, ZONE
from tests.modules.members.rows import new_site, put, put_services, service

from deskside.kernel.auth import Principal
from deskside.kernel.money import ZERO, Money
from deskside.modules.members.models.warehouse import ASSISTANT, SALARY
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.schemas.coaches import CoachDetail
from deskside.modules.members.service.asking import Asking
from deskside.modules.members.service.coach_page import read_coach
from deskside.modules.members.service.parts import Sources

NOVEMBER, OCTOBER = datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)


def page_of(sources: Sources, site: str) -> CoachDetail:
    lead = Principal(1, "lead", "Lead", None, frozenset({"manager"}), frozenset(), "api", 1)
    page = read_coach(Asking(sources, PATIENT, Viewer(lead, site, None), ZONE), 1)
    assert page.degraded == []
    return page


def make_coach(etl: Engine, site: str, *paid: date) -> None:
    amounts = dict.fromkeys(
        ("base_income", "bonus_income", "recharge_commission", "drinks_commission"), Money(100)
    )
    salary = {"site_id": site, "assistant_id": 1, "level": None, "gross_salary": Money(400), **amounts}
    put(
        etl,
        {
            ASSISTANT: [{"site_id": site, "assistant_id": 1, "name": "孙", "is_delete": 0}],
            SALARY: [{**salary, "salary_month": month, "effective_hours": 7} for month in paid],
        },
    )


def test_a_month_that_was_worked_in_but_not_calculated_is_not_known(
    etl: Engine, sources: Sources, warehouse: Connection
) -> None:
    site = new_site()
    make_coach(etl, site, date(2026, 10, 1))
    put_services(etl, [service(site, 1, create_time=NOVEMBER), service(site, 2, create_time=OCTOBER)])
    page = page_of(sources, site)
    figures = page.performance
    assert (figures.monthly_hours, figures.monthly_salary) == (None, None)
    assert (figures.perf_current, figures.perf_target) == (None, None)
    assert [item.amount for item in page.income.this_month] == [None] * 4
    assert [item.amount for item in page.income.last_month] == [Money(100)] * 4
    november, october = page.history_months[:2]
    assert (november.hours, november.salary, november.hours_value, november.salary_value) == (None,) * 4
    assert (november.customers, november.customer_count) == ("1人", 1)
    assert (october.hours, october.salary) == ("7.0h", "¥4")


def test_a_month_in_which_nothing_happened_is_zero(
    etl: Engine, sources: Sources, warehouse: Connection
) -> None:
    site = new_site()
    make_coach(etl, site)
    page = page_of(sources, site)
    figures = page.performance
    assert (figures.monthly_hours, figures.monthly_salary) == (Decimal(0), ZERO)
    assert figures.perf_target == 100
    assert [item.amount for item in page.income.this_month] == [ZERO] * 4
    assert len(page.history_months) == 6
    for month in page.history_months:
        assert (month.customers, month.hours, month.salary) == ("0人", "0.0h", "¥0")


def test_a_void_service_is_no_work(etl: Engine, sources: Sources, warehouse: Connection) -> None:
    site = new_site()
    make_coach(etl, site)
    put_services(etl, [service(site, 1, create_time=NOVEMBER, is_delete=1)])
    assert page_of(sources, site).performance.monthly_salary == ZERO
