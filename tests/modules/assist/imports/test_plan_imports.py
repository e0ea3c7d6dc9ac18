"""Tables of plans: dry runs, what is saved of a table, and the way back."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.assist.imports.conftest import Upload
from tests.modules.assist.workbooks import sheets, workbook

from deskside.kernel.db import Database
from deskside.modules.assist.models import Plan
from deskside.platform.audit import AuditEntry
from deskside.platform.identity.models import User

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
OLD = {"plan_id": 1, "name": "旧", "business": "BB", "fee": "$1", "note": "注"}
TABLE = workbook(
    [
        ["plan_id", "name", "business_name", "fee"],
        [1, "新", "BB", "$2"],
        [2, "二", "AHC", None],
        [3, "三", "CP", "$3"],
        [4, None, "CP", None],
    ]
)


def names(world: Database) -> dict[int, str]:
    with world.reading() as db:
        return dict(db.execute(select(Plan.plan_id, Plan.name)).all())


@pytest.fixture
def before(lead: TestClient) -> None:
    """Two plans that the table speaks of; the third it leaves as it is."""
    for plan in (OLD, OLD | {"plan_id": 3, "name": "三", "business": "CP", "fee": "$3"}):
        assert lead.post("/api/assist/plans", json=plan).status_code == 201


def test_a_table_says_what_became_of_each_row(
    before: None, upload_plans: Upload, lead: TestClient, world: Database
) -> None:
    said = upload_plans(TABLE)
    counts = [said[name] for name in ("state", "created", "updated", "unchanged", "failed")]
    assert counts == ["ready", 1, 1, 1, 1]
    rows = [(one["row"], one["plan_id"], one["outcome"], one["reason"]) for one in said["rows"]]
    assert rows == [
        (5, 4, "failed", "缺少 name"),
        (2, 1, "updated", None),
        (3, 2, "created", None),
        (4, 3, "unchanged", None),
    ]
    assert names(world) == {1: "新", 2: "二", 3: "三"}
    assert lead.get("/api/assist/plans/1").json()["note"] == "注"
    report = sheets(lead.get(f"/api/files/{said['report_file_id']}").content)["行报告"]
    assert report[1] == (5, "4", None, None, "CP", None, None, None, "缺少 name")
    (listed,) = lead.get("/api/assist/plan-imports").json()["items"]
    assert listed["id"] == said["id"]
    with world.reading() as db:
        actors = set(db.scalars(select(AuditEntry.actor_name)))
    assert actors == {"张主管"}


def test_a_dry_run_says_the_same_and_changes_nothing(
    before: None, upload_plans: Upload, lead: TestClient, world: Database
) -> None:
    said = upload_plans(TABLE, dry_run="true")
    assert [said[name] for name in ("dry_run", "created", "updated", "unchanged", "failed")] == [
        True,
        1,
        1,
        1,
        1,
    ]
    assert names(world) == {1: "旧", 3: "三"}
    undo = lead.post(f"/api/assist/plan-imports/{said['id']}/undo")
    assert (undo.status_code, undo.json()["code"]) == (409, "nothing_to_undo")


def test_an_undo_restores_what_nobody_edited_since(
    before: None, upload_plans: Upload, lead: TestClient, world: Database
) -> None:
    said = upload_plans(TABLE)
    edited = lead.get("/api/assist/plans/2").json()
    lead.patch("/api/assist/plans/2", json={"version": edited["version"], "note": "别动"})
    undone = lead.post(f"/api/assist/plan-imports/{said['id']}/undo")
    kept = [{"plan_id": 2, "name": "二", "reason": "之后被修改过"}]
    assert undone.json() == {"restored": 1, "removed": 0, "kept": kept}
    assert names(world) == {1: "旧", 2: "二", 3: "三"}
    assert lead.get("/api/assist/plans/1").json()["fee"] == "$1"
    assert lead.post(f"/api/assist/plan-imports/{said['id']}/undo").status_code == 409


def test_an_undo_removes_what_was_new(upload_plans: Upload, lead: TestClient, world: Database) -> None:
    said = upload_plans(TABLE)
    assert lead.post(f"/api/assist/plan-imports/{said['id']}/undo").json()["removed"] == 3
    assert names(world) == {}
    again = upload_plans(TABLE)
    assert (again["created"], names(world)) == (3, {1: "新", 2: "二", 3: "三"})


@on_sqlite
def test_the_report_speaks_the_readers_language(lead: TestClient, upload_plans: Upload) -> None:
    lead.headers["Accept-Language"] = "en"
    said = upload_plans(TABLE)
    assert said["rows"][0]["reason"] == "name is missing"


@on_sqlite
def test_whoever_may_no_longer_edit_plans_saves_none(
    lead: TestClient, upload_plans: Upload, world: Database
) -> None:
    with world.writing() as db:
        user = db.get(User, 1)
        assert user is not None
        user.disabled = True
    said = upload_plans(TABLE)
    assert (said["state"], names(world)) == ("failed", {})


@on_sqlite
def test_an_import_is_its_uploaders_alone(
    upload_plans: Upload, lead: TestClient, sign_in: Callable[[str], TestClient]
) -> None:
    said = upload_plans(TABLE)
    boss = sign_in("boss")
    assert boss.get(f"/api/assist/plan-imports/{said['id']}").status_code == 404
    assert boss.post(f"/api/assist/plan-imports/{said['id']}/undo").status_code == 404
    assert boss.get("/api/assist/plan-imports").json() == {"items": [], "total": 0}
    assert boss.get(f"/api/files/{said['report_file_id']}").status_code == 404


@on_sqlite
def test_a_form_that_is_wrong_is_refused_at_the_door(lead: TestClient) -> None:
    path = "/api/assist/plan-imports"
    refused = lead.post(path, files={"file": ("a.xlsx", TABLE)}, data={"dry_run": "perhaps"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["dry_run"])
    missing = lead.post(path, files={"other": ("a.xlsx", TABLE)})
    assert (missing.status_code, list(missing.json()["fields"])) == (422, ["file"])
    assert lead.post(path, json={}).status_code == 400
