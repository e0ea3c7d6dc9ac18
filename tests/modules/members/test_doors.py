"""Who is let in, what is out of range, and what people change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.members import raw
from tests.modules.members.conftest import NOON

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.modules.members.models import CoachTask, Note
from deskside.platform.audit import AuditEntry

SignIn = Callable[[str], TestClient]
PAGES = ("/customers/7001", "/customers/7001/records?year=2026&month=11", "/coaches/501")
OF_COACH = {row["member_id"] for row in raw.RELATIONS if row["assistant_id"] == 501}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_who_comes(sign_in: SignIn, path: str) -> None:
    answers = {
        name: sign_in(name).get(f"/api/xcx{path}").status_code
        for name in ("nobody", "newcomer", "engineer", "placeless", "elsewhere", "agent", "lead", "admin")
    }
    assert answers == {
        "nobody": 401,
        "newcomer": 403,
        "engineer": 403,
        "placeless": 403,
        "elsewhere": 404,
        "agent": 200,
        "lead": 200,
        "admin": 200,
    }


@pytest.mark.parametrize(
    "path", ["/customers/9999", "/customers/9999/records?year=2026&month=1", "/coaches/9999"]
)
def test_who_is_unknown_is_not_found(lead: TestClient, path: str) -> None:
    answer = lead.get(f"/api/xcx{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_coach_sees_the_own_page_and_the_own_members_alone(sign_in: SignIn) -> None:
    coach = sign_in("coach")
    assert coach.get("/api/xcx/coaches/501").status_code == 200
    assert coach.get("/api/xcx/coaches/502").status_code == 404
    for member_id in raw.MEMBERS:
        expected = 200 if member_id in OF_COACH else 404
        for path in ("", "/records?year=2026&month=11"):
            answer = coach.get(f"/api/xcx/customers/{member_id}{path}")
            assert answer.status_code == expected, (member_id, path)
    assert 0 < len(OF_COACH) < len(raw.MEMBERS)


def test_a_coach_sees_no_colleague_s_tasks(sign_in: SignIn) -> None:
    coach = sign_in("coach")
    for member_id in OF_COACH:
        tasks = coach.get(f"/api/xcx/customers/{member_id}").json()["coachTasks"]
        assert {task["coachId"] for task in tasks} <= {501}


def test_a_coach_who_is_linked_to_none_sees_nothing(sign_in: SignIn) -> None:
    for path in PAGES:
        assert sign_in("unlinked").get(f"/api/xcx{path}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "year=2026&month=0",
        "year=2026&month=13",
        "year=1999&month=1",
        "year=2101&month=1",
        "month=1",
        "year=2026",
        "year=2026&month=1&page=0",
        "year=2026&month=1&page_size=0",
        "year=2026&month=1&page_size=101",
        "year=x&month=1",
    ],
)
def test_what_is_out_of_range_is_refused(lead: TestClient, query: str) -> None:
    answer = lead.get(f"/api/xcx/customers/7001/records?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("customer", ["0", "-1", "abc", str(2**63)])
def test_what_is_no_id_is_refused(lead: TestClient, customer: str) -> None:
    assert lead.get(f"/api/xcx/customers/{customer}").status_code == 422
    assert lead.get(f"/api/xcx/coaches/{customer}").status_code == 422


def test_a_phone_is_shown_for_a_reason_that_goes_on_record(lead: TestClient, world: Database) -> None:
    assert lead.post("/api/xcx/customers/7001/reveal", json={}).status_code == 422
    assert lead.post("/api/xcx/customers/7001/reveal", json={"reason": " "}).status_code == 422
    answer = lead.post("/api/xcx/customers/7001/reveal", json={"reason": "客户要求回电"})
    assert (answer.status_code, answer.json()) == (200, {"phone": "13900007001"})
    with world.reading() as db:
        entry = db.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id) == ("members.phone.reveal", "7001")
    assert entry.new == {"reason": "客户要求回电", "site": "1001"}
    assert "13900007001" not in str(entry.new)


def test_thirty_phones_an_hour_are_the_limit(lead: TestClient, sign_in: SignIn) -> None:
    ask = {"reason": "回访"}
    for number in range(30):
        assert lead.post(f"/api/xcx/customers/{7001 + number}/reveal", json=ask).status_code == 200
    refused = lead.post("/api/xcx/customers/7031/reveal", json=ask)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert sign_in("admin").post("/api/xcx/customers/7031/reveal", json=ask).status_code == 200
    clock.travel(lambda: NOON + timedelta(hours=1))
    assert lead.post("/api/xcx/customers/7031/reveal", json=ask).status_code == 200


def test_who_may_not_reveal_or_write_is_refused(sign_in: SignIn) -> None:
    ask = {"reason": "回访"}
    assert sign_in("agent").post("/api/xcx/customers/7001/reveal", json=ask).status_code == 403
    assert sign_in("coach").post("/api/xcx/customers/7001/reveal", json=ask).status_code == 403
    assert sign_in("elsewhere").post("/api/xcx/customers/7001/reveal", json=ask).status_code == 404
    assert sign_in("agent").post("/api/xcx/customers/7001/notes", json={"content": "x"}).status_code == 403
    assert sign_in("lead").post("/api/xcx/customers/9999/notes", json={"content": "x"}).status_code == 404
    stranger = next(member for member in raw.MEMBERS if member not in OF_COACH)
    body = {"content": "x"}
    assert sign_in("coach").post(f"/api/xcx/customers/{stranger}/notes", json=body).status_code == 404


def test_a_note_is_written_pinned_and_listed_first(lead: TestClient, world: Database) -> None:
    clock.travel(lambda: NOON + timedelta(minutes=1))
    body = {"content": "  生日是下周二  ", "pinned": True}
    made = lead.post("/api/xcx/customers/7003/notes", json=body)
    assert made.status_code == 201
    note = made.json()
    assert (note["content"], note["author"], note["pinned"]) == ("生日是下周二", "Lead", True)
    assert lead.get("/api/xcx/customers/7003").json()["notes"][0] == note
    unpinned = lead.patch(f"/api/xcx/notes/{note['id']}", json={"pinned": False})
    assert unpinned.json() == {**note, "pinned": False}
    with world.reading() as db:
        actions = list(db.scalars(select(AuditEntry.action)))
    assert actions == ["members.note.create", "members.note.update"]


def test_a_pinned_note_gives_way_to_no_newer_one(lead: TestClient, world: Database) -> None:
    with world.writing() as db:
        for number in range(30):
            note = {"site_id": "1001", "target_type": "member", "target_id": 7031, "author": "林"}
            when = NOON - timedelta(days=number)
            db.add(Note(**note, content=str(number), pinned=number in {25, 29}, created_at=when))
    notes = lead.get("/api/xcx/customers/7031").json()["notes"]
    assert [note["content"] for note in notes] == [*map(str, range(18)), "25", "29"]
    assert [note["content"] for note in notes if note["pinned"]] == ["25", "29"]


@pytest.mark.parametrize(
    "body",
    [{}, {"content": ""}, {"content": "x" * 2001}, {"content": "x", "author": "Boss"}, {"content": "\0"}],
)
def test_a_note_that_cannot_be_is_refused(lead: TestClient, body: dict[str, str]) -> None:
    assert lead.post("/api/xcx/customers/7001/notes", json=body).status_code == 422


def test_a_note_of_another_site_or_member_is_not_there(sign_in: SignIn, world: Database) -> None:
    stranger = next(member for member in raw.MEMBERS if member not in OF_COACH)
    made = sign_in("lead").post(f"/api/xcx/customers/{stranger}/notes", json={"content": "x"}).json()["id"]
    for name in ("coach", "elsewhere"):
        answer = sign_in(name).patch(f"/api/xcx/notes/{made}", json={"pinned": True})
        assert answer.status_code == 404, name
    assert sign_in("lead").patch("/api/xcx/notes/999999", json={"pinned": True}).status_code == 404
    with world.reading() as db:
        of_a_coach = db.scalar(select(Note.id).where(Note.target_type == "coach"))
    assert sign_in("lead").patch(f"/api/xcx/notes/{of_a_coach}", json={"pinned": True}).status_code == 404


def add_task(world: Database, status: str = "active", coach: int = 501, site: str = "1001") -> int:
    with world.writing() as db:
        task = CoachTask(
            site_id=site,
            member_id=7001,
            assistant_id=coach,
            task_type="follow_up_visit",
            status=status,
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        db.add(task)
        db.flush()
        return task.id


def test_a_task_is_finished_once_and_counted(lead: TestClient, world: Database) -> None:
    before = lead.get("/api/xcx/coaches/501").json()
    task = add_task(world)
    answer = lead.patch(f"/api/xcx/tasks/{task}", json={"status": "completed"})
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert answer.json()["completedAt"] is not None
    again = lead.patch(f"/api/xcx/tasks/{task}", json={"status": "completed"})
    assert again.json() == answer.json()
    after = lead.get("/api/xcx/coaches/501").json()
    assert after["performance"]["tasksCompleted"] == before["performance"]["tasksCompleted"] + 1
    assert after["historyMonths"][0]["callbackCount"] == before["historyMonths"][0]["callbackCount"] + 1
    refused = lead.patch(f"/api/xcx/tasks/{task}", json={"status": "active"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    with world.reading() as db:
        entries = list(db.scalars(select(AuditEntry)))
    assert [(e.action, e.old, e.new) for e in entries] == [
        ("members.task.update", {"status": "active"}, {"status": "completed", "reason": None})
    ]


def test_a_task_is_abandoned_for_a_reason_only(lead: TestClient, world: Database) -> None:
    task = add_task(world)
    refused = lead.patch(f"/api/xcx/tasks/{task}", json={"status": "abandoned"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["reason"])
    assert lead.patch(f"/api/xcx/tasks/{task}", json={"status": "gone"}).status_code == 422
    done = lead.patch(f"/api/xcx/tasks/{task}", json={"status": "abandoned", "reason": "客户搬走"})
    assert done.json()["abandonReason"] == "客户搬走"
    groups = lead.get("/api/xcx/coaches/501").json()
    assert {"taskId": task, "abandonReason": "客户搬走"}.items() <= next(
        each for each in groups["abandonedTasks"] if each["taskId"] == task
    ).items()


def test_a_coach_changes_the_own_tasks_alone(sign_in: SignIn, world: Database) -> None:
    own, other, elsewhere = add_task(world), add_task(world, coach=502), add_task(world, site="2002")
    finish = {"status": "completed"}
    coach = sign_in("coach")
    assert coach.patch(f"/api/xcx/tasks/{other}", json=finish).status_code == 404
    assert coach.patch(f"/api/xcx/tasks/{elsewhere}", json=finish).status_code == 404
    assert coach.patch(f"/api/xcx/tasks/{own}", json=finish).status_code == 200
    assert sign_in("lead").patch(f"/api/xcx/tasks/{elsewhere}", json=finish).status_code == 404
    assert sign_in("lead").patch("/api/xcx/tasks/999999", json=finish).status_code == 404
