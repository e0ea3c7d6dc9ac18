"""The card of an account's projects in the agent's side panel."""

from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient
from tests.modules.projects.conftest import NOON, Clock, project_row

from deskside.contracts import known_phones, phones_of
from deskside.kernel.db import Database, Writes
from deskside.modules.projects.models import TypeSync

Staff = Callable[[str], TestClient]


def card(client: TestClient, account: int) -> dict[str, object]:
    items = client.get(f"/api/assist/cards/{account}").json()["items"]
    found: dict[str, object] = next(one for one in items if one["key"] == "projects")
    return found


def test_an_account_s_projects_are_listed_with_state_and_age(
    staff: Staff, database: Database, time: Clock
) -> None:
    def fill(db: Writes) -> None:
        db.add(project_row("W5", account_ref="1001"))
        db.add(project_row("W6", account_ref="1001", state="completed", changed_at=NOON - timedelta(days=1)))
        db.add(project_row("W7", account_ref="1002"))

    database.write(fill)
    time.forward(timedelta(minutes=5))
    shown = card(staff("agent"), 1001)
    assert shown["state"] == "ready"
    assert shown["facts"] == [
        {"label": "空调维修工单", "value": "处理中（5分钟前）", "tone": "plain", "href": "/projects/W5"},
        {"label": "空调维修工单", "value": "已完成（5分钟前）", "tone": "plain", "href": "/projects/W6"},
    ]
    assert shown["as_of"] == "2026-11-22T04:00:00Z"
    assert card(staff("agent"), 1003)["state"] == "empty"


def test_while_the_source_is_down_the_card_is_marked_and_still_there(
    staff: Staff, database: Database, time: Clock
) -> None:
    def fill(db: Writes) -> None:
        db.add(project_row("W5", account_ref="1001"))
        db.add(TypeSync(type="aftersales", failed_at=NOON + timedelta(minutes=1), error="down"))

    database.write(fill)
    facts = card(staff("agent"), 1001)["facts"]
    assert isinstance(facts, list)
    assert [one["tone"] for one in facts] == ["warning"]


def test_the_customers_numbers_are_known_to_who_asks(database: Database) -> None:
    def fill(db: Writes) -> None:
        db.add(project_row("W5", account_ref="1001", customer_phone="8613912345678"))
        db.add(project_row("W6", account_ref="1001", customer_phone=None))

    database.write(fill)
    assert database.read(phones_of, 1001) == {"8613912345678"}
    assert database.read(phones_of, 1002) == set()
    assert database.read(known_phones, {"8613912345678", "8613900000000"}) == {"8613912345678"}
