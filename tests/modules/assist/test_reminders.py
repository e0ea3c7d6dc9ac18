"""Reminders through the console's API."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.modules.assist.models import AcctReminder, NumberList
from deskside.platform.audit import AuditEntry
from deskside.platform.versions.watcher import read_versions

REMINDERS = "/api/assist/reminders"
TICKS = "/api/assist/ticks"
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
Json = dict[str, Any]  # bodies as a client has them


def body(**change: object) -> Json:
    return {"title": "核对地址", "content": "请核对地址", "is_global": True, "is_all_business": True} | change


@pytest.fixture
def make(lead: TestClient) -> Callable[..., Json]:
    def create(**change: object) -> Json:
        answer = lead.post(REMINDERS, json=body(**change))
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    return create


def test_a_reminder_has_what_it_was_given(make: Callable[..., Json], lead: TestClient) -> None:
    made = make(
        title="nc:tag:vip",
        markets=["USCN"],
        start_date="2026-11-01",
        expire_date="2026-12-01T08:00:00+00:00",
        recurrent_interval=7,
        is_all_business=False,
        businesses=["prime", "BB"],
        departments=[11],
    )
    assert made == {
        "id": made["id"],
        "title": "nc:tag:vip",
        "content": "请核对地址",
        "markets": ["USCN"],
        "start_date": "2026-11-01T00:00:00+08:00",
        "expire_date": "2026-12-01T16:00:00+08:00",
        "recurrent_interval": 7,
        "is_global": True,
        "is_all_business": False,
        "businesses": ["BB", "Prime"],
        "departments": [{"id": 11, "name": "客服部"}],
        "checkable": False,
        "tag": "VIP",
        "accounts_count": 0,
        "number_list": None,
        "create_date": "2026-11-22T12:00:00+08:00",
        "last_modified": "2026-11-22T12:00:00+08:00",
        "version": 1,
        "deleted": False,
        "author": {"id": 1, "name": "张主管"},
    }
    assert lead.get(f"{REMINDERS}/{made['id']}").json() == made


def test_an_account_list_without_businesses_is_for_all_of_them(make: Callable[..., Json]) -> None:
    made = make(is_global=False, is_all_business=False, accounts=[7, 5, 5])
    assert (made["is_all_business"], made["businesses"], made["accounts_count"]) == (True, [], 2)


@on_sqlite
@pytest.mark.parametrize(
    ("change", "status", "part"),
    [
        ({"markets": ["EU"]}, 400, "known: USCN, CACN"),
        ({"is_all_business": False, "businesses": ["XX"]}, 400, "known: AHC, BB, CP, MCN, Prime"),
        ({"is_all_business": False}, 422, "businesses"),
        ({"businesses": ["BB"]}, 422, "businesses"),
        ({"title": ""}, 422, "title"),
        ({"title": "tag: "}, 422, "title"),
        ({"title": "t" * 256}, 422, "title"),
        ({"content": "c" * 256}, 422, "content"),
        ({"content": "   "}, 422, "content"),
        ({"start_date": "gestern"}, 422, "start_date"),
        ({"start_date": "2026-11-02", "expire_date": "2026-11-02"}, 422, "expire_date"),
        ({"recurrent_interval": 2**31}, 422, "recurrent_interval"),
        ({"departments": [99]}, 422, "departments"),
        ({"number_list": "none"}, 422, "number_list"),
        ({"accounts": [1]}, 422, "accounts"),
        ({"is_global": False}, 422, "accounts"),
        ({"is_global": False, "accounts": []}, 422, "accounts"),
        ({"is_global": False, "accounts": [2**53]}, 422, "accounts"),
        ({"is_global": False, "accounts": ["x"]}, 422, "accounts"),
        ({"id": 5}, 422, "id"),
        ({"created_by": 5}, 422, "created_by"),
    ],
)
def test_a_bad_reminder_is_refused_with_the_reason_and_leaves_nothing(
    lead: TestClient, change: Json, status: int, part: str
) -> None:
    answer = lead.post(REMINDERS, json=body(**change))
    assert answer.status_code == status
    assert part in answer.json()["detail"]
    assert lead.get(REMINDERS).json()["total"] == 0


def test_changing_the_account_list_adds_and_removes_and_keeps_ticks(
    make: Callable[..., Json], lead: TestClient, world: Database
) -> None:
    made = make(is_global=False, accounts=[1, 2, 3], recurrent_interval=-1)
    path = f"{REMINDERS}/{made['id']}"
    for acct_id in (1, 2):
        assert lead.put(
            f"/api/assist/ticks/{acct_id}/{made['id']}", json={"done": True, "version": 0}
        ).is_success
    assert lead.patch(path, json={"version": 1, "accounts": [2, 4]}).json()["accounts_count"] == 2
    assert [one["acct_id"] for one in lead.get(f"{path}/accounts").json()["items"]] == [2, 4]
    with world.reading() as db:
        rows = {row.acct_id: (row.listed, row.version) for row in db.scalars(select(AcctReminder))}
    assert rows == {1: (False, 1), 2: (True, 1), 4: (True, 0)}
    assert lead.patch(path, json={"version": 2, "accounts": [1]}).is_success
    with world.reading() as db:
        again = db.get_one(AcctReminder, (1, made["id"]))
    assert (again.listed, again.is_processed, again.version) == (True, True, 1)
    assert lead.get(f"{path}/log").json()["total"] == 2


def test_a_list_of_many_accounts_is_written_and_paged(make: Callable[..., Json], lead: TestClient) -> None:
    made = make(is_global=False, accounts=list(range(1, 12_001)))
    page = lead.get(f"{REMINDERS}/{made['id']}/accounts", params={"page": 120, "page_size": 100}).json()
    assert page["total"] == made["accounts_count"] == 12_000
    assert page["items"][-1] == {"acct_id": 12_000}


def test_only_what_is_sent_changes(make: Callable[..., Json], lead: TestClient) -> None:
    made = make(
        title="nc:旧",
        start_date="2026-01-01",
        expire_date="2027-01-01",
        is_all_business=False,
        businesses=["BB"],
        departments=[11],
    )
    changed = lead.patch(f"{REMINDERS}/{made['id']}", json={"version": 1, "title": "新", "expire_date": None})
    assert changed.json() == made | {"title": "新", "checkable": True, "expire_date": None, "version": 2}


@on_sqlite
@pytest.mark.parametrize(
    ("patch", "status", "result"),
    [
        ({"businesses": ["CP"]}, 200, (False, ["CP"])),
        ({"is_all_business": True}, 200, (True, [])),
        ({"is_all_business": True, "businesses": []}, 200, (True, [])),
        ({"businesses": []}, 422, None),
        ({"is_all_business": True, "businesses": ["CP"]}, 422, None),
        ({"is_global": False}, 422, None),
        ({"is_global": False, "accounts": [5]}, 200, (False, ["BB"])),
        ({"title": None}, 422, None),
        ({"departments": []}, 200, (False, ["BB"])),
    ],
)
def test_targets_change_consistently(
    make: Callable[..., Json],
    lead: TestClient,
    patch: Json,
    status: int,
    result: tuple[bool, list[str]] | None,
) -> None:
    made = make(is_all_business=False, businesses=["BB"])
    answer = lead.patch(f"{REMINDERS}/{made['id']}", json={"version": 1} | patch)
    assert answer.status_code == status, answer.text
    if result is not None:
        assert (answer.json()["is_all_business"], answer.json()["businesses"]) == result


@on_sqlite
def test_naming_businesses_ends_being_for_all(make: Callable[..., Json], lead: TestClient) -> None:
    made = make()
    changed = lead.patch(f"{REMINDERS}/{made['id']}", json={"version": 1, "businesses": ["BB"]}).json()
    assert (changed["is_all_business"], changed["businesses"]) == (False, ["BB"])


def test_a_stale_edit_is_told_the_truth(make: Callable[..., Json], lead: TestClient) -> None:
    made = make()
    path = f"{REMINDERS}/{made['id']}"
    current = lead.patch(path, json={"version": 1, "content": "A"}).json()
    refused = lead.patch(path, json={"version": 1, "content": "B"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert refused.json()["current"] == current
    assert lead.get(path).json() == current


def test_deleting_is_soft_and_can_be_undone(make: Callable[..., Json], lead: TestClient) -> None:
    made = make()
    path = f"{REMINDERS}/{made['id']}"
    assert lead.delete(path).status_code == 204
    assert lead.delete(path).status_code == 204
    assert lead.get(REMINDERS).json()["total"] == 0
    assert lead.get(path).json()["deleted"] is True
    assert lead.patch(path, json={"version": 2, "content": "A"}).json()["code"] == "deleted"
    restored = lead.post(f"{path}/restore")
    assert (restored.status_code, restored.json()) == (200, made | {"version": 3})
    assert lead.post(f"{path}/restore").json()["version"] == 3
    assert lead.get(REMINDERS).json()["total"] == 1


def test_edits_are_audited_and_seen_by_every_process(
    make: Callable[..., Json], lead: TestClient, world: Database
) -> None:
    made = make()
    path = f"{REMINDERS}/{made['id']}"
    lead.patch(path, json={"version": 1, "content": "A"})
    lead.delete(path)
    lead.post(f"{path}/restore")
    assert world.read(read_versions)["reminders"] == 4
    with world.reading() as db:
        actions = db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [one.rpartition(".")[2] for one in actions] == ["create", "update", "delete", "restore"]


def test_a_number_list_can_be_the_target(make: Callable[..., Json], world: Database) -> None:
    with world.writing() as db:
        db.add(NumberList(name="特殊", text="特殊号", size=0))
    assert make(number_list="特殊")["number_list"] == "特殊"


@on_sqlite
def test_agents_never_see_titles(li: TestClient, make: Callable[..., Json]) -> None:
    made = make()
    for path in (
        "",
        f"/{made['id']}",
        f"/{made['id']}/ticks",
        f"/{made['id']}/log",
        f"/{made['id']}/accounts",
    ):
        assert li.get(f"{REMINDERS}{path}").status_code == 403


@on_sqlite
@pytest.mark.parametrize("part", ["", "/accounts", "/ticks", "/log"])
def test_an_unknown_reminder_is_404(lead: TestClient, part: str) -> None:
    assert lead.get(f"{REMINDERS}/999999{part}").status_code == 404
    assert lead.delete(f"{REMINDERS}/999999").status_code == 404
    assert lead.patch(f"{REMINDERS}/999999", json={"version": 1}).status_code == 404
    assert lead.post(f"{REMINDERS}/999999/restore").status_code == 404
