import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.platform.views.conftest import LIST, NORTH, SALES, SERVICE, Travel

from deskside.kernel.db import Database
from deskside.platform.audit import AuditEntry
from deskside.platform.views import declare_list
from deskside.platform.views.service import KEPT, MOST

MINE = {"list_key": LIST, "name": "我的未完成", "query": {"state": "open", "sort": "-id"}, "hidden": ["fee"]}


def keep(client: TestClient, who: str = "wang", **change: object) -> dict[str, object]:
    answer = client.post("/api/views", json=MINE | change, headers={"who": who})
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


def names(client: TestClient, who: str) -> list[str]:
    answer = client.get("/api/views", params={"list_key": LIST}, headers={"who": who})
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def audited(database: Database) -> list[str]:
    return list(database.read(lambda db: db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()))


def test_a_personal_view_is_its_owners_alone_and_leaves_no_trace_in_the_audit(
    client: TestClient, database: Database
) -> None:
    made = keep(client, "li")
    assert made["query"] == MINE["query"]
    assert (made["hidden"], made["mine"], made["editable"], made["version"]) == (["fee"], True, True, 1)
    assert (names(client, "li"), names(client, "wang"), names(client, "admin")) == (["我的未完成"], [], [])
    path = f"/api/views/{made['id']}"
    for who in ("wang", "admin"):
        assert client.patch(path, json={"version": 1, "name": "x"}, headers={"who": who}).status_code == 404
        assert client.delete(path, headers={"who": who}).status_code == 404
    assert audited(database) == []


