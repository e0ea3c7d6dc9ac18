"""The look-up as the typed route answers it from the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deskside.kernel.db import Database
from deskside.modules.assist.models import Number, NumberList, Reminder

LOOKUP = "/api/assist/lookup"
Json = dict[str, Any]  # bodies as a client has them
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def numbers(world: Database) -> Database:
    """A number list that holds 95012345678."""
    with world.writing() as db:
        row = NumberList(name="特殊", text="特殊实名", size=1)
        db.add(row)
        db.flush()
        db.add(Number(number="95012345678", list_id=row.id))
    return world


def look(client: TestClient, **change: object) -> list[Json]:
    answer = client.post(LOOKUP, json={"acct_id": 5, "market": "USCN", "business": "BB"} | change)
    assert answer.status_code == 200, answer.text
    assert answer.json()["acct_id"] == change.get("acct_id", 5)
    reminders: list[Json] = answer.json()["reminders"]
    return reminders


def test_fixed_ones_come_first_then_the_special_number_then_todos_by_id(
    make: Callable[..., int], li: TestClient, numbers: Database
) -> None:
    todo = make(recurrent_interval=3)
    fixed = make(title="nc:说明", content="说明")
    tagged = make(title="tag:vip:VIP", content="贵宾")
    never = {"done": False, "is_processed": False, "last_processed_at": None, "by": None, "version": 0}
    base = {"tag": None, "recurrent_interval": 0, "tick": None}
    assert look(li, cn_num="95012345678") == [
        base | {"id": fixed, "kind": "fixed", "content": "说明"},
        base | {"id": None, "kind": "fixed", "content": "95012345678 特殊实名"},
        base | {"id": todo, "kind": "todo", "content": "请回访", "recurrent_interval": 3, "tick": never},
        base | {"id": tagged, "kind": "todo", "content": "贵宾", "tag": "VIP", "tick": never},
    ]


@pytest.mark.parametrize(
    ("change", "question", "shown"),
    [
        ({"markets": ["USCN"]}, {"market": "uscn"}, True),
        ({"markets": ["USCN"]}, {"market": "CACN"}, False),
        ({"is_all_business": False, "businesses": ["BB", "CP"]}, {"business": "cp"}, True),
        ({"is_all_business": False, "businesses": ["BB", "CP"]}, {"business": "Prime"}, False),
        ({"is_global": False, "accounts": [5, 6]}, {}, True),
        ({"is_global": False, "accounts": [6]}, {}, False),
        ({"is_global": False, "accounts": [5], "markets": ["CACN"]}, {}, False),
        ({"is_global": False, "accounts": [5], "is_all_business": False, "businesses": ["CP"]}, {}, False),
        ({"title": "tag:vip"}, {}, True),
        ({"title": "tag:vip"}, {"tags": [" Vip ", "x"]}, True),
        ({"title": "tag:vip"}, {"tags": ["x"]}, False),
        ({"title": "tag:vip"}, {"tags": []}, False),
        ({"number_list": "特殊"}, {"cn_num": "95012345678"}, True),
        ({"number_list": "特殊"}, {"cn_num": "1"}, False),
        ({"number_list": "特殊"}, {}, False),
        ({"departments": [12]}, {}, True),
        ({"departments": [11]}, {}, True),
        ({"departments": [13]}, {}, False),
        ({"start_date": "2026-11-22T12:00:00"}, {}, True),
        ({"start_date": "2026-11-22T12:00:01"}, {}, False),
        ({"expire_date": "2026-11-22T12:00:01"}, {}, True),
        ({"expire_date": "2026-11-22T12:00:00"}, {}, False),
    ],
)
def test_a_reminder_is_shown_where_it_applies(
    make: Callable[..., int], li: TestClient, numbers: Database, change: Json, question: Json, shown: Any
) -> None:
    made = make(**change)
    assert [one["id"] for one in look(li, **question) if one["id"]] == [made] * shown


@on_sqlite
def test_an_agent_without_a_department_sees_what_is_for_all(
    make: Callable[..., int], sign_in: Callable[[str], TestClient]
) -> None:
    everybody = make()
    make(departments=[11])
    assert [one["id"] for one in look(sign_in("wang"))] == [everybody]


def test_a_deleted_reminder_is_gone(make: Callable[..., int], lead: TestClient) -> None:
    made = make()
    lead.delete(f"/api/assist/reminders/{made}")
    assert look(lead) == []


def test_an_account_taken_off_the_list_no_longer_sees_it(make: Callable[..., int], lead: TestClient) -> None:
    made = make(is_global=False, accounts=[5, 6])
    lead.put(f"/api/assist/ticks/5/{made}", json={"done": True, "version": 0})
    lead.patch(f"/api/assist/reminders/{made}", json={"version": 1, "accounts": [6]})
    assert look(lead) == []


def test_a_tick_is_open_again_after_its_period(make: Callable[..., int], li: TestClient, time: Any) -> None:
    made = make(recurrent_interval=2)
    li.put(f"/api/assist/ticks/5/{made}", json={"done": True, "version": 0})
    seen = []
    for _ in range(3):
        (shown,) = look(li)
        seen.append((shown["tick"]["done"], shown["tick"]["is_processed"], shown["tick"]["by"]))
        time.forward(timedelta(days=1))
    assert seen == [(True, True, "李娜"), (True, True, "李娜"), (False, True, "李娜")]


def test_the_revision_moves_with_edits_and_with_ticks_of_the_account(
    make: Callable[..., int], lead: TestClient
) -> None:
    question = {"acct_id": 5, "market": "USCN", "business": "BB"}
    made = make()
    revisions = [lead.post(LOOKUP, json=question).json()["revision"]]
    lead.put(f"/api/assist/ticks/5/{made}", json={"done": True, "version": 0})
    revisions.append(lead.post(LOOKUP, json=question).json()["revision"])
    lead.put(f"/api/assist/ticks/6/{made}", json={"done": True, "version": 0})
    assert lead.post(LOOKUP, json=question).json()["revision"] == revisions[-1]
    lead.patch(f"/api/assist/reminders/{made}", json={"version": 1, "content": "A"})
    revisions.append(lead.post(LOOKUP, json=question).json()["revision"])
    assert len(set(revisions)) == 3


def test_rows_of_an_older_tool_are_understood(lead: TestClient, world: Database) -> None:
    with world.writing() as db:
        row = Reminder(title="旧", content="旧", market="USCN", is_global=False, is_all_business=None)
        db.add(row)
        db.flush()
        made = row.id
    lead.patch(f"/api/assist/reminders/{made}", json={"version": 1, "accounts": [5]})
    assert [one["id"] for one in look(lead)] == [made]


@on_sqlite
@pytest.mark.parametrize(
    ("change", "status", "part"),
    [
        ({"market": "EU"}, 400, "known: USCN, CACN"),
        ({"market": ""}, 400, "known: USCN, CACN"),
        ({"market": "All"}, 400, "known: USCN, CACN"),
        ({"business": "XX"}, 400, "known: AHC, BB, CP, MCN, Prime"),
        ({"business": ""}, 400, "known: AHC, BB, CP, MCN, Prime"),
        ({"cn_num": "95-01"}, 400, "digits"),
        ({"acct_id": 0}, 422, "acct_id"),
        ({"acct_id": -1}, 422, "acct_id"),
        ({"acct_id": 2**53}, 422, "acct_id"),
        ({"acct_id": "five"}, 422, "acct_id"),
        ({"acct_id": None}, 422, "acct_id"),
        ({"tags": "VIP"}, 422, "tags"),
        ({"extra": 1}, 422, "extra"),
    ],
)
def test_a_bad_question_is_refused_with_the_reason(
    li: TestClient, change: Json, status: int, part: str
) -> None:
    answer = li.post(LOOKUP, json={"acct_id": 5, "market": "USCN", "business": "BB"} | change)
    assert answer.status_code == status
    assert part in answer.json()["detail"]


@on_sqlite
def test_it_needs_a_token_and_the_scope(li: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    question = {"acct_id": 5, "market": "USCN", "business": "BB"}
    assert sign_in("stranger").post(LOOKUP, json=question).status_code == 401
    assert sign_in("nobody").post(LOOKUP, json=question).status_code == 403
    not_json = li.post(LOOKUP, content="{", headers={"Content-Type": "application/json"})
    assert (not_json.status_code, not_json.json()["detail"]) == (400, "the body is not JSON")
