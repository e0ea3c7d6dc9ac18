"""Ticks: shared, optimistic, logged."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from deskside.kernel.db import Database
from deskside.modules.assist.models import AssistAccount, NumberList, ProcessLog
from deskside.modules.assist.models import Number as StoredNumber

REMINDERS = "/api/assist/reminders"
Json = dict[str, Any]  # bodies as a client has them
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NEVER = {"done": False, "is_processed": False, "last_processed_at": None, "by": None, "version": 0}
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def make(lead: TestClient) -> Callable[..., int]:
    def create(**change: object) -> int:
        body = {"title": "回访", "content": "请回访", "is_global": True, "is_all_business": True}
        answer = lead.post(REMINDERS, json=body | {"recurrent_interval": 7} | change)
        assert answer.status_code == 201, answer.text
        made: int = answer.json()["id"]
        return made

    return create


@pytest.fixture
def put(sign_in: Callable[[str], TestClient]) -> Callable[..., Any]:
    def tick(
        reminder_id: int, done: object, version: int, *, who: str = "li", acct: int = 5, **more: object
    ) -> Any:
        body = {"done": done, "version": version, **more}
        return sign_in(who).put(f"/api/assist/ticks/{acct}/{reminder_id}", json=body)

    return tick


def test_a_tick_is_seen_by_all_with_whom_and_when(
    make: Callable[..., int], put: Callable[..., Any], lead: TestClient
) -> None:
    made = make()
    ticked = put(made, True, 0, reported={"userid": 77, "xinfang_id": 88})
    tick = {
        "done": True,
        "is_processed": True,
        "last_processed_at": "2026-11-22T04:00:00Z",
        "by": "李娜",
        "version": 1,
    }
    assert (ticked.status_code, ticked.json()) == (200, tick)
    question = {"acct_id": 5, "market": "USCN", "business": "BB"}
    shown = lead.post("/api/assist/lookup", json=question).json()["reminders"]
    assert [one["tick"] for one in shown] == [tick]
    rows = lead.get(f"{REMINDERS}/{made}/ticks").json()
    assert rows["items"] == [
        {
            "acct_id": 5,
            "done": True,
            "is_processed": True,
            "by": "李娜",
            "at": tick["last_processed_at"],
            "version": 1,
        }
    ]
    assert lead.get(f"{REMINDERS}/{made}/log").json()["items"] == [
        {
            "acct_id": 5,
            "by": "李娜",
            "processed_by": 77,
            "processed_by_xf": 88,
            "at": tick["last_processed_at"],
            "new_status": True,
        }
    ]


def test_a_stale_writer_is_told_the_truth(make: Callable[..., int], put: Callable[..., Any]) -> None:
    made = make()
    put(made, True, 0)
    current = put(made, False, 1, who="wang").json()
    refused = put(made, True, 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert refused.json()["tick"] == current
    assert (current["done"], current["by"], current["version"]) == (False, "王强", 2)
    assert put(made, True, 5, acct=6).json()["tick"] == NEVER
    assert put(made, True, 2).json()["version"] == 3


def test_asking_for_what_holds_is_answered_and_not_logged(
    make: Callable[..., int], put: Callable[..., Any], lead: TestClient
) -> None:
    made = make()
    assert put(made, False, 0).json() == NEVER
    first = put(made, True, 0)
    again = put(made, True, 0, who="wang")
    assert (again.status_code, again.json()) == (200, first.json())
    assert lead.get(f"{REMINDERS}/{made}/log").json()["total"] == 1


def test_a_tick_after_its_period_is_a_new_one(
    make: Callable[..., int], put: Callable[..., Any], lead: TestClient, time: Any
) -> None:
    made = make(recurrent_interval=1)
    put(made, True, 0)
    time.forward(timedelta(days=1))
    rows = lead.get(f"{REMINDERS}/{made}/ticks").json()["items"]
    assert [(one["done"], one["is_processed"]) for one in rows] == [(False, True)]
    assert put(made, True, 1).json()["version"] == 2
    assert lead.get(f"{REMINDERS}/{made}/log").json()["total"] == 2


def test_without_a_period_a_tick_lasts_for_the_visit(
    make: Callable[..., int], put: Callable[..., Any], lead: TestClient
) -> None:
    made = make(recurrent_interval=0)
    ticked = put(made, True, 0).json()
    assert (ticked["done"], ticked["version"]) == (True, 1)
    question = {"acct_id": 5, "market": "USCN", "business": "BB"}
    (shown,) = lead.post("/api/assist/lookup", json=question).json()["reminders"]
    assert (shown["tick"]["done"], shown["tick"]["is_processed"], shown["tick"]["version"]) == (
        False,
        True,
        1,
    )
    assert put(made, False, 1).json()["version"] == 2


@pytest.mark.parametrize(
    ("change", "told", "status"),
    [
        ({"markets": ["USCN"]}, {"market": "USCN"}, 200),
        ({"markets": ["USCN"]}, {"market": "CACN"}, 404),
        ({"markets": ["USCN"]}, {}, 200),
        ({"markets": ["USCN"]}, {"market": "EU"}, 400),
        ({"is_all_business": False, "businesses": ["BB"]}, {"business": "bb"}, 200),
        ({"is_all_business": False, "businesses": ["BB"]}, {"business": "CP"}, 404),
        ({"is_all_business": False, "businesses": ["BB"]}, {"business": "XX"}, 400),
        ({"title": "tag:VIP"}, {"tags": ["vip"]}, 200),
        ({"title": "tag:VIP"}, {"tags": []}, 404),
        ({"title": "tag:VIP"}, {}, 200),
        ({"number_list": "特殊"}, {"cn_num": "95012345678"}, 200),
        ({"number_list": "特殊"}, {"cn_num": "1"}, 404),
        ({"number_list": "特殊"}, {"cn_num": "x"}, 400),
        ({"departments": [11]}, {}, 200),
        ({"departments": [13]}, {}, 404),
        ({"is_global": False, "accounts": [5]}, {}, 200),
        ({"is_global": False, "accounts": [6]}, {}, 404),
        ({"is_global": False, "accounts": [5], "markets": ["CACN"]}, {"market": "USCN"}, 404),
        ({"start_date": "2026-11-23"}, {}, 404),
        ({"expire_date": "2026-11-22T12:00:00"}, {}, 404),
        ({"title": "nc:只读"}, {}, 422),
        ({"title": "nc:只读", "markets": ["CACN"]}, {"market": "USCN"}, 404),
    ],
)
def test_a_tick_is_refused_where_the_reminder_does_not_apply(
    make: Callable[..., int],
    put: Callable[..., Any],
    world: Database,
    change: Json,
    told: Json,
    status: int,
) -> None:
    with world.writing() as db:
        row = NumberList(name="特殊", text="特殊号", size=1)
        db.add(row)
        db.flush()
        db.add(StoredNumber(number="95012345678", list_id=row.id))
    answer = put(make(**change), True, 0, **told)
    assert answer.status_code == status, answer.text
    with world.reading() as db:
        assert len(db.scalars(select(ProcessLog)).all()) == (status == 200)


def test_facts_that_were_not_sent_are_taken_from_the_last_look_up(
    make: Callable[..., int], put: Callable[..., Any], world: Database
) -> None:
    with world.writing() as db:
        seen = datetime(2026, 11, 1, tzinfo=UTC)
        db.add(
            AssistAccount(acct_id=5, market="CACN", business="CP", cn_num=None, tags=["VIP"], seen_at=seen)
        )
    made = make(markets=["USCN"])
    assert put(made, True, 0).status_code == 404
    assert put(made, True, 0, market="USCN").status_code == 200
    assert put(make(title="tag:OTHER"), True, 0).status_code == 404
    assert put(make(title="tag:VIP"), True, 0).status_code == 200
    assert put(made, True, 0, acct=6).status_code == 200


@on_sqlite
def test_a_business_that_another_tool_removed_judges_nothing(
    make: Callable[..., int], put: Callable[..., Any], world: Database
) -> None:
    with world.writing() as db:
        seen = datetime(2026, 11, 1, tzinfo=UTC)
        db.add(AssistAccount(acct_id=5, market="USCN", business="GONE", cn_num=None, tags=None, seen_at=seen))
    assert put(make(), True, 0).status_code == 200


@on_sqlite
def test_a_reminder_that_is_not_there_cannot_be_ticked(
    make: Callable[..., int], put: Callable[..., Any], lead: TestClient
) -> None:
    made = make()
    lead.delete(f"{REMINDERS}/{made}")
    for missing in (made, 999_999):
        answer = put(missing, True, 0)
        assert (answer.status_code, answer.json()["code"]) == (404, "reminder_unknown")


@on_sqlite
@pytest.mark.parametrize(
    "body",
    [
        {"done": True},
        {"version": 0},
        {"done": True, "version": -1},
        {"done": True, "version": 0, "actor_id": 9},
        {"done": True, "version": 0, "processed_by": 9},
        {"done": True, "version": 0, "reported": {"user": 9}},
    ],
)
def test_a_malformed_tick_is_refused(make: Callable[..., int], li: TestClient, body: Json) -> None:
    assert li.put(f"/api/assist/ticks/5/{make()}", json=body).status_code == 422


@on_sqlite
def test_whoever_may_only_read_cannot_tick(make: Callable[..., int], put: Callable[..., Any]) -> None:
    made = make()
    assert put(made, True, 0, who="reader").status_code == 403
    assert put(made, True, 0, who="stranger").status_code == 401


def test_the_database_itself_refuses_a_second_successor_of_one_state(
    make: Callable[..., int], put: Callable[..., Any], world: Database
) -> None:
    made = make()
    put(made, True, 0)
    fork = {"acct_id": 5, "reminder_id": made, "version": 1, "new_status": False}
    with pytest.raises(IntegrityError), world.writing() as db:
        db.execute(insert(ProcessLog), [fork])