def test_a_list_that_nobody_declared_or_may_not_be_read_has_no_views(client: TestClient) -> None:
    unknown = client.get("/api/views", params={"list_key": "tests.nothing"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "list_unknown")
    assert client.get("/api/views", params={"list_key": LIST}, headers={"who": "guest"}).status_code == 403
    assert client.post("/api/views", json=MINE, headers={"who": "guest"}).status_code == 403
    with pytest.raises(TypeError):
        declare_list(LIST, reads="a", manages="b")


def test_sharing_needs_the_scope_that_manages_the_list(client: TestClient) -> None:
    for audience in ("all", "department"):
        body = MINE | {"audience": audience}
        assert client.post("/api/views", json=body, headers={"who": "li"}).status_code == 403
    made = keep(client, "li")
    share = {"version": 1, "audience": "all"}
    assert client.patch(f"/api/views/{made['id']}", json=share, headers={"who": "li"}).status_code == 403
    assert names(client, "zhao") == []


def test_a_view_of_a_department_is_for_it_and_what_is_below(client: TestClient) -> None:
    made = keep(client, audience="department")
    assert (made["department_id"], made["department"]) == (SALES, f"部门{SALES}")
    assert (names(client, "li"), names(client, "zhao")) == (["我的未完成"], [])
    north = keep(client, name="北区", audience="department", department_id=NORTH)
    assert north["department_id"] == NORTH
    body = MINE | {"name": "外面的", "audience": "department", "department_id": SERVICE}
    assert client.post("/api/views", json=body).status_code == 422
    assert client.post("/api/views", json=body, headers={"who": "admin"}).status_code == 201
    assert names(client, "zhao") == ["外面的"]


def test_a_shared_view_is_changed_by_managers_and_written_down(
    client: TestClient, database: Database
) -> None:
    made = keep(client, audience="all")
    path = f"/api/views/{made['id']}"
    assert client.patch(path, json={"version": 1, "name": "x"}, headers={"who": "li"}).status_code == 403
    changed = client.patch(path, json={"version": 1, "name": "全部"}, headers={"who": "admin"})
    assert (changed.status_code, changed.json()["version"], changed.json()["mine"]) == (200, 2, False)
    old = client.patch(path, json={"version": 1, "name": "又一次"})
    assert (old.status_code, old.json()["code"], old.json()["current"]["name"]) == (409, "stale", "全部")
    back = client.patch(path, json={"version": 2, "audience": "me"})
    assert (back.json()["audience"], names(client, "li")) == ("me", [])
    assert audited(database) == ["views.create", "views.update", "views.update"]


def test_two_views_of_one_person_and_list_are_not_called_the_same(client: TestClient) -> None:
    first = keep(client)
    again = client.post("/api/views", json=MINE)
    assert (again.status_code, again.json()["code"]) == (409, "exists")
    second = keep(client, name="别的")
    renamed = client.patch(f"/api/views/{second['id']}", json={"version": 1, "name": MINE["name"]})
    assert renamed.status_code == 409
    assert client.delete(f"/api/views/{first['id']}").status_code == 204
    keep(client)
    back = client.post(f"/api/views/{first['id']}/restore")
    assert (back.status_code, back.json()["code"]) == (409, "exists")


def test_nobody_keeps_more_views_of_a_list_than_a_menu_can_show(client: TestClient) -> None:
    for number in range(MOST):
        keep(client, name=f"视图{number}")
    full = client.post("/api/views", json=MINE)
    assert (full.status_code, full.json()["code"]) == (409, "full")


def test_a_deleted_view_comes_back_with_its_default(client: TestClient) -> None:
    made = keep(client)
    body = {"list_key": LIST, "view_id": made["id"]}
    assert client.put("/api/views/default", json=body).status_code == 204
    assert client.delete(f"/api/views/{made['id']}").status_code == 204
    asked = client.get("/api/views", params={"list_key": LIST}).json()
    assert (asked["items"], asked["default_id"]) == ([], None)
    assert client.delete(f"/api/views/{made['id']}").status_code == 404
    assert client.post(f"/api/views/{made['id']}/restore", headers={"who": "li"}).status_code == 404
    assert client.post(f"/api/views/{made['id']}/restore").status_code == 200
    assert client.get("/api/views", params={"list_key": LIST}).json()["default_id"] == made["id"]


def test_the_own_default_wins_over_the_departments_and_nothing_is_a_choice_too(client: TestClient) -> None:
    shared = keep(client, audience="department")
    own = keep(client, "li")

    def default(who: str) -> object:
        return client.get("/api/views", params={"list_key": LIST}, headers={"who": who}).json()["default_id"]

    def choose(who: str, view: object, **more: object) -> int:
        body = {"list_key": LIST, "view_id": view, **more}
        return client.put("/api/views/default", json=body, headers={"who": who}).status_code

    assert choose("li", shared["id"], department_id=NORTH) == 403
    assert choose("wang", shared["id"], department_id=SALES) == 204
    assert (default("li"), default("wang"), default("zhao")) == (shared["id"], shared["id"], None)
    assert choose("li", own["id"]) == 204
    assert default("li") == own["id"]
    assert choose("li", None) == 204
    assert default("li") is None
    private = keep(client, name="自己的")
    assert choose("wang", private["id"], department_id=SALES) == 422
    assert choose("li", private["id"]) == 404


def test_what_a_person_kept_is_handed_over_by_whoever_keeps_users(client: TestClient) -> None:
    keep(client, "li")
    body = {"from_user_id": 11, "to_user_id": 13}
    assert client.post("/api/views/hand-over", json=body).status_code == 403
    assert client.post("/api/views/hand-over", json=body, headers={"who": "admin"}).json() == {"views": 1}
    assert (names(client, "li"), names(client, "zhao")) == ([], ["我的未完成"])


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "n" * 65},
        {"query": {"q": "x" * 501}},
        {"query": {f"n{one}": "" for one in range(31)}},
        {"hidden": ["x" * 41]},
        {"audience": "world"},
    ],
)
def test_what_is_too_long_or_unknown_is_refused(client: TestClient, change: dict[str, object]) -> None:
    assert client.post("/api/views", json=MINE | change).status_code == 422


def test_a_view_deleted_long_ago_is_forgotten_at_the_next_deletion(
    client: TestClient, travel: Travel
) -> None:
    first, second = keep(client), keep(client, name="别的")
    client.delete(f"/api/views/{first['id']}")
    travel(KEPT.total_seconds() + 1)
    client.delete(f"/api/views/{second['id']}")
    assert client.post(f"/api/views/{first['id']}/restore").status_code == 404
    assert client.post(f"/api/views/{second['id']}/restore").status_code == 200
