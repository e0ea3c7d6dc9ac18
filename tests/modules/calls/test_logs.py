"""Calls written down by hand, one record by its id, the account's card, and first answers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from msgspec.structs import replace
from tests.modules.calls.conftest import PEOPLE, YESTERDAY, Clock, calls_of

import deskside.contracts
from deskside.contracts import Contact
from deskside.demo.calls_vendor import Vendor
from deskside.kernel.db import Database, Reads
from deskside.modules.calls.messages import SyncRecords
from deskside.modules.calls.queries.account_card import PANEL
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.jobs import Message, Runner
from deskside.platform.runs import Run
from deskside.platform.settings import current

Go = Callable[[Message], Run]
TALKED = {
    "phone": "139 0000 0004",
    "name": "王芳",
    "outcome": "talked",
    "next_step": "发合同",
    "next_on": "2026-11-25",
}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Contact]:
    """What other modules are told of contacts."""
    told: list[Contact] = []
    monkeypatch.setattr(deskside.contracts, "_hearing", [lambda _db, contact: told.append(contact)])
    return told


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Account 1001 has a number, 1002 has none."""

    def numbers(_db: Reads, account_id: int) -> list[str]:
        return ["+86 139-0000-0004"] if account_id == 1001 else []

    monkeypatch.setattr(deskside.contracts, "_knowing", [numbers])
    monkeypatch.setattr(deskside.contracts, "_recognising", [lambda _db, keys: {"8613900000004"} & set(keys)])


