from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict, Invalid
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import User, add_department, add_user, load_user_names
from deskside.platform.versions import Version

PASSWORD = "deskside-demo"
Browser = Callable[..., TestClient]
Person = Callable[..., int]
Json = dict[str, object]
NEW: Json = {"login": "Li.Na", "name": "李娜", "roles": ["sales", "agent", "sales"]}


class Clock:
    def forward(self, **by: float) -> None: ...


@pytest.fixture
def admin(signed_in: Browser) -> TestClient:
    return signed_in("boss", "admin")


def test_an_administrator_adds_finds_and_changes_users(admin: TestClient, database: Database) -> None:
    with database.writing() as db:
        department_id = add_department(db, "客服").id
    made = admin.post(
        "/api/users", json={**NEW, "department_id": department_id, "sites": ["a"], "active_site": "a"}
    )
    assert made.status_code == 201
    user = made.json()
    assert (user["login"], user["roles"], user["department_name"]) == ("li.na", ["agent", "sales"], "客服")
    assert (user["approved"], user["disabled"], user["totp"], user["version"]) == (True, False, False, 1)
    found = admin.get("/api/users", params={"q": "李"}).json()
    assert (found["total"], found["items"]) == (1, [user])
    assert admin.get("/api/users", params={"department_id": department_id}).json()["total"] == 1
    assert admin.get("/api/users", params={"q": "%"}).json()["total"] == 0
    assert admin.get("/api/users", params={"disabled": True}).json()["total"] == 0
    path = f"/api/users/{user['id']}"
    patch: Json = {"version": 1, "name": "李娜娜", "department_id": None, "coach_id": "c-7"}
    changed = admin.patch(path, json=patch).json()
    assert (changed["name"], changed["department_id"], changed["coach_id"]) == ("李娜娜", None, "c-7")
    assert (changed["roles"], changed["active_site"], changed["version"]) == (["agent", "sales"], "a", 2)
    assert admin.get(path).json() == changed


def test_a_coach_is_told_which_one_they_are_and_others_that_they_are_none(
    admin: TestClient, signed_in: Browser
) -> None:
    assert admin.get("/api/session").json()["coach_id"] is None
    coach = signed_in("sun.yue", "coach")
    user_id = coach.get("/api/session").json()["id"]
    assert admin.patch(f"/api/users/{user_id}", json={"version": 1, "coach_id": "501"}).status_code == 200
    assert coach.get("/api/session").json()["coach_id"] == "501"


def test_a_stale_change_is_refused_with_the_present_user(admin: TestClient) -> None:
    user = admin.post("/api/users", json=NEW).json()
    path = f"/api/users/{user['id']}"
    assert admin.patch(path, json={"version": 1, "name": "甲"}).status_code == 200
    stale = admin.patch(path, json={"version": 1, "name": "乙"})
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["name"]) == (409, "stale", "甲")


def test_changes_are_audited_with_old_and_new_and_no_secret(
    admin: TestClient, audited: Callable[[], list[AuditEntry]]
) -> None:
    user = admin.post("/api/users", json={**NEW, "password": "planted-password"}).json()
    admin.patch(f"/api/users/{user['id']}", json={"version": 1, "roles": ["coach"]})
    create, update = audited()[-2:]
    assert (create.action, create.actor_name, create.subject_id) == (
        "identity.user.create",
        "Boss",
        str(user["id"]),
    )
    assert (update.action, update.old, update.new) == (
        "identity.user.update",
        {"roles": ["agent", "sales"]},
        {"roles": ["coach"]},
    )
    assert "planted-password" not in str([vars(entry) for entry in audited()])


def test_every_change_moves_the_counter(admin: TestClient, database: Database) -> None:
    def counter() -> int | None:
        return database.read(lambda db: db.scalar(select(Version.v).where(Version.name == "users")))

    before = counter()
    assert before is not None
    user = admin.post("/api/users", json=NEW).json()
    admin.patch(f"/api/users/{user['id']}", json={"version": 1, "name": "甲"})
    assert counter() == before + 2
    assert database.read(load_user_names)[user["id"]] == "甲"


