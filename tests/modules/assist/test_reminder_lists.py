"""Reminders narrowed, sorted, changed many at once, seen in a calendar; and their history narrowed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.assist.conftest import NOON, Clock

from deskside.kernel.db import Database
from deskside.modules.assist.models import NumberList
from deskside.platform.audit.models import AuditEntry

REMINDERS = "/api/assist/reminders"
BULK, CALENDAR = f"{REMINDERS}/bulk", f"{REMINDERS}/calendar"
HOUR = timedelta(hours=1)
SOME = {"is_all_business": False, "businesses": ["BB"]}
LISTED = {"is_global": False, "accounts": [5, 6], "is_all_business": False}
Json = dict[str, Any]
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def several(make: Callable[..., int], lead: TestClient, world: Database) -> dict[str, int]:
    """Reminders of every kind, by name."""
    with world.writing() as db:
        db.add(NumberList(id=1, name="特殊", text="特殊", version=1))
    soon, past = (NOON + HOUR).isoformat(), (NOON - HOUR).isoformat()
    made = {
        "plain": make(title="甲"),
        "coming": make(title="乙", start_date=soon, markets=["USCN"]),
        "ended": make(title="丙", start_date="2026-11-01", expire_date=past, **SOME),
        "gone": make(title="丁"),
        "listed": make(title="戊", expire_date=soon, **LISTED),
        "tagged": make(title="tag:vip", markets=["CACN"], departments=[12]),
        "numbers": make(title="己", number_list="特殊", is_all_business=False, businesses=["AHC"]),
    }
    assert lead.delete(f"{REMINDERS}/{made['gone']}").status_code == 204
    return made


def found(lead: TestClient, several: dict[str, int], **query: str | int) -> list[str]:
    params: dict[str, str | int] = {"sort": "id", **query}
    answer = lead.get(REMINDERS, params=params)
    assert answer.status_code == 200, answer.text
    names = {one: name for name, one in several.items()}
    listed = [names[one["id"]] for one in answer.json()["items"]]
    assert answer.json()["total"] == len(listed)
    return listed


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"state": "in_force"}, "plain listed tagged numbers"),
        ({"state": "coming"}, "coming"),
        ({"state": "ended"}, "ended"),
        ({"state": "deleted"}, "gone"),
        ({"market": "uscn"}, "plain coming ended listed numbers"),
        ({"market": "CACN"}, "plain ended listed tagged numbers"),
        ({"business": "bb"}, "plain coming ended listed tagged"),
        ({"business": "AHC"}, "plain coming listed tagged numbers"),
        ({"target": "everybody"}, "plain coming ended tagged numbers"),
        ({"target": "listed"}, "listed"),
        ({"target": "tag"}, "tagged"),
        ({"target": "numbers"}, "numbers"),
        ({"target": "departments"}, "tagged"),
        ({"tag": " Vip "}, "tagged"),
        ({"account": 6}, "listed"),
        ({"account": 7}, ""),
        ({"author": 1}, "plain coming ended listed tagged numbers"),
        ({"author": 2}, ""),
        ({"state": "in_force", "market": "CACN", "target": "tag"}, "tagged"),
        ({"sort": "start"}, "numbers tagged listed plain ended coming"),
        ({"sort": "-start"}, "coming ended numbers tagged listed plain"),
        ({"sort": "expire"}, "ended listed numbers tagged coming plain"),
        ({"sort": "-expire"}, "numbers tagged coming plain listed ended"),
        ({"sort": "-id"}, "numbers tagged listed ended coming plain"),
    ],
)
def test_reminders_are_narrowed_and_sorted(
    lead: TestClient, several: dict[str, int], query: Json, names: str
) -> None:
    assert found(lead, several, **query) == names.split()


@on_sqlite
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"state": "alive"}, 422),
        ({"market": "EU"}, 400),
        ({"business": "XX"}, 400),
        ({"target": "me"}, 422),
        ({"sort": "content"}, 422),
        ({"account": 0}, 422),
    ],
)
def test_a_filter_that_means_nothing_is_refused(lead: TestClient, query: Json, status: int) -> None:
    assert lead.get(REMINDERS, params=query).status_code == status


@pytest.mark.parametrize(("late", "state"), [(-1, "coming"), (0, "in_force"), (1, "in_force")])
def test_a_reminder_begins_at_the_second_that_is_said(
    make: Callable[..., int], lead: TestClient, li: TestClient, time: Clock, late: int, state: str
) -> None:
    start = NOON + HOUR
    made = make(start_date=start.isoformat())
    time.now = start + timedelta(seconds=late)
    listed = lead.get(REMINDERS, params={"state": state}).json()["items"]
    assert [one["id"] for one in listed] == [made]
    question = {"acct_id": 5, "market": "USCN", "business": "BB"}
    shown = li.post("/api/assist/lookup", json=question).json()["reminders"]
    assert [one["id"] for one in shown] == ([made] if state == "in_force" else [])


def test_authors_are_whoever_made_one(
    lead: TestClient, make: Callable[..., int], sign_in: Callable[[str], TestClient]
) -> None:
    make()
    body = {"title": "乙", "content": "乙", "is_global": True, "is_all_business": True}
    assert sign_in("boss").post(REMINDERS, json=body).json()["author"] == {"id": 6, "name": "李经理"}
    assert lead.get(f"{REMINDERS}/authors").json() == [
        {"id": 1, "name": "张主管"},
        {"id": 6, "name": "李经理"},
    ]


def test_many_are_ended_at_once_and_each_says_what_became_of_it(
    lead: TestClient, li: TestClient, several: dict[str, int], world: Database
) -> None:
    ids = [several["plain"], several["coming"], several["ended"], several["gone"], 999, several["plain"]]
    answer = lead.post(BULK, json={"action": "end", "ids": ids}).json()["results"]
    assert [(one["id"], one["code"]) for one in answer] == [
        (several["plain"], None),
        (several["coming"], "not_begun"),
        (several["ended"], None),
        (several["gone"], "deleted"),
        (999, "reminder_unknown"),
    ]
    assert answer[0]["reminder"]["expire_date"] == "2026-11-22T12:00:00+08:00"
    assert answer[2]["reminder"]["version"] == 1
    assert "plain" not in found(lead, several, state="in_force")
    question = {"acct_id": 77, "market": "USCN", "business": "BB"}
    assert li.post("/api/assist/lookup", json=question).json()["reminders"] == []
    with world.reading() as db:
        actions = db.scalars(select(AuditEntry.action).where(AuditEntry.action.contains(".update")))
        assert list(actions) == ["assist.reminder.update"]


def test_many_are_deleted_and_restored(lead: TestClient, several: dict[str, int]) -> None:
    ids = [several["plain"], several["tagged"]]
    for action, present in (("delete", 0), ("delete", 0), ("restore", 2)):
        answer = lead.post(BULK, json={"action": action, "ids": ids}).json()["results"]
        assert [one["reminder"]["deleted"] for one in answer] == [present == 0] * 2
        assert len(set(found(lead, several)) & {"plain", "tagged"}) == present


@on_sqlite
def test_only_managers_change_many(li: TestClient, lead: TestClient) -> None:
    assert li.post(BULK, json={"action": "end", "ids": [1]}).status_code == 403
    for body in ({"action": "end", "ids": []}, {"action": "tick", "ids": [1]}, {"action": "end", "ids": [0]}):
        assert lead.post(BULK, json=body).status_code == 422


def test_the_calendar_has_beginnings_and_last_days_in_the_site_zone(
    make: Callable[..., int], lead: TestClient
) -> None:
    whole = make(title="整月", start_date="2026-11-01", expire_date="2026-12-01")
    night = make(title="夜", start_date="2026-10-31T23:59:59+08:00", expire_date="2026-11-30T16:00:01Z")
    make(title="不限")
    gone = make(title="已删", start_date="2026-11-05")
    lead.delete(f"{REMINDERS}/{gone}")
    assert _month(lead, "2026-11") == {"2026-11-01": ([whole], []), "2026-11-30": ([], [whole])}
    assert _month(lead, "2026-10") == {"2026-10-31": ([night], [])}
    assert _month(lead, "2026-12") == {"2026-12-01": ([], [night])}
    assert _month(lead, "2027-01") == {}
    assert lead.get(CALENDAR, params={"month": "2026-11"}).json()["today"] == "2026-11-22"


def _month(lead: TestClient, month: str) -> dict[str, tuple[list[int], list[int]]]:
    answer = lead.get(CALENDAR, params={"month": month})
    assert answer.status_code == 200, answer.text
    return {
        day["day"]: ([one["id"] for one in day["starting"]], [one["id"] for one in day["ending"]])
        for day in answer.json()["days"]
    }


@on_sqlite
@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2026-11-01", "0000-01", "9999-12", "x", ""])
def test_a_month_is_a_month(lead: TestClient, month: str) -> None:
    assert lead.get(CALENDAR, params={"month": month}).status_code == 422


@pytest.fixture
def history(
    make: Callable[..., int], li: TestClient, sign_in: Callable[[str], TestClient], time: Clock
) -> int:
    """A reminder ticked by 李娜 at noon, unticked by 王强 just before and ticked just after midnight."""
    made = make(recurrent_interval=7)
    wang = sign_in("wang")
    midnight = NOON + timedelta(hours=12)
    steps = [
        (li, 5, True, NOON),
        (wang, 5, False, midnight - timedelta(seconds=1)),
        (wang, 6, True, midnight),
    ]
    versions = {5: 0, 6: 0}
    for who, acct_id, done, time.now in steps:
        body = {"done": done, "version": versions[acct_id]}
        assert who.put(f"/api/assist/ticks/{acct_id}/{made}", json=body).status_code == 200
        versions[acct_id] += 1
    return made


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        ({}, [(6, "王强"), (5, "王强"), (5, "李娜")]),
        ({"account": 5}, [(5, "王强"), (5, "李娜")]),
        ({"person": "李"}, [(5, "李娜")]),
        ({"person": "%"}, []),
        ({"from": "2026-11-23"}, [(6, "王强")]),
        ({"to": "2026-11-22"}, [(5, "王强"), (5, "李娜")]),
        ({"from": "2026-11-22", "to": "2026-11-22", "person": "强"}, [(5, "王强")]),
        ({"page": 2, "page_size": 2}, [(5, "李娜")]),
    ],
)
def test_the_history_is_narrowed_by_account_person_and_days(
    lead: TestClient, history: int, query: Json, entries: list[tuple[int, str]]
) -> None:
    answer = lead.get(f"{REMINDERS}/{history}/log", params=query)
    assert [(one["acct_id"], one["by"]) for one in answer.json()["items"]] == entries
