"""Plans through the API."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.modules.assist.models import UnknownPlan
from deskside.platform.audit import AuditEntry
from deskside.platform.versions.watcher import read_versions

PLANS = "/api/assist/plans"
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
BODY = {
    "plan_id": 8801,
    "name": "BB 24 Months",
    "business": "bb",
    "contract": "24个月",
    "fee": "$29.99/月",
    "discount": "首月免费",
    "note": "含路由器\n以CRM为准",
}


def test_a_plan_is_created_read_and_found(lead: TestClient) -> None:
    made = lead.post(PLANS, json=BODY)
    assert made.status_code == 201
    wanted = BODY | {"business": "BB", "version": 1, "last_modified": "2026-11-22T04:00:00Z"}
    assert made.json() == wanted
    assert lead.get(f"{PLANS}/8801").json() == wanted
    assert lead.get(PLANS).json() == {"items": [wanted], "total": 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "8801"}, [8801]),
        ({"q": "88"}, []),
        ({"q": "months"}, [8801, 8802]),
        ({"q": "100%"}, [8803]),
        ({"q": "_"}, []),
        ({"q": "\\"}, []),
        ({"q": "9" * 30}, []),
        ({"business": "Prime"}, [8802]),
        ({"business": "BB", "q": "months"}, [8801]),
        ({"page": 2, "page_size": 2}, [8803]),
        ({}, [8801, 8802, 8803]),
    ],
)
def test_plans_are_searched_by_id_name_and_business(
    lead: TestClient, query: dict[str, str | int], found: list[int]
) -> None:
    for plan_id, name, business in (
        (8801, "BB 24 Months", "BB"),
        (8802, "Months", "Prime"),
        (8803, "100%", "CP"),
    ):
        made = lead.post(PLANS, json={"plan_id": plan_id, "name": name, "business": business})
        assert made.status_code == 201
    answer = lead.get(PLANS, params=query)
    assert answer.status_code == 200
    assert [one["plan_id"] for one in answer.json()["items"]] == found


def test_a_second_plan_of_the_same_id_is_a_conflict(lead: TestClient) -> None:
    assert lead.post(PLANS, json=BODY).status_code == 201
    again = lead.post(PLANS, json=BODY | {"name": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "exists")
    assert lead.get(f"{PLANS}/8801").json()["name"] == BODY["name"]


def test_only_what_is_sent_changes(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    changed = lead.patch(f"{PLANS}/8801", json={"version": 1, "fee": None, "business": "PRIME"})
    assert changed.status_code == 200
    assert changed.json() == BODY | {
        "fee": None,
        "business": "Prime",
        "version": 2,
        "last_modified": "2026-11-22T04:00:00Z",
    }


def test_a_stale_edit_is_told_the_truth(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    current = lead.patch(f"{PLANS}/8801", json={"version": 1, "fee": "A"}).json()
    refused = lead.patch(f"{PLANS}/8801", json={"version": 1, "fee": "B"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "stale"
    assert refused.json()["current"] == current
    assert lead.get(f"{PLANS}/8801").json() == current


def test_edits_are_audited_and_seen_by_every_process(lead: TestClient, world: Database) -> None:
    lead.post(PLANS, json=BODY)
    lead.patch(f"{PLANS}/8801", json={"version": 1, "fee": "A"})
    assert world.read(read_versions)["plans"] == 2
    with world.reading() as db:
        entries = db.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [one.action for one in entries] == ["assist.plan.create", "assist.plan.update"]
    assert entries[1].actor_id == 1
    assert [one and one["fee"] for one in (entries[1].old, entries[1].new)] == [BODY["fee"], "A"]  # type: ignore[index]  # JSON


def test_plans_that_panels_miss_are_counted_until_they_are_created(
    lead: TestClient, li: TestClient, world: Database
) -> None:
    for _ in range(3):
        missing = li.get(f"{PLANS}/9999")
        assert (missing.status_code, missing.json()["code"]) == (404, "plan_unknown")
    with world.reading() as db:
        assert db.execute(select(UnknownPlan.plan_id, UnknownPlan.visits)).all() == [(9999, 3)]
    assert lead.post(PLANS, json=BODY | {"plan_id": 9999}).status_code == 201
    with world.reading() as db:
        assert db.scalars(select(UnknownPlan)).all() == []


@on_sqlite
@pytest.mark.parametrize(
    ("change", "status", "part"),
    [
        ({"business": "XX"}, 400, "known: AHC, BB, CP, MCN, Prime"),
        ({"name": ""}, 422, "name"),
        ({"name": "n" * 256}, 422, "name"),
        ({"contract": "c" * 65}, 422, "contract"),
        ({"plan_id": 0}, 422, "plan_id"),
        ({"plan_id": 2**31}, 422, "plan_id"),
        ({"version": 7}, 422, "version"),
    ],
)
def test_a_bad_plan_is_refused_with_the_reason(
    lead: TestClient, change: dict[str, str | int], status: int, part: str
) -> None:
    answer = lead.post(PLANS, json=BODY | change)
    assert answer.status_code == status
    assert part in answer.json()["detail"]


@on_sqlite
def test_a_patch_may_not_empty_what_a_plan_needs(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    answer = lead.patch(f"{PLANS}/8801", json={"version": 1, "name": None})
    assert answer.status_code == 422
    assert lead.patch(f"{PLANS}/1", json={"version": 1, "fee": "A"}).status_code == 404


@on_sqlite
def test_agents_read_plans_and_only_managers_change_them(
    sign_in: Callable[[str], TestClient], li: TestClient
) -> None:
    assert li.get(PLANS).status_code == 200
    assert li.post(PLANS, json=BODY).status_code == 403
    assert li.patch(f"{PLANS}/1", json={"version": 1}).status_code == 403
    assert sign_in("nobody").get(PLANS).status_code == 403
    assert sign_in("stranger").get(PLANS).status_code == 401


def test_a_new_business_gets_the_next_id_and_names_are_unique(lead: TestClient, li: TestClient) -> None:
    made = lead.post("/api/assist/businesses", json={"name": "New"})
    assert (made.status_code, made.json()) == (201, {"id": 6, "name": "New"})
    assert lead.post("/api/assist/businesses", json={"name": "NEW"}).status_code == 409
    assert [one["name"] for one in li.get("/api/assist/businesses").json()["items"]][-2:] == ["MCN", "New"]