def test_a_login_is_taken_whatever_its_case(admin: TestClient) -> None:
    admin.post("/api/users", json=NEW)
    answer = admin.post("/api/users", json={**NEW, "login": "LI.NA"})
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


def test_two_who_take_one_login_at_once_do_not_both_get_it(database: Database, person: Person) -> None:
    def attempt(_number: int) -> bool:
        try:
            with database.writing() as db:
                add_user(db, "li.na", "李娜", ["agent"], PASSWORD)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": "李娜"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "a\0"}, "login"),
        ({"login": "x" * 65}, "login"),
        ({"name": " "}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"roles": ["root"]}, "roles"),
        ({"roles": "admin"}, "roles"),
        ({"department_id": 99}, "department_id"),
        ({"department_id": 2**63}, "department_id"),
        ({"active_site": "b"}, "active_site"),
        ({"password": "short"}, "password"),
        ({"password": "12345678"}, "password"),
        ({"password": "aaaaaaaaaaaa"}, "password"),
        ({"password": "li.na.li", "login": "li.na.li"}, "password"),
        ({"password": "x" * 300}, "password"),
        ({"id": 1}, "id"),
        ({"version": 7}, "version"),
    ],
)
def test_fields_that_are_wrong_are_named(admin: TestClient, change: Json, field: str) -> None:
    answer = admin.post("/api/users", json={**NEW, **change})
    assert answer.status_code == 422
    assert next(iter(answer.json()["fields"])).startswith(field)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_names_of_any_script_are_kept_as_they_are(admin: TestClient) -> None:
    for number, name in enumerate(
        ["张三 (北京)", "Zoë O'Brien", "𠮷野家", "<script>alert(1)</script>", "👩‍🔧"]
    ):
        made = admin.post("/api/users", json={**NEW, "login": f"u{number}", "name": name})
        if made.status_code == 201:
            assert made.json()["name"] == name
        else:
            assert "‍" in name


@pytest.mark.parametrize("role", ["manager", "agent", "sales", "engineer", "coach", "auditor", "service"])
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_only_administrators_manage_users(signed_in: Browser, role: str) -> None:
    client = signed_in("someone", role)
    calls = [
        client.get("/api/users"),
        client.get("/api/users/1"),
        client.post("/api/users", json=NEW),
        client.patch("/api/users/1", json={"version": 1, "roles": ["admin"]}),
        client.post("/api/users/1/reset-link"),
        client.post("/api/departments", json={"name": "x"}),
        client.patch("/api/departments/1", json={"version": 1}),
        client.delete("/api/departments/1"),
    ]
    assert {call.status_code for call in calls} == {403}
    assert client.get("/api/departments").status_code == 200


def test_nobody_takes_their_own_or_the_last_administrators_rights(admin: TestClient, person: Person) -> None:
    own = admin.get("/api/session").json()["id"]
    for change in ({"roles": ["agent"]}, {"disabled": True}, {"approved": False}):
        answer = admin.patch(f"/api/users/{own}", json={"version": 1, **change})
        assert (answer.status_code, "your own" in answer.json()["detail"]) == (409, True)
    other = person("second", "admin")
    assert admin.patch(f"/api/users/{other}", json={"version": 1, "roles": []}).status_code == 200


def test_two_administrators_cannot_remove_each_other_at_once(
    database: Database, signed_in: Browser, person: Person
) -> None:
    clients = [signed_in("one", "admin"), signed_in("two", "admin")]
    ids = [client.get("/api/session").json()["id"] for client in clients]

    def remove(pair: tuple[TestClient, int]) -> int:
        return pair[0].patch(f"/api/users/{pair[1]}", json={"version": 1, "roles": []}).status_code

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(remove, zip(clients, reversed(ids), strict=True)))
    users = database.read(lambda db: list(db.scalars(select(User))))
    assert any("admin" in user.roles for user in users)


