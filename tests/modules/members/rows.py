"""Rows for a site of a test's own."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, Table

from deskside.kernel.money import ZERO, Money
from deskside.modules.members.models.warehouse import SERVICE, SETTLEMENT
from deskside.modules.members.service.contract import insert_rows

Row = dict[str, object]
_sites = count(1)
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""For properties that write rows."""


def new_site() -> str:
    """A site that nobody else has."""
    return f"site {next(_sites)}"


def service(site: str, number: int, **change: object) -> Row:
    """A service of member 1 by coach 1."""
    row: Row = {
        "site_id": site,
        "service_id": number,
        "settlement_id": None,
        "assistant_id": 1,
        "tenant_member_id": 1,
        "course_type": "基础课",
        "hours": Decimal("1.5"),
        "ledger_amount": Money(100),
        "assistant_pd_money": Money(100),
        "assistant_cx_money": ZERO,
        "table_name": "A1",
        "record_type": "course",
        "is_estimate": 0,
        "is_delete": 0,
    }
    return row | change


def settlement(site: str, number: int, when: datetime, **change: object) -> Row:
    """A settlement of member 1 that counts."""
    row: Row = {
        "site_id": site,
        "settlement_id": number,
        "member_id": 1,
        "settle_type": 1,
        "ledger_amount": ZERO,
        "table_charge_money": ZERO,
        "goods_money": ZERO,
        "assistant_pd_money": ZERO,
        "assistant_cx_money": ZERO,
        "table_name": "A1",
        "create_time": when - timedelta(minutes=number),
        "is_delete": 0,
    }
    return row | change


def put(etl: Engine, rows: dict[Table, list[Row]]) -> None:
    with etl.begin() as connection:
        insert_rows(connection, rows)


def put_services(etl: Engine, rows: list[Row]) -> None:
    put(etl, {SERVICE: rows})


def put_settlements(etl: Engine, rows: list[Row]) -> None:
    put(etl, {SETTLEMENT: rows})
