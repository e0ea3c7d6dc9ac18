"""What the console asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.modules.calls.conftest import TODAY, YESTERDAY, ZONE, Clock, calls_of

from deskside.demo.calls_vendor import Vendor
from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.modules.calls.demo import DAYS, NEVER_SYNCED, demo_calls, fill
from deskside.modules.calls.messages import SyncRecords, SyncTasks
from deskside.platform.jobs import Message, Runner
from deskside.platform.runs import Run

Go = Callable[[Message], Run]


@pytest.fixture
def demo(world: Database, time: Clock) -> Database:
    """Sixty days of demo data."""
    world.write(fill, Site())
    return world


def get(client: TestClient, path: str, **params: object) -> Any:
    answer = client.get(f"/api/calls/{path}", params={k: str(v) for k, v in params.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_day_that_was_never_synced_is_no_zero(lead: TestClient, demo: Database) -> None:
    day = TODAY - timedelta(days=NEVER_SYNCED)
    found = get(lead, "days", **{"from": day, "to": day})
    assert (found["items"][0]["records"], found["items"][0]["tasks"]) == (None, None)
    assert found["totals"]["missing"] == 1


def test_demo_days_have_known_totals_on_both_tracks(lead: TestClient, demo: Database) -> None:
    calls = demo_calls(YESTERDAY, ZONE)
    success = sum(call.grade in {"9", "9元", "1元"} for call in calls)
    day = get(lead, "days", **{"from": YESTERDAY, "to": YESTERDAY})["items"][0]
    assert day["records"]["total_records"] == day["tasks"]["callout_number"] == len(calls)
    assert day["records"]["total_success"] == day["tasks"]["success_number"] == success
    assert (day["differ"], day["working"]) == (None, True)
    assert day["records"]["source"]["calculated_at"] == "2026-11-22T12:00:00+08:00"
    assert len(get(lead, "days", **{"from": TODAY - timedelta(days=DAYS), "to": TODAY})["items"]) == DAYS + 1


def test_the_cards_show_today_yesterday_and_the_month(
    lead: TestClient, demo: Database, vendor: Vendor
) -> None:
    cards = get(lead, "summary")
    assert (cards["configured"], cards["today"]["date"], cards["today"]["records"]) == (
        True,
        "2026-11-22",
        None,
    )
    assert cards["yesterday"]["date"] == "2026-11-21"
    assert (cards["month"]["days"], cards["month"]["missing"]) == (22, 1)


def test_days_show_the_run_that_reads_them(lead: TestClient, vendor: Vendor) -> None:
    asked = lead.post("/api/calls/refresh", json={"from": "2026-11-20", "to": "2026-11-21"})
    assert (asked.status_code, asked.json()["total"]) == (202, 4)
    days = get(lead, "days", **{"from": "2026-11-20", "to": "2026-11-22"})["items"]
    assert [[run["track"] for run in day["runs"]] for day in days] == [[], *[["records", "tasks"]] * 2]
    assert asked.json()["items"][0]["run_id"] == days[1]["runs"][0]["run_id"]


def test_a_warm_up_asks_for_missing_days_alone(lead: TestClient, demo: Database, vendor: Vendor) -> None:
    span = {"from": str(TODAY - timedelta(days=50)), "to": str(YESTERDAY)}
    plan = get(lead, "warm-up", **span)
    assert (plan["days"], plan["missing"], plan["pages"]) == (50, ["2026-10-08"], 1)
    asked = lead.post("/api/calls/refresh", json={**span, "only_missing": True}).json()
    assert {item["date"] for item in asked["items"]} == {"2026-10-08"}


def test_agents_are_ranked_by_rate_with_a_minimum(lead: TestClient, demo: Database) -> None:
    week = {"from": TODAY - timedelta(days=7), "to": YESTERDAY}
    found = get(lead, "agents", **week)
    rates = [row["rate"] for row in found["items"]]
    assert rates == sorted(rates, reverse=True)
    assert [row["rank"] for row in found["items"]] == list(range(1, 13))
    assert (found["items"][0]["name"], "成功数 ÷ 接通数" in found["formula"]) != ("", False)
    assert {row["rank"] for row in get(lead, "agents", **week, minimum=100_000)["items"]} == {None}
    calls = [call for n in range(1, 8) for call in demo_calls(TODAY - timedelta(days=n), ZONE)]
    best = found["items"][0]
    mine = [call for call in calls if call.agent_id == best["ref"]]
    assert (best["records"], best["called"]) == (len(mine), sum(call.answered for call in mine))


def test_hours_by_weekday_add_up_to_the_records(lead: TestClient, demo: Database) -> None:
    week = {"from": TODAY - timedelta(days=7), "to": YESTERDAY}
    cells = get(lead, "hours", **week)["items"]
    assert sum(cell["records"] for cell in cells) == get(lead, "days", **week)["totals"]["total_records"]
    assert {cell["weekday"] for cell in cells} == set(range(1, 8))


def test_the_trend_compares_with_the_span_before(lead: TestClient, demo: Database) -> None:
    found = get(lead, "trend", **{"from": TODAY - timedelta(days=7), "to": YESTERDAY})
    assert (len(found["items"]), len(found["before"])) == (7, 7)
    assert found["success"] == sum(point["success"] for point in found["items"]) > 0
    assert found["change"] == round((found["success"] - found["success_before"]) / found["success_before"], 4)


def test_records_are_masked_and_paged_to_the_end(lead: TestClient, demo: Database) -> None:
    seen, cursor = [], None
    span = {"from": str(YESTERDAY), "to": str(YESTERDAY), "limit": "100"}
    while True:
        found = get(lead, "records", **span, **({"cursor": cursor} if cursor else {}))
        seen += found["items"]
        cursor = found["next"]
        if cursor is None:
            break
    calls = demo_calls(YESTERDAY, ZONE)
    assert (len(seen), found["total"]) == (len(calls), len(calls))
    assert {row["record_id"] for row in seen} == {call.record_id for call in calls}
    assert all("****" in row["phone"] for row in seen)
    assert [row["called_at"] for row in seen] == sorted((row["called_at"] for row in seen), reverse=True)


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        ({"agent": "8001"}, lambda call: call.agent_id == "8001"),
        ({"task": "301"}, lambda call: call.task_id == "301"),
        ({"grade": "9"}, lambda call: call.grade in {"9", "9元"}),
        ({"grade": "-", "answered": "true"}, lambda call: call.answered and call.grade in {"未接受", "19元"}),
        ({"hour": "10", "weekday": "6"}, lambda call: (call.called_at + 28800) % 86400 // 3600 == 10),
    ],
)
def test_records_can_be_looked_for(
    lead: TestClient, demo: Database, params: dict[str, str], fits: Callable[[Any], bool]
) -> None:
    found = get(lead, "records", **{"from": YESTERDAY, "to": YESTERDAY}, **params)
    assert found["total"] == sum(fits(call) for call in demo_calls(YESTERDAY, ZONE)) > 0


@pytest.mark.parametrize("cursor", ["x", "MjAyNg==", "ÿ", "MjAyNi0xMS0yMHx4fHk=", "a" * 299])
def test_a_cursor_of_others_is_422(lead: TestClient, vendor: Vendor, cursor: str) -> None:
    assert lead.get("/api/calls/records", params={"cursor": cursor}).status_code == 422


def test_an_edit_of_the_grades_counts_for_every_day(lead: TestClient, demo: Database, runner: Runner) -> None:
    before = get(lead, "grades")
    assert (before["version"], [one["label"] for one in before["grades"]]) == (0, ["9元", "1元"])
    old = get(lead, "days", **{"from": YESTERDAY, "to": YESTERDAY})["items"][0]["records"]
    grades = [{**before["grades"][0], "label": "九元单"}]
    saved = lead.put("/api/calls/grades", json={"version": 0, "grades": grades})
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    stale = lead.put("/api/calls/grades", json={"version": 0, "grades": grades})
    assert stale.status_code == 409
    assert [one["label"] for one in stale.json()["current"]["grades"]] == ["九元单"]
    runner.run_due()
    new = get(lead, "days", **{"from": YESTERDAY, "to": YESTERDAY})["items"][0]["records"]
    assert [(one["label"], one["count"]) for one in new["grades"]] == [("九元单", old["grades"][0]["count"])]
    assert new["total_success"] == old["grades"][0]["count"] < old["total_success"]


def test_a_reader_changes_nothing(li: TestClient, vendor: Vendor) -> None:
    assert li.put("/api/calls/grades", json={"version": 0, "grades": []}).status_code == 403
    assert li.put("/api/calls/rules", json={"version": 0, "values": {}}).status_code == 403
    assert li.post("/api/calls/refresh", json={"from": "2026-11-20", "to": "2026-11-20"}).status_code == 403


def test_rules_are_saved_by_a_manager_and_checked(lead: TestClient, world: Database) -> None:
    rules = get(lead, "rules")
    assert rules["values"]["records_days"] == 30
    wrong = lead.put("/api/calls/rules", json={"version": 0, "values": {"holidays": "tomorrow"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["holidays"])
    saved = lead.put("/api/calls/rules", json={"version": 0, "values": {"records_days": 7}})
    assert (saved.status_code, saved.json()["values"]["records_days"]) == (200, 7)
    assert lead.put("/api/calls/rules", json={"version": 0, "values": {}}).status_code == 409


@pytest.mark.parametrize("span", [("2026-11-22", "2026-11-20"), ("2020-01-01", "2026-11-20")])
def test_a_span_upside_down_or_too_long_is_422(
    lead: TestClient, vendor: Vendor, span: tuple[str, str]
) -> None:
    params = {"from": span[0], "to": span[1]}
    assert lead.get("/api/calls/days", params=params).status_code == 422
    assert lead.post("/api/calls/refresh", json=params).status_code == 422


def test_the_change_of_a_reading_shows_on_its_day(lead: TestClient, vendor: Vendor, run: Go) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 10, grade="9"))
    run(SyncRecords(day=YESTERDAY))
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 12, grade="9"))
    run(SyncRecords(day=YESTERDAY, sync_type="t3"))
    run(SyncTasks(day=YESTERDAY))
    day = get(lead, "days", **{"from": YESTERDAY, "to": YESTERDAY})["items"][0]
    assert (day["records"]["added_success"], day["records"]["source"]["sync_type"]) == (2, "t3")
    # The fake counts 9元, 9 and 1元 as the task track does, so both agree.
    assert day["differ"] is None
