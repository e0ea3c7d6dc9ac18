"""The document's properties that queries decide, on rows of each example's own site."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from tests.modules.members.conftest import NOON, ZONE
from tests.modules.members.rows import FEW, new_site, put, put_services, put_settlements, service, settlement

from deskside.kernel.db import Database
from deskside.kernel.money import ZERO, Money
from deskside.modules.members.models import CoachTask
from deskside.modules.members.models.warehouse import CARD, RELATION
from deskside.modules.members.queries.coaches import count_customers, sum_customer_balance
from deskside.modules.members.queries.customers import count_by_coach, find_member, read_banner
from deskside.modules.members.queries.own import list_coach_tasks, list_member_tasks
from deskside.modules.members.queries.records import (
    RecordsWanted,
    count_services,
    list_coach_records,
    list_records,
    sum_records,
)
from deskside.modules.members.rules.days import Month, month_of
from deskside.modules.members.service.coach_parts import read_top_customers
from deskside.modules.members.service.customer_parts import read_consumption, read_favourites
from deskside.modules.members.service.records_page import read_slice

pytestmark = pytest.mark.parametrize(
    "engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]
)
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
fens = st.integers(0, 10**7).map(Money)
marks = st.integers(0, 2)
hundredths = st.integers(0, 2_000).map(lambda number: Decimal(number) / 100)
# Around the turn of months and years, to the second.
edges = st.builds(
    lambda month, seconds: Month(2026, 3).back(month).span(ZONE)[0] + timedelta(seconds=seconds),
    st.integers(-3, 3),
    st.sampled_from([-86_400, -1, 0, 1, 86_400]),
)


@FEW
@given(rows=st.lists(st.tuples(fens, fens, fens, fens, st.integers(-1, 1)), max_size=8))
def test_property_1_money_split(
    etl: Engine, warehouse: Connection, rows: list[tuple[Money, Money, Money, Money, int]]
) -> None:
    site = new_site()
    for number, (table, food, base, bonus, off) in enumerate(rows):
        total = table + food + base + bonus + Money(off)
        amounts = {"ledger_amount": total, "table_charge_money": table, "goods_money": food}
        put_settlements(etl, [settlement(site, number, NOON, **amounts)])
        made = {"settlement_id": number, "create_time": NOON}
        fee, other = {"assistant_pd_money": base}, {"assistant_cx_money": bonus, "course_type": "激励课"}
        put_services(
            etl, [service(site, number * 2, **made, **fee), service(site, number * 2 + 1, **made, **other)]
        )
    shown = read_consumption(warehouse, site, 1).records
    assert [record.amount_mismatch for record in shown] == [off != 0 for *_, off in rows]
    for record, (*_, off) in zip(shown, rows, strict=True):
        fees = sum((coach.fee for coach in record.coaches), ZERO)
        assert record.total_amount == record.table_fee + record.food_amount + fees + Money(off)


@FEW
@given(rows=st.lists(st.tuples(marks, st.integers(0, 4)), max_size=30))
def test_property_2_voided_rows_are_out(
    etl: Engine, warehouse: Connection, rows: list[tuple[int, int]]
) -> None:
    site = new_site()
    put_settlements(
        etl,
        [
            settlement(site, number, NOON, is_delete=void, settle_type=kind, ledger_amount=Money(number))
            for number, (void, kind) in enumerate(rows)
        ],
    )
    put_services(
        etl,
        [service(site, number, is_delete=void, create_time=NOON) for number, (void, _) in enumerate(rows)],
    )
    kept = [number for number, (void, kind) in enumerate(rows) if void == 0 and kind in {1, 3}]
    shown = read_consumption(warehouse, site, 1)
    assert [record.id for record in shown.records] == kept
    banner = read_banner(warehouse, site, 1, EVER)
    assert banner.consumption == Money(sum(kept))
    live = [number for number, (void, _) in enumerate(rows) if void == 0]
    assert count_services(warehouse, site, 1) == len(live)
    listed = list_records(warehouse, RecordsWanted(site, 1, EVER), 0, 100)
    assert sorted(row.service_id for row in listed) == live


@FEW
@given(rows=st.lists(st.tuples(st.sampled_from(["基础课", "激励课"]), fens, fens), max_size=10))
def test_property_3_fee_split(
    etl: Engine, warehouse: Connection, rows: list[tuple[str, Money, Money]]
) -> None:
    site = new_site()
    put_settlements(etl, [settlement(site, 1, NOON)])
    put_services(
        etl,
        [
            service(
                site,
                number,
                settlement_id=1,
                create_time=NOON,
                course_type=kind,
                assistant_pd_money=base,
                assistant_cx_money=bonus,
            )
            for number, (kind, base, bonus) in enumerate(rows)
        ],
    )
    [record] = read_consumption(warehouse, site, 1).records
    assert [coach.fee for coach in record.coaches] == [
        base if kind == "基础课" else bonus for kind, base, bonus in rows
    ]


@FEW
@given(tenths=st.lists(st.integers(0, 10_000), max_size=30))
def test_property_4_favourite_order(etl: Engine, warehouse: Connection, tenths: list[int]) -> None:
    site = new_site()
    rows = [
        {"site_id": site, "member_id": 1, "assistant_id": number, "relation_index": each / 10_000}
        for number, each in enumerate(tenths)
    ]
    put(etl, {RELATION: rows})
    shown = read_favourites(warehouse, site, 1)
    expected = sorted(range(len(tenths)), key=lambda number: (-tenths[number], number))
    assert [coach.id for coach in shown] == expected
    assert [coach.emoji for coach in shown] == ["💖" if tenths[n] >= 7_000 else "💛" for n in expected]


@FEW
@given(rows=st.lists(st.tuples(edges, hundredths, st.sampled_from(["A1", "B2"]), marks), max_size=25))
def test_property_7_monthly_totals(
    etl: Engine, warehouse: Connection, rows: list[tuple[datetime, Decimal, str, int]]
) -> None:
    site = new_site()
    put_services(
        etl,
        [
            service(site, number, create_time=when, hours=hours, table_name=table, is_delete=void)
            for number, (when, hours, table, void) in enumerate(rows)
        ],
    )
    live = [row for row in rows if row[3] == 0]
    for month in [Month(2026, 3).back(number) for number in range(-4, 5)]:
        for table in ("A1", None):
            mine = [row for row in live if month_of(row[0], ZONE) == month and table in {None, row[2]}]
            found = sum_records(warehouse, RecordsWanted(site, 1, month.span(ZONE), table))
            assert (found.times, found.hours) == (len(mine), sum((row[1] for row in mine), Decimal(0)))
    spans = [Month(2026, 3).back(number).span(ZONE) for number in range(6)]
    expected = [int(any(span[0] <= row[0] < span[1] for row in live)) for span in spans]
    assert count_customers(warehouse, site, 1, spans) == expected


owners = st.tuples(st.integers(0, 1), st.integers(1, 2), st.integers(1, 2))


@FEW
@given(rows=st.lists(owners, max_size=30))
def test_property_12_isolation(
    etl: Engine, warehouse: Connection, world: Database, rows: list[tuple[int, int, int]]
) -> None:
    sites = (new_site(), new_site())
    put_services(
        etl,
        [
            service(sites[s], number, tenant_member_id=member, assistant_id=coach, create_time=NOON)
            for number, (s, member, coach) in enumerate(rows)
        ],
    )
    with world.writing() as db:
        for number, (s, member, coach) in enumerate(rows):
            task = {"task_type": str(number), "status": "active", "created_at": NOON}
            db.add(CoachTask(site_id=sites[s], member_id=member, assistant_id=coach, **task))
    for s, site in enumerate(sites):
        for who in (1, 2):
            of_member = {n for n, row in enumerate(rows) if row[:2] == (s, who)}
            of_coach = {n for n, row in enumerate(rows) if (row[0], row[2]) == (s, who)}
            listed = list_records(warehouse, RecordsWanted(site, who, EVER), 0, 100)
            assert {row.service_id for row in listed} == of_member
            assert count_services(warehouse, site, who) == len(of_member)
            assert {row.service_id for row in list_coach_records(warehouse, site, who, 100)} == of_coach
            counted = count_by_coach(warehouse, site, who, EVER)
            assert sum(each.times for each in counted.values()) == len(of_member)
            tasks = world.read(list_member_tasks, site, who)
            assert {int(task.task_type) for task in tasks} == of_member
            assert {int(t.task_type) for t in world.read(list_coach_tasks, site, who)} == of_coach


@FEW
@given(total=st.integers(0, 25), size=st.integers(1, 12))
def test_property_13_paging_and_has_more(etl: Engine, warehouse: Connection, total: int, size: int) -> None:
    site = new_site()
    # Three services share each moment: the order holds even so.
    put_services(
        etl,
        [service(site, n, create_time=NOON - timedelta(minutes=n // 3)) for n in range(total)],
    )
    wanted, seen = RecordsWanted(site, 1, EVER), []
    for page in range(1, total // size + 3):
        found = read_slice(warehouse, wanted, page, size)
        assert len(found.rows) <= size
        assert found.has_more == (total > page * size)
        seen += [row.service_id for row in found.rows]
    assert seen == sorted(range(total), key=lambda n: (n // 3, -n))


@FEW
@given(cards=st.lists(st.tuples(st.integers(1, 3), fens, marks), max_size=12), twice=st.booleans())
def test_every_member_s_balance_counts_once(
    etl: Engine, warehouse: Connection, cards: list[tuple[int, Money, int]], *, twice: bool
) -> None:
    site = new_site()
    relation = {"site_id": site, "assistant_id": 1, "relation_index": 0.5}
    related = [{**relation, "member_id": member} for member in (1, 2)] * (1 + twice)
    held = [
        {"site_id": site, "member_id": member, "card_id": number, "balance": balance, "is_delete": void}
        for number, (member, balance, void) in enumerate(cards)
    ]
    put(etl, {RELATION: related, CARD: held})
    expected = sum((balance for member, balance, void in cards if member in {1, 2} and not void), ZERO)
    assert sum_customer_balance(warehouse, site, 1) == expected
    assert [member.id for member in read_top_customers(warehouse, site, 1)] == [1, 2]


@pytest.mark.parametrize("month", range(1, 13))
def test_property_14_idempotence(lead: TestClient, month: int) -> None:
    path = f"/api/xcx/customers/7001/records?year=2026&month={month}"
    first, second = lead.get(path), lead.get(path)
    assert first.content == second.content
    for path in ("/api/xcx/customers/7001", "/api/xcx/coaches/501"):
        assert lead.get(path).content == lead.get(path).content


def test_nobody_is_found_in_an_empty_site(warehouse: Connection) -> None:
    assert find_member(warehouse, new_site(), 7001) is None
    assert read_banner(warehouse, new_site(), 7001, EVER) == (ZERO, ZERO, None)
