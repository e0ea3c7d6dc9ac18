"""The demo club's rows, and the same figures calculated from them in plain Python."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.modules.members.conftest import TODAY, ZONE

from deskside.kernel.money import Money
from deskside.modules.members.demo import warehouse_rows

Row = dict[str, Any]


def _plain(value: object) -> object:
    return value.to_yuan() if isinstance(value, Money) else value


ROWS: dict[str, list[Row]] = {
    view.name: [{name: _plain(value) for name, value in row.items()} for row in rows]
    for view, rows in warehouse_rows(TODAY, ZONE).items()
}
MEMBERS = {row["member_id"]: row for row in ROWS["v_dim_member"]}
COACHES = {row["assistant_id"]: row for row in ROWS["v_dim_assistant"]}
CARDS = [row for row in ROWS["v_dim_member_card_account"] if row["is_delete"] == 0]
SERVICES = [row for row in ROWS["v_dwd_assistant_service"] if row["is_delete"] == 0]
SETTLEMENTS = [
    row for row in ROWS["v_dwd_settlement"] if row["is_delete"] == 0 and row["settle_type"] in {1, 3}
]
RECHARGES = [row for row in ROWS["v_dwd_recharge"] if row["is_delete"] == 0]
RELATIONS = ROWS["v_dws_member_assistant_relation_index"]
SALARIES = {(row["assistant_id"], row["salary_month"]): row for row in ROWS["v_dws_assistant_salary_calc"]}


def day_of(row: Row) -> date:
    """The date on a wall in Shanghai, which is eight hours ahead of UTC all year."""
    moment: datetime = row["create_time"]
    offset = moment.utcoffset()
    assert offset is not None
    return (moment.replace(tzinfo=None) - offset + timedelta(hours=8)).date()


def total(rows: list[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), Decimal(0))


def newest(rows: list[Row], key: str) -> list[Row]:
    return sorted(rows, key=lambda row: (row["create_time"], row[key]), reverse=True)


def balance(member_id: int) -> Decimal:
    return total([card for card in CARDS if card["member_id"] == member_id], "balance")


def recent(rows: list[Row]) -> list[Row]:
    """Those of the 60 dates that end today."""
    return [row for row in rows if 0 <= (TODAY - day_of(row)).days < 60]
