from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import (
    Department,
    RowScope,
    User,
    add_department,
    department_scope,
    load_department_paths,
    subtree_ids,
)
from deskside.platform.versions import Version

Browser = Callable[..., TestClient]
Person = Callable[..., int]
Tree = dict[str, int]


@pytest.fixture
def tree(database: Database) -> Tree:
    """总部 over 客服 over 一组, and 总部 over 销售."""
    with database.writing() as db:
        top = add_department(db, "总部").id
        service = add_department(db, "客服", top).id
        return {
            "top": top,
            "service": service,
            "one": add_department(db, "一组", service).id,
            "sales": add_department(db, "销售", top).id,
        }


@pytest.fixture
def admin(signed_in: Browser) -> TestClient:
    return signed_in("boss", "admin")


def test_paths_lead_upwards_and_subtrees_downwards(database: Database, tree: Tree) -> None:
    paths = database.read(load_department_paths)
    assert paths[tree["one"]] == (tree["one"], tree["service"], tree["top"])
    assert paths[tree["top"]] == (tree["top"],)
    assert database.read(subtree_ids, tree["service"]) == {tree["service"], tree["one"]}
    assert database.read(subtree_ids, 999) == frozenset()


def test_the_list_is_in_the_order_of_the_tree(signed_in: Browser, tree: Tree) -> None:
    items = signed_in("agent-li").get("/api/departments").json()["items"]
    assert {item["path"] for item in items} == {
        "总部",
        "总部 / 客服",
        "总部 / 客服 / 一组",
        "总部 / 销售",
    }
    assert items[0]["path"] == "总部"


def test_departments_are_added_renamed_moved_and_removed(
    admin: TestClient, database: Database, tree: Tree, audited: Callable[[], list[AuditEntry]]
) -> None:
    made = admin.post("/api/departments", json={"name": "二组", "parent_id": tree["service"]})
    assert (made.status_code, made.json()["path"]) == (201, "总部 / 客服 / 二组")
    path = f"/api/departments/{made.json()['id']}"
    moved = admin.patch(path, json={"version": 1, "name": "甲组", "parent_id": None}).json()
    assert (moved["path"], moved["version"]) == ("甲组", 2)
    assert admin.patch(path, json={"version": 2, "name": "乙组"}).json()["parent_id"] is None
    stale = admin.patch(path, json={"version": 2, "name": "丙组"})
    assert (stale.status_code, stale.json()["current"]["name"]) == (409, "乙组")
    assert admin.delete(path).status_code == 204
    assert admin.delete(path).status_code == 404
    entry = audited()[-3]
    assert (entry.action, entry.old, entry.new) == (
        "identity.department.update",
        {"name": "二组", "parent_id": tree["service"]},
        {"name": "甲组", "parent_id": None},
    )
    counter = database.read(lambda db: db.scalar(select(Version.v).where(Version.name == "departments")))
    assert counter == 4 + 4


@pytest.mark.parametrize("below", ["service", "one"])
def test_a_department_cannot_lie_below_itself(admin: TestClient, tree: Tree, below: str) -> None:
    patch = {"version": 1, "parent_id": tree[below]}
    assert admin.patch(f"/api/departments/{tree['service']}", json=patch).status_code == 422


def test_two_moves_at_once_make_no_ring(admin: TestClient, database: Database, tree: Tree) -> None:
    def move(pair: tuple[str, str]) -> int:
        patch = {"version": 1, "parent_id": tree[pair[1]]}
        return admin.patch(f"/api/departments/{tree[pair[0]]}", json=patch).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(move, [("service", "sales"), ("sales", "service")]))
    assert codes == [200, 422]


def test_sisters_have_different_names(admin: TestClient, tree: Tree) -> None:
    assert admin.post("/api/departments", json={"name": "总部"}).status_code == 409
    again = {"name": "客服", "parent_id": tree["top"]}
    assert admin.post("/api/departments", json=again).status_code == 409
    assert admin.post("/api/departments", json={**again, "parent_id": tree["one"]}).status_code == 201
    assert admin.post("/api/departments", json={"name": "x", "parent_id": 999}).status_code == 422


def test_a_department_with_people_or_parts_stays(
    admin: TestClient, database: Database, person: Person, tree: Tree
) -> None:
    person("agent-li", department_id=tree["one"])
    for name in ("service", "one"):
        assert admin.delete(f"/api/departments/{tree[name]}").status_code == 409
    assert admin.delete(f"/api/departments/{tree['sales']}").status_code == 204


def test_a_ring_in_the_table_hangs_nobody(database: Database, tree: Tree) -> None:
    with database.writing() as db:
        db.get_one(Department, tree["top"]).parent_id = tree["one"]
    assert len(database.read(load_department_paths)[tree["one"]]) == 3


def test_row_scope_is_own_department_subtree_or_all(
    database: Database, person: Person, tree: Tree, principal: Callable[[str], Principal]
) -> None:
    person("lead", "manager", department_id=tree["service"])
    people = {name: person(name, department_id=tree[name]) for name in ("top", "service", "one", "sales")}
    lead = principal("lead")

    def seen(scope: RowScope) -> set[str]:
        by_clause = database.read(
            lambda db: set(db.scalars(select(User.login).where(scope.clause(User.id, User.department_id))))
        )
        rows = database.read(lambda db: list(db.scalars(select(User))))
        assert by_clause == {row.login for row in rows if scope.covers(row.id, row.department_id)}
        return by_clause

    assert len(people) == 4
    assert seen(database.read(department_scope, lead, "own")) == {"lead"}
    assert seen(database.read(department_scope, lead, "department")) == {"lead", "service"}
    assert seen(database.read(department_scope, lead, "subtree")) == {"lead", "service", "one"}
    assert seen(database.read(department_scope, lead, "all")) == {"lead", *people}


def test_without_a_department_only_own_rows_are_in_scope(
    database: Database, person: Person, principal: Callable[[str], Principal]
) -> None:
    user_id = person("lead", "manager")
    for reach in ("own", "department", "subtree"):
        scope = database.read(department_scope, principal("lead"), reach)
        assert scope.covers(user_id, None)
        assert not scope.covers(user_id + 1, None)
