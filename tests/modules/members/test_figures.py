"""Every figure of the demo club equals what plain Python makes of the raw rows."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.modules.members import raw
from tests.modules.members.conftest import TODAY, ZONE

from deskside.kernel.db import Database
from deskside.modules.members.models import CoachTask

MONTHS = [date(2026, 11, 1), *(date(2026, number, 1) for number in (10, 9, 8, 7, 6))]


def ask(client: TestClient, path: str) -> Any:
    """The answer, its numbers exact; no number is written with an exponent."""
    answer = client.get(f"/api/xcx{path}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=_exact, parse_int=Decimal)


def _exact(text: str) -> Decimal:
    assert "e" not in text.lower()
    assert len(text.partition(".")[2]) <= 2
    return Decimal(text)


def test_every_customer_s_figures(lead: TestClient) -> None:
    for member_id, member in raw.MEMBERS.items():
        page = ask(lead, f"/customers/{member_id}")
        settled = [row for row in raw.SETTLEMENTS if row["member_id"] == member_id]
        served = [row for row in raw.SERVICES if row["tenant_member_id"] == member_id]
        assert [part["name"] for part in page["degraded"]] == (["aiInsight"] if member_id == 7013 else [])
        assert (page["name"], page["phoneFull"]) == (member["name"], None)
        assert page["phone"] == f"139****{member_id}"
        assert page["balance"] == raw.balance(member_id)
        assert page["consumption60d"] == raw.total(raw.recent(settled), "ledger_amount")
        last = max(raw.day_of(row) for row in settled + served)
        assert page["daysSinceVisit"] == (TODAY - last).days


def test_every_settlement_and_its_split(lead: TestClient) -> None:
    mismatches = 0
    for member_id in raw.MEMBERS:
        page = ask(lead, f"/customers/{member_id}")
        mine = raw.newest([r for r in raw.SETTLEMENTS if r["member_id"] == member_id], "settlement_id")
        assert page["hasMoreConsumption"] == (len(mine) > 50)
        assert [record["id"] for record in page["consumptionRecords"]] == [
            r["settlement_id"] for r in mine[:50]
        ]
        for record, row in zip(page["consumptionRecords"], mine, strict=False):
            coaches = [s for s in raw.SERVICES if s["settlement_id"] == row["settlement_id"]]
            fees = [
                s["assistant_pd_money"] if s["course_type"] == "基础课" else s["assistant_cx_money"]
                for s in coaches
            ]
            assert [coach["fee"] for coach in record["coaches"]] == fees
            names = [raw.COACHES[s["assistant_id"]]["name"] for s in coaches]
            assert [coach["name"] for coach in record["coaches"]] == names
            parts = row["table_charge_money"] + row["goods_money"] + sum(fees)
            assert (record["tableFee"], record["foodAmount"]) == (
                row["table_charge_money"],
                row["goods_money"],
            )
            assert record["totalAmount"] == row["ledger_amount"]
            assert record["amountMismatch"] == (record["totalAmount"] != parts)
            mismatches += record["amountMismatch"]
    assert mismatches > 10


def test_every_favourite_coach(lead: TestClient) -> None:
    for member_id in raw.MEMBERS:
        page = ask(lead, f"/customers/{member_id}")
        known = sorted(
            (r for r in raw.RELATIONS if r["member_id"] == member_id),
            key=lambda r: (-r["relation_index"], r["assistant_id"]),
        )
        assert [f["id"] for f in page["favoriteCoaches"]] == [r["assistant_id"] for r in known]
        for shown, row in zip(page["favoriteCoaches"], known, strict=True):
            together = [
                s
                for s in raw.SERVICES
                if (s["tenant_member_id"], s["assistant_id"]) == (member_id, row["assistant_id"])
            ]
            base = [s for s in together if s["course_type"] == "基础课"]
            bonus = [s for s in together if s["course_type"] == "激励课"]
            paid = [
                r
                for r in raw.RECHARGES
                if (r["member_id"], r["assistant_id"]) == (member_id, row["assistant_id"])
            ]
            assert [stat["value"] for stat in shown["stats"]] == [
                raw.total(base, "hours"),
                raw.total(bonus, "hours"),
                len(together),
                raw.total(paid, "amount"),
            ]
            assert shown["emoji"] == ("💖" if row["relation_index"] >= 0.7 else "💛")


def test_every_task_of_a_customer(lead: TestClient, world: Database) -> None:
    with world.reading() as db:
        tasks = db.query(CoachTask).all()
    for member_id in raw.MEMBERS:
        page = ask(lead, f"/customers/{member_id}")
        mine = sorted(
            (t for t in tasks if t.member_id == member_id), key=lambda t: t.created_at, reverse=True
        )
        assert [shown["taskId"] for shown in page["coachTasks"]] == [t.id for t in mine]
        for shown, task in zip(page["coachTasks"], mine, strict=True):
            lately = raw.recent(
                [
                    s
                    for s in raw.SERVICES
                    if (s["tenant_member_id"], s["assistant_id"]) == (member_id, task.assistant_id)
                ]
            )
            hours = raw.total(lately, "hours")
            mean = (hours / len(lately)).quantize(Decimal("0.1"), ROUND_HALF_UP) if lately else 0
            assert [metric["value"] for metric in shown["metrics"]] == [len(lately), hours, mean]
            assert shown["coachName"] == raw.COACHES[task.assistant_id]["name"]


@pytest.mark.parametrize("table", [None, "A1", "VIP 8", "no such table"])
def test_the_records_of_every_month(lead: TestClient, table: str | None) -> None:
    for member_id in list(raw.MEMBERS)[::7]:
        mine = [row for row in raw.SERVICES if row["tenant_member_id"] == member_id]
        for month in [*MONTHS, date(2025, 2, 1)]:
            where = f"year={month.year}&month={month.month}" + (f"&table={table}" if table else "")
            page = ask(lead, f"/customers/{member_id}/records?{where}&page_size=100")
            listed = raw.newest(
                [
                    row
                    for row in mine
                    if raw.day_of(row).replace(day=1) == month and table in {None, row["table_name"]}
                ],
                "service_id",
            )
            assert page["monthCount"] == len(listed)
            assert page["monthHours"] == raw.total(listed, "hours")
            assert page["totalServiceCount"] == len(mine)
            assert [r["id"] for r in page["records"]] == [row["service_id"] for row in listed]
            assert [r["income"] for r in page["records"]] == [row["ledger_amount"] for row in listed]


def test_every_coach_s_figures(lead: TestClient, world: Database) -> None:
    with world.reading() as db:
        tasks = db.query(CoachTask).all()
    for coach_id in raw.COACHES:
        page = ask(lead, f"/coaches/{coach_id}")
        assert page["degraded"] == []
        now, last = (raw.SALARIES[coach_id, month] for month in MONTHS[:2])
        mine = {r["member_id"] for r in raw.RELATIONS if r["assistant_id"] == coach_id}
        done = [t for t in tasks if t.assistant_id == coach_id and t.status == "completed"]
        figures = page["performance"]
        assert figures["monthlyHours"] == figures["perfCurrent"] == now["effective_hours"]
        assert figures["monthlySalary"] == now["gross_salary"]
        assert figures["customerBalance"] == sum(raw.balance(member) for member in mine)
        nodes = [node for node in (0, 100, 130, 160, 190, 220) if node > now["effective_hours"]]
        assert figures["perfTarget"] == (nodes or [220])[0]
        assert figures["tasksCompleted"] == len([t for t in done if _month(t) == MONTHS[0]])
        columns = ("base_income", "bonus_income", "recharge_commission", "drinks_commission")
        assert [item["amount"] for item in page["income"]["thisMonth"]] == [now[c] for c in columns]
        assert [item["amount"] for item in page["income"]["lastMonth"]] == [last[c] for c in columns]


def _month(task: CoachTask) -> date:
    assert task.completed_at is not None
    return task.completed_at.astimezone(ZONE).date().replace(day=1)


def test_every_coach_s_customers_and_services(lead: TestClient) -> None:
    for coach_id in raw.COACHES:
        page = ask(lead, f"/coaches/{coach_id}")
        served = [row for row in raw.SERVICES if row["assistant_id"] == coach_id]
        spent = {
            r["member_id"]: raw.total(
                [s for s in served if s["tenant_member_id"] == r["member_id"]], "ledger_amount"
            )
            for r in raw.RELATIONS
            if r["assistant_id"] == coach_id
        }
        close = {r["member_id"]: r["relation_index"] for r in raw.RELATIONS if r["assistant_id"] == coach_id}
        ranked = sorted(close, key=lambda member: (-close[member], -spent[member], member))[:20]
        assert [c["id"] for c in page["topCustomers"]] == ranked
        assert [c["consume"] for c in page["topCustomers"]] == [spent[member] for member in ranked]
        assert [c["balance"] for c in page["topCustomers"]] == [raw.balance(member) for member in ranked]
        assert [r["id"] for r in page["serviceRecords"]] == [
            row["service_id"] for row in raw.newest(served, "service_id")[:50]
        ]


def test_every_coach_s_history(lead: TestClient, world: Database) -> None:
    with world.reading() as db:
        tasks = db.query(CoachTask).all()
    for coach_id in raw.COACHES:
        history = ask(lead, f"/coaches/{coach_id}")["historyMonths"]
        done = [t for t in tasks if t.assistant_id == coach_id and t.status == "completed"]
        assert [row["month"] for row in history] == [f"{month:%Y-%m}" for month in MONTHS]
        assert [row["estimated"] for row in history] == [True, False, False, False, False, False]
        for row, month in zip(history, MONTHS, strict=True):
            salary = raw.SALARIES[coach_id, month]
            served = {
                s["tenant_member_id"]
                for s in raw.SERVICES
                if s["assistant_id"] == coach_id and raw.day_of(s).replace(day=1) == month
            }
            whole = int(salary["gross_salary"].quantize(Decimal(1), ROUND_HALF_UP))
            tenths = salary["effective_hours"].quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert (row["customers"], row["customerCount"]) == (f"{len(served)}人", len(served))
            assert (row["hours"], row["hoursValue"]) == (f"{tenths}h", salary["effective_hours"])
            assert (row["salary"], row["salaryValue"]) == (f"¥{whole:,}", salary["gross_salary"])
            kinds = [t.task_type for t in done if _month(t) == month]
            assert row["callbackCount"] == kinds.count("follow_up_visit")
            recalls = kinds.count("high_priority_recall") + kinds.count("priority_recall")
            assert row["recallCount"] == recalls
