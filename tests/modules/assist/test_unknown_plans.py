"""Plans that agents open and that are not there."""

from datetime import timedelta

from fastapi.testclient import TestClient
from tests.modules.assist.conftest import Clock

UNKNOWN = "/api/assist/unknown-plans"


def ranked(lead: TestClient, **query: object) -> list[tuple[int, int]]:
    answer = lead.get(UNKNOWN, params={key: str(value) for key, value in query.items()})
    return [(one["plan_id"], one["visits"]) for one in answer.json()["items"]]


def visit(li: TestClient, plan_id: int, times: int = 1) -> None:
    for _ in range(times):
        assert li.get(f"/api/assist/plans/{plan_id}").status_code == 404


def test_misses_are_ranked_by_visits_with_the_first_and_the_last(
    lead: TestClient, li: TestClient, time: Clock
) -> None:
    visit(li, 7001)
    time.forward(timedelta(hours=1))
    visit(li, 7002, times=3)
    visit(li, 7001)
    assert ranked(lead) == [(7002, 3), (7001, 2)]
    second = lead.get(UNKNOWN).json()["items"][1]
    assert (second["first_at"], second["last_at"]) == ("2026-11-22T04:00:00Z", "2026-11-22T05:00:00Z")
    assert ranked(lead, page_size=1, page=2) == [(7001, 2)]


def test_a_created_plan_is_no_longer_unknown(lead: TestClient, li: TestClient) -> None:
    visit(li, 7001)
    made = lead.post("/api/assist/plans", json={"plan_id": 7001, "name": "新", "business": "BB"})
    assert made.status_code == 201
    assert ranked(lead) == []


def test_a_dismissed_one_stays_away_and_can_be_put_back(lead: TestClient, li: TestClient) -> None:
    visit(li, 7001)
    answer = lead.patch(f"{UNKNOWN}/7001", json={"dismissed": True})
    assert (answer.status_code, answer.json()["dismissed"]) == (200, True)
    visit(li, 7001)
    assert ranked(lead) == []
    assert ranked(lead, dismissed="true") == [(7001, 2)]
    assert lead.patch(f"{UNKNOWN}/7001", json={"dismissed": False}).status_code == 200
    assert ranked(lead) == [(7001, 2)]


def test_only_managers_see_and_dismiss_misses(lead: TestClient, li: TestClient) -> None:
    assert li.get(UNKNOWN).status_code == 403
    assert li.patch(f"{UNKNOWN}/7001", json={"dismissed": True}).status_code == 403
    assert lead.patch(f"{UNKNOWN}/7001", json={"dismissed": True}).status_code == 404
    assert lead.get("/api/assist/plans/7003").status_code == 404