def test_a_reset_link_sets_a_password_once_within_half_an_hour(
    admin: TestClient, browser: Browser, database: Database, time: Clock
) -> None:
    user = admin.post("/api/users", json=NEW).json()
    link = admin.post(f"/api/users/{user['id']}/reset-link").json()
    assert link["path"] == f"/reset#token={link['token']}"
    anybody = browser()
    body = {"token": link["token"], "password": "a new password"}
    assert anybody.post("/api/password", json={**body, "password": "short"}).status_code == 422
    assert anybody.post("/api/password", json=body).status_code == 204
    assert anybody.post("/api/password", json=body).json()["code"] == "dead_link"
    sign_in = {"login": "li.na", "password": "a new password"}
    assert anybody.post("/api/session", json=sign_in).status_code == 200
    late = admin.post(f"/api/users/{user['id']}/reset-link").json()
    time.forward(minutes=30)
    assert anybody.post("/api/password", json={**body, "token": late["token"]}).status_code == 400


def test_a_new_reset_link_ends_the_one_before_and_all_sessions(
    admin: TestClient, signed_in: Browser, browser: Browser
) -> None:
    victim = signed_in("agent-li")
    path = f"/api/users/{victim.get('/api/session').json()['id']}/reset-link"
    first, second = (admin.post(path).json()["token"] for _ in range(2))
    assert browser().post("/api/password", json={"token": first, "password": "a new one!"}).status_code == 400
    assert (
        browser().post("/api/password", json={"token": second, "password": "a new one!"}).status_code == 204
    )
    assert victim.get("/api/session").status_code == 401


def test_a_changed_password_signs_other_browsers_out(signed_in: Browser, browser: Browser) -> None:
    client, other = signed_in("agent-li"), browser()
    other.post("/api/session", json={"login": "agent-li", "password": PASSWORD})
    change = {"old": PASSWORD, "new": "another password"}
    assert client.put("/api/session/password", json={**change, "old": "wrong"}).status_code == 403
    assert client.put("/api/session/password", json={**change, "new": "agent-li"}).status_code == 422
    assert client.put("/api/session/password", json=change).status_code == 204
    assert client.get("/api/session").status_code == 200
    assert other.get("/api/session").status_code == 401
    assert other.post("/api/session", json={"login": "agent-li", "password": PASSWORD}).status_code == 401


def test_a_hijacked_browser_cannot_guess_the_password_for_long(signed_in: Browser) -> None:
    client = signed_in("agent-li")
    change = {"old": "wrong", "new": "another password"}
    codes = [client.put("/api/session/password", json=change).status_code for _ in range(11)]
    assert codes == [403] * 10 + [429]


def test_an_administrator_can_switch_a_lost_second_factor_off(
    admin: TestClient, person: Person, database: Database
) -> None:
    user_id = person("agent-li")
    with database.writing() as db:
        user = db.get_one(User, user_id)
        user.totp_secret, user.totp_on = "sealed", True
    assert admin.get(f"/api/users/{user_id}").json()["totp"] is True
    answer = admin.patch(f"/api/users/{user_id}", json={"version": 1, "totp": False})
    assert answer.json()["totp"] is False
    assert admin.patch(f"/api/users/{user_id}", json={"version": 2, "totp": True}).status_code == 422


def test_the_command_line_checks_what_it_is_given(database: Database) -> None:
    def add(**change: str) -> None:
        given = {"login": "boss", "name": "Boss", "password": PASSWORD, "role": "admin", **change}
        with database.writing() as db:
            add_user(db, given["login"], given["name"], [given["role"]], given["password"])

    for change in ({"login": "a b"}, {"role": "root"}, {"password": "short"}, {"name": ""}):
        with pytest.raises(Invalid):
            add(**change)
    add()
    with pytest.raises(Conflict, match="taken"):
        add()