def written(client: TestClient, **fields: object) -> Any:
    answer = client.post("/api/calls/logs", json=TALKED | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_call_is_written_down_and_whoever_keeps_customers_is_told(
    li: TestClient, heard: list[Contact]
) -> None:
    log = written(li)
    assert (log["phone"], log["mine"], log["by_name"], log["version"]) == ("139 0000 0004", True, "李娜", 1)
    assert log["called_at"] == "2026-11-22T04:00:00Z"
    assert [(one.source, one.phone) for one in heard] == [("call", "139 0000 0004")]
    written(li, outcome="no_answer")
    assert len(heard) == 1, "nobody was spoken to"


def test_the_number_is_whole_for_its_writer_and_masked_for_others(li: TestClient, lead: TestClient) -> None:
    log = written(li)
    found = lead.get("/api/calls/logs").json()["items"][0]
    assert (found["mine"], found["phone"] == log["phone"], "0000 0004" in found["phone"]) == (
        False,
        False,
        False,
    )
    assert lead.get(f"/api/calls/logs/{log['id']}").json() == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "无号码"),
        ("phone", ""),
        ("outcome", "maybe"),
        ("seconds", -1),
        ("called_at", "2026-11-22T04:00:01Z"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_that_is_wrong(
    li: TestClient, field: str, value: object
) -> None:
    answer = li.post("/api/calls/logs", json=TALKED | {field: value})
    assert answer.status_code == 422, answer.text
    assert field in answer.json()["fields"]
    assert li.get("/api/calls/logs").json()["total"] == 0


def test_only_the_writer_changes_a_log_and_a_stale_tab_is_told(li: TestClient, lead: TestClient) -> None:
    log = written(li)
    path = f"/api/calls/logs/{log['id']}"
    assert lead.patch(path, json={"version": 1}).json()["code"] == "not_yours"
    changed = li.patch(path, json={"version": 1, "note": "下周再谈", "next_on": None, "phone": None}).json()
    assert (changed["note"], changed["version"], changed["called_at"]) == ("下周再谈", 2, log["called_at"])
    assert (changed["next_on"], changed["phone"]) == (None, TALKED["phone"]), "a number cannot be taken away"
    stale = li.patch(path, json={"version": 1, "note": "x"})
    assert (stale.status_code, stale.json()["current"]["note"]) == (409, "下周再谈")


def test_a_log_is_taken_back_by_its_writer_or_a_manager(li: TestClient, lead: TestClient) -> None:
    of_lead, of_li = written(lead), written(li)
    assert li.delete(f"/api/calls/logs/{of_lead['id']}").status_code == 403
    assert lead.delete(f"/api/calls/logs/{of_li['id']}").status_code == 204
    assert lead.delete(f"/api/calls/logs/{of_li['id']}").status_code == 404
    assert [one["id"] for one in li.get("/api/calls/logs").json()["items"]] == [of_lead["id"]]


def test_logs_are_found_by_number_writer_outcome_and_what_is_due(li: TestClient, lead: TestClient) -> None:
    later = written(li, next_on="2026-12-01")
    busy = written(lead, phone="020-12345678", outcome="busy", next_step="", next_on=None)
    soon = written(li)

    def ids(**wanted: object) -> list[int]:
        found = li.get("/api/calls/logs", params={k: str(v) for k, v in wanted.items()}).json()
        assert found["total"] == len(found["items"])
        return [one["id"] for one in found["items"]]

    assert ids(phone="8613900000004") == [soon["id"], later["id"]]
    assert ids(phone="+86 20 12345678") == ids(outcome="busy") == [busy["id"]]
    assert ids(mine="true") == [soon["id"], later["id"]]
    assert ids(with_next="true") == [soon["id"], later["id"]], "the earliest due first"


def test_one_record_is_found_by_its_id(lead: TestClient, vendor: Vendor, run: Go) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 5, grade="9元"))
    run(SyncRecords(day=YESTERDAY))
    of_list = lead.get("/api/calls/records", params={"from": str(YESTERDAY), "to": str(YESTERDAY)}).json()[
        "items"
    ]
    assert lead.get(f"/api/calls/records/{of_list[0]['record_id']}").json() == of_list[0]
    gone = lead.get("/api/calls/records/none")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_an_account_s_card_has_its_last_calls_whoever_wrote_them_down(
    li: TestClient,
    vendor: Vendor,
    world: Database,
    run: Go,
    known: None,
    time: Clock,
    runner: Runner,
    heard: list[Contact],
) -> None:
    assert world.read(PANEL.read, PEOPLE["li"], 1001).facts == ()
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 5, grade="9元"))
    run(SyncRecords(day=YESTERDAY))
    assert world.read(PANEL.read, PEOPLE["li"], 1001).facts == (), "not linked yet"
    runner.run_due()
    of_the_day = datetime.fromtimestamp(calls_of(YESTERDAY, 5)[3].called_at, UTC)
    assert [(one.at, one.phone) for one in heard] == [(of_the_day, "+8613900000004")], "told once"
    run(SyncRecords(day=YESTERDAY))
    runner.run_due()
    assert len(heard) == 1, "the same call again"
    written(li)
    card = world.read(PANEL.read, PEOPLE["li"], 1001)
    assert [(fact.label, fact.value, fact.tone) for fact in card.facts] == [
        ("11-22 12:00", "已沟通 · 下一步：发合同 · 李娜", "plain"),
        ("11-21 09:00", "已接通 30 秒 · 9元 · 坐席1", "good"),
    ]
    assert card.facts[1].href == f"/calls/records/20261121-4?from={YESTERDAY}&to={YESTERDAY}"
    assert card.as_of is not None
    assert world.read(PANEL.read, PEOPLE["li"], 1002).facts == ()


def test_first_answers_are_counted_where_the_settings_want_it(
    lead: TestClient, vendor: Vendor, world: Database, run: Go
) -> None:
    calls = calls_of(YESTERDAY, 6)
    for number, answered in ((1, True), (3, False), (4, True)):
        later = calls[number - 1].called_at + 5
        calls.append(
            replace(calls[number - 1], record_id=f"again{number}", called_at=later, answered=answered)
        )
    vendor.set_day(YESTERDAY, calls)
    span = {"from": str(YESTERDAY - timedelta(days=1)), "to": str(YESTERDAY)}
    run(SyncRecords(day=YESTERDAY))
    assert lead.get("/api/calls/first-answers", params=span).json() == {
        "items": [],
        "total": 0,
        "counted": False,
    }
    rules = lead.get("/api/calls/rules").json()
    answer = lead.put(
        "/api/calls/rules", json={"version": rules["version"], "values": {"first_answers": True}}
    )
    assert answer.status_code == 200, answer.text
    assert world.read(lambda db: current(db, CallsSettings)).first_answers
    run(SyncRecords(day=YESTERDAY))
    found = lead.get("/api/calls/first-answers", params=span).json()
    assert found == {
        "items": [
            {"day": str(YESTERDAY), "numbers": 6, "reached": 4, "reached_first": 3, "calls": 9, "rate": 0.5}
        ],
        "total": 1,
        "counted": True,
    }
