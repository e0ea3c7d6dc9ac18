"""A retention clue becomes one task of one coach."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from tests.modules.members import raw
from tests.modules.members.conftest import NOON
from tests.modules.members.test_doors import OF_COACH

from deskside.kernel.db import Database
from deskside.modules.members.models import RetentionClue
from deskside.platform.audit import AuditEntry

SignIn = Callable[[str], TestClient]


def add_clue(world: Database, member_id: int, site: str = "1001") -> int:
    with world.writing() as db:
        facts = {"category": "久未到店", "summary": "三周没来", "created_at": NOON}
        clue = RetentionClue(site_id=site, member_id=member_id, **facts)
        db.add(clue)
        db.flush()
        return clue.id


def closest(member_id: int) -> int:
    mine = [row for row in raw.RELATIONS if row["member_id"] == member_id]
    return int(min(mine, key=lambda row: (-row["relation_index"], row["assistant_id"]))["assistant_id"])


def test_a_clue_becomes_a_task_of_the_closest_coach_once(lead: TestClient, world: Database) -> None:
    clue = add_clue(world, 7002)
    made = lead.post(f"/api/xcx/clues/{clue}/task", json={})
    assert made.status_code == 201, made.text
    task = made.json()
    assert (task["customerId"], task["coachId"], task["clueId"]) == (7002, closest(7002), clue)
    assert (task["status"], task["taskType"]) == ("active", "priority_recall")
    assert lead.post(f"/api/xcx/clues/{clue}/task", json={"taskType": "follow_up_visit"}).json() == task
    shown = lead.get("/api/xcx/customers/7002").json()["coachTasks"]
    assert [each["taskId"] for each in shown if each["clueId"] == clue] == [task["taskId"]]
    with world.reading() as db:
        entries = list(db.scalars(select(AuditEntry)))
    assert [(entry.action, entry.subject_id) for entry in entries] == [
        ("members.task.create", str(task["taskId"]))
    ]


def test_a_coach_and_a_kind_may_be_named(lead: TestClient, world: Database) -> None:
    clue = add_clue(world, 7002)
    made = lead.post(f"/api/xcx/clues/{clue}/task", json={"coachId": 504, "taskType": "follow_up_visit"})
    assert (made.json()["coachId"], made.json()["taskType"]) == (504, "follow_up_visit")


@pytest.mark.parametrize("body", [{"coachId": 0}, {"taskType": "party"}, {"status": "completed"}])
def test_a_task_that_cannot_be_is_refused(lead: TestClient, world: Database, body: dict[str, object]) -> None:
    clue = add_clue(world, 7002)
    assert lead.post(f"/api/xcx/clues/{clue}/task", json=body).status_code == 422


def test_a_coach_who_is_none_is_refused_by_name(lead: TestClient, world: Database) -> None:
    clue = add_clue(world, 7002)
    refused = lead.post(f"/api/xcx/clues/{clue}/task", json={"coachId": 999})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["coachId"])


def test_a_coach_makes_the_own_tasks_of_the_own_members_alone(sign_in: SignIn, world: Database) -> None:
    own = next(iter(OF_COACH))
    stranger = next(member for member in raw.MEMBERS if member not in OF_COACH)
    coach = sign_in("coach")
    assert coach.post(f"/api/xcx/clues/{add_clue(world, stranger)}/task", json={}).status_code == 404
    clue = add_clue(world, own)
    assert coach.post(f"/api/xcx/clues/{clue}/task", json={"coachId": 502}).status_code == 422
    assert coach.post(f"/api/xcx/clues/{clue}/task", json={}).json()["coachId"] == 501


def test_a_clue_of_another_site_is_not_there(sign_in: SignIn, world: Database, etl: Engine) -> None:
    clue = add_clue(world, 7002, site="2002")
    assert sign_in("lead").post(f"/api/xcx/clues/{clue}/task", json={}).status_code == 404
    assert sign_in("lead").post("/api/xcx/clues/999999/task", json={}).status_code == 404
    assert sign_in("agent").post(f"/api/xcx/clues/{clue}/task", json={}).status_code == 403


def test_a_customer_without_a_coach_needs_one_named(
    sign_in: SignIn, world: Database, lonely_member: int
) -> None:
    clue = add_clue(world, lonely_member)
    refused = sign_in("lead").post(f"/api/xcx/clues/{clue}/task", json={})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["coachId"])
