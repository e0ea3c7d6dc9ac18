"""What plans were before, and putting it back."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select
from tests.modules.assist.conftest import NOON, Clock

from deskside.kernel.db import Database
from deskside.modules.assist.models import Plan, PlanVersion
from deskside.platform.audit import AuditEntry

PLANS = "/api/assist/plans"
BODY = {"plan_id": 8801, "name": "BB 24", "business": "BB", "fee": "$29", "note": "含路由器"}
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def edit(lead: TestClient, version: int, **change: object) -> None:
    answer = lead.patch(f"{PLANS}/8801", json={"version": version, **change})
    assert answer.status_code == 200, answer.text


def test_every_version_says_who_changed_what_and_from_when_until_when_it_held(
    lead: TestClient, time: Clock
) -> None:
    lead.post(PLANS, json=BODY)
    time.forward(timedelta(hours=1))
    edit(lead, 1, fee="$35", business="Prime")
    answer = lead.get(f"{PLANS}/8801/versions").json()
    assert answer["total"] == 2
    newest, first = answer["items"]
    assert newest["changes"] == [
        {"field": "business", "old": "BB", "new": "Prime"},
        {"field": "fee", "old": "$29", "new": "$35"},
    ]
    assert (newest["version"], newest["action"], newest["by"], newest["until"]) == (
        2,
        "update",
        "张主管",
        None,
    )
    assert (first["version"], first["action"], first["at"]) == (1, "create", "2026-11-22T04:00:00Z")
    assert first["until"] == newest["at"] == "2026-11-22T05:00:00Z"
    assert (first["fee"], newest["fee"], newest["note"]) == ("$29", "$35", "含路由器")


def test_pages_of_versions_know_their_neighbours(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    for version in range(1, 5):
        edit(lead, version, fee=f"${version}")
    whole = lead.get(f"{PLANS}/8801/versions").json()["items"]
    paged = [
        lead.get(f"{PLANS}/8801/versions", params={"page": page, "page_size": 2}).json()["items"]
        for page in (1, 2, 3)
    ]
    assert [one for page in paged for one in page] == whole
    assert [one["version"] for one in whole] == [5, 4, 3, 2, 1]


def test_an_edit_that_changes_nothing_leaves_no_version(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    edit(lead, 1, fee="$29", contract="")
    assert lead.get(f"{PLANS}/8801").json()["version"] == 1
    assert lead.get(f"{PLANS}/8801/versions").json()["total"] == 1


def test_an_earlier_version_is_put_back_as_a_new_one(lead: TestClient, world: Database) -> None:
    lead.post(PLANS, json=BODY)
    edit(lead, 1, fee=None, name="other", business="CP")
    back = lead.post(f"{PLANS}/8801/restore", json={"version": 2, "to_version": 1})
    assert back.status_code == 200
    plan = back.json()
    assert (plan["fee"], plan["name"], plan["business"], plan["version"]) == ("$29", "BB 24", "BB", 3)
    assert lead.get(f"{PLANS}/8801/versions").json()["items"][0]["action"] == "restore"
    with world.reading() as db:
        assert db.scalars(select(AuditEntry.action)).all()[-1] == "assist.plan.restore"


def test_a_stale_restore_is_told_the_truth(lead: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    edit(lead, 1, fee="A")
    edit(lead, 2, fee="B")
    refused = lead.post(f"{PLANS}/8801/restore", json={"version": 2, "to_version": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert refused.json()["current"]["fee"] == "B"
    assert lead.get(f"{PLANS}/8801").json()["version"] == 3


def test_a_version_that_never_was_cannot_be_put_back(lead: TestClient, li: TestClient) -> None:
    lead.post(PLANS, json=BODY)
    wanted = {"version": 1, "to_version": 9}
    assert lead.post(f"{PLANS}/8801/restore", json=wanted).json()["code"] == "version_unknown"
    assert lead.post(f"{PLANS}/1/restore", json=wanted).status_code == 404
    assert lead.get(f"{PLANS}/1/versions").status_code == 404
    assert li.post(f"{PLANS}/8801/restore", json=wanted).status_code == 403
    assert li.get(f"{PLANS}/8801/versions").status_code == 200


def test_what_another_tool_wrote_is_kept_with_the_first_edit(lead: TestClient, world: Database) -> None:
    with world.writing() as db:
        db.add(
            Plan(plan_id=8801, name="old", business_id=1, last_modified=NOON - timedelta(days=9), version=1)
        )
    edit(lead, 1, name="new")
    newest, found = lead.get(f"{PLANS}/8801/versions").json()["items"]
    assert newest["changes"] == [{"field": "name", "old": "old", "new": "new"}]
    assert (found["action"], found["by"], found["changes"]) == ("found", None, [])
    assert found["at"] == "2026-11-13T04:00:00Z"


def test_a_plan_made_anew_goes_on_counting_its_versions(lead: TestClient, world: Database) -> None:
    lead.post(PLANS, json=BODY)
    edit(lead, 1, fee="A")
    with world.writing() as db:
        db.execute(delete(Plan))
    assert lead.post(PLANS, json=BODY).json()["version"] == 3
    with world.reading() as db:
        assert db.scalars(select(PlanVersion.version).order_by(PlanVersion.version)).all() == [1, 2, 3]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sort": "-plan_id"}, [8803, 8802, 8801]),
        ({"sort": "business"}, [8802, 8803, 8801]),
        ({"sort": "-modified"}, [8803, 8802, 8801]),
        ({"modified_from": "2026-11-23"}, [8802, 8803]),
        ({"modified_to": "2026-11-23"}, [8801, 8802]),
        ({"modified_from": "2026-11-23", "modified_to": "2026-11-23", "sort": "modified"}, [8802]),
    ],
)
def test_plans_are_sorted_and_found_by_the_day_of_their_last_change(
    lead: TestClient, time: Clock, query: dict[str, str], found: list[int]
) -> None:
    for plan_id, business in ((8801, "Prime"), (8802, "BB"), (8803, "CP")):
        lead.post(PLANS, json=BODY | {"plan_id": plan_id, "business": business})
        time.forward(timedelta(days=1))
    answer = lead.get(PLANS, params=query)
    assert [one["plan_id"] for one in answer.json()["items"]] == found


@on_sqlite
def test_only_known_columns_sort(lead: TestClient) -> None:
    assert lead.get(PLANS, params={"sort": "note; drop"}).status_code == 422
    assert lead.get(PLANS, params={"modified_from": "yesterday"}).status_code == 422
