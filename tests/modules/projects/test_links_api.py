"""Links as staff give them out, prolong, end and watch them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.projects.conftest import BASE, Browser, Clock, Work, project_row

from deskside.kernel.db import Database, Writes
from deskside.main import Web
from deskside.modules.projects.cache.visits import Visits
from deskside.platform.notify import PostedNotice

Staff = Callable[[str], TestClient]
Prove = Callable[[TestClient, str], httpx2.Response]
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def people(client: TestClient, project_id: str = "W1") -> list[dict[str, Any]]:
    answer = client.get(f"/api/projects/{project_id}/people")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def customer_link(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = people(client)[0]["link"]
    return found


def flush(web: Web) -> None:
    """Have what was noted in memory stored."""
    share = next(path.app for path in web.app._below if path.path == "/s/")  # type: ignore[attr-defined]
    visits: Visits = share.visits
    visits.flush()


def test_people_are_shown_with_masked_addresses(staff: Staff) -> None:
    shown = [(one["role"], one["name"], one["address"], one["link"]) for one in people(staff("agent"))]
    assert shown == [("customer", "王女士", "139****5678", None), ("engineer", "李工", "138****0001", None)]


def test_a_recipient_has_one_link_however_often_it_is_copied(staff: Staff, link: str) -> None:
    again = staff("agent").post("/api/projects/W1/links", json={"role": "customer"}).json()
    assert again["url"].endswith(link)
    other = staff("agent").post("/api/projects/W1/links", json={"role": "engineer"}).json()
    assert not other["url"].endswith(link)


def test_a_new_link_ends_the_old_one(staff: Staff, link: str, browser: Browser, prove: Prove) -> None:
    phone = browser()
    prove(phone, link)
    made = staff("boss").post(f"/api/project-links/{customer_link(staff('boss'))['id']}/rotate").json()
    fresh = made["url"].rpartition("/")[2]
    assert fresh != link
    assert "空调" not in phone.get(f"/s/{link}").text
    assert "空调" not in phone.get(f"/s/{fresh}").text
    prove(phone, fresh)
    assert "空调" in phone.get(f"/s/{fresh}").text


def test_a_link_is_extended_and_never_shortened(staff: Staff, link: str, time: Clock) -> None:
    boss = staff("boss")
    before = customer_link(boss)
    until = datetime.fromisoformat(before["expires_at"])
    longer = boss.post(f"/api/project-links/{before['id']}/extend", json={"days": 30}).json()
    assert datetime.fromisoformat(longer["expires_at"]) - until == timedelta(days=23)
    shorter = boss.post(f"/api/project-links/{before['id']}/extend", json={"days": 1}).json()
    assert shorter["expires_at"] == longer["expires_at"]
    assert boss.post(f"/api/project-links/{before['id']}/extend", json={"days": 91}).status_code == 422


def test_a_link_is_sent_without_standing_in_the_outbox(
    staff: Staff, link: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKSIDE_PUBLIC_URL", BASE)
    sent = staff("agent").post(f"/api/project-links/{customer_link(staff('boss'))['id']}/send")
    assert sent.status_code == 200, sent.text
    notice = database.read(
        lambda db: db.scalars(select(PostedNotice).where(PostedNotice.event == "projects.link_sent")).one()
    )
    assert (notice.recipient_key, notice.chain) == ("customer:c1", ["wechat", "sms", "email"])
    assert link not in str(notice.variables)


def test_what_is_over_or_nobody_s_is_refused_with_the_reason(
    staff: Staff, link: str, database: Database
) -> None:
    boss = staff("boss")
    assert boss.post("/api/projects/W1/links", json={"role": "salesman"}).status_code == 404
    assert boss.post("/api/projects/none/links", json={"role": "customer"}).status_code == 404
    assert boss.post("/api/project-links/999999/revoke").status_code == 404
    found = customer_link(boss)
    assert boss.post(f"/api/project-links/{found['id']}/revoke").json()["state"] == "revoked"
    for action in ("send", "rotate"):
        answer = boss.post(f"/api/project-links/{found['id']}/{action}")
        assert (answer.status_code, answer.json()["code"]) == (409, "link_over")

    def silent(db: Writes) -> None:
        db.add(project_row("W2", customer={"id": "c9", "name": "无电话"}))

    database.write(silent)
    boss.post("/api/projects/W2/links", json={"role": "customer"})
    other = people(boss, "W2")[0]["link"]["id"]
    answer = boss.post(f"/api/project-links/{other}/send")
    assert (answer.status_code, answer.json()["code"]) == (409, "unreachable")


def test_links_are_for_those_who_read_projects_and_ended_by_those_who_manage(staff: Staff, link: str) -> None:
    found = customer_link(staff("boss"))["id"]
    for path in (f"{found}/rotate", f"{found}/revoke"):
        assert staff("agent").post(f"/api/project-links/{path}").status_code == 403
    assert staff("coach").post("/api/projects/W1/links", json={"role": "customer"}).status_code == 403
    assert staff("coach").get("/api/projects/W1/visits").status_code == 403


@on_sqlite
def test_no_link_is_given_out_where_it_could_be_read_on_the_way(web: Web, staff: Staff) -> None:
    client = staff("boss")
    client.base_url = httpx2.URL("http://desk.example")
    answer = client.post("/api/projects/W1/links", json={"role": "customer"})
    assert (answer.status_code, answer.json()["code"]) == (409, "unsafe_address")


def test_staff_see_who_opened_refused_and_forwarded(
    staff: Staff, link: str, browser: Browser, prove: Prove, web: Web, time: Clock
) -> None:
    phone = browser()
    phone.get(f"/s/{link}")
    time.forward(timedelta(seconds=5))
    prove(phone, link)
    time.forward(timedelta(seconds=5))
    phone.get(f"/s/{link}")
    other = browser("198.51.100.4", "Mozilla/5.0 (Windows NT) Chrome/130")
    time.forward(timedelta(minutes=5))
    other.get(f"/s/{link}")
    time.forward(timedelta(seconds=5))
    other.post("/s/code", json={"token": link})
    other.post("/s/proof", json={"token": link, "code": "000000"})
    flush(web)
    found = customer_link(staff("agent"))
    assert (found["opened"], found["refused"], found["forwarded"], found["devices"]) == (1, 1, 1, 1)
    visits = staff("agent").get("/api/projects/W1/visits").json()["items"]
    assert [(one["step"], one["result"]) for one in visits] == [
        ("proof", "wrong"),
        ("open", "page"),
        ("view", "ok"),
        ("proof", "ok"),
        ("code", "sent"),
        ("open", "page"),
    ]
    assert {one["network"] for one in visits} == {"203.0.113.0/24", "198.51.100.0/24"}
    assert {one["device"] for one in visits} == {"iPhone · Safari", "Windows · Chrome"}


def test_a_wish_for_a_new_link_reaches_the_person_in_charge_once_an_hour(
    link: str, browser: Browser, work: Work, database: Database, time: Clock
) -> None:
    def told() -> int:
        events = database.read(lambda db: list(db.scalars(select(PostedNotice.event))))
        return events.count("projects.link_asked")

    for _ in range(3):
        assert browser().post("/s/ask", json={"token": link}).status_code == 200
        work()
    assert told() == 1
    time.forward(timedelta(hours=1, minutes=1))
    browser().post("/s/ask", json={"token": link})
    work()
    assert told() == 2


def test_the_document_s_question_is_answered_for_this_browser_alone(
    link: str, browser: Browser, prove: Prove
) -> None:
    phone, path = browser(), "/api/projects/W1/verify-access"
    denied = {"has_access": False, "user_id": None, "user_name": None, "access_type": None}
    assert phone.get(path, params={"token": link}).json() == denied
    prove(phone, link)
    assert phone.get(path, params={"token": link}).json() == {
        "has_access": True,
        "user_id": "c1",
        "user_name": "王女士",
        "access_type": "customer",
    }
    assert phone.get("/api/projects/W2/verify-access", params={"token": link}).json() == denied
    assert browser("198.51.100.2").get(path, params={"token": link}).json() == denied


def test_staff_are_judged_by_role_and_relation(staff: Staff) -> None:
    path = "/api/projects/W1/verify-access"
    assert staff("li").get(path).json()["access_type"] == "engineer"
    assert staff("boss").get(path).json() | {"user_id": None} == {
        "has_access": True,
        "user_id": None,
        "user_name": "张经理",
        "access_type": None,
    }
    assert staff("coach").get(path).json()["has_access"] is False
    assert staff("boss").get("/api/projects/none/verify-access").json()["has_access"] is False
