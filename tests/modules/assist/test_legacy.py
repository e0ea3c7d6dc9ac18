"""The kept contract, word for word."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from deskside.kernel.db import Database
from deskside.kernel.errors import TooManyRequests, Unavailable
from deskside.modules.assist.cache.seen import Seen
from deskside.modules.assist.models import AssistAccount, Number, NumberList, ProcessLog, UnknownPlan

Json = dict[str, Any]  # bodies as a client has them
ITEM: Json = {
    "content": "请回访",
    "market": ["USCN", "CACN"],
    "start_date": "1970-01-01T00:00:00",
    "expire_date": "5000-01-01T00:00:00",
    "recurrent_interval": 0,
    "is_global": 1,
    "is_all_business": 1,
    "status": {},
}
ACCOUNT = {"acct_id": 5, "market": "USCN", "business": "BB"}
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def outcome(client: TestClient, submitted: Response) -> Json:
    """What the first poll says, at both addresses."""
    assert submitted.status_code == 202, submitted.text
    assert list(submitted.json()) == ["task_id"]
    task_id = submitted.json()["task_id"]
    answers = [client.get(f"/{name}/{task_id}") for name in ("task", "tasks")]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    said: Json = answers[0].json()
    return said


def test_reminders_of_an_account_have_the_documents_fields(
    make: Callable[..., int], li: TestClient, world: Database
) -> None:
    with world.writing() as db:
        row = NumberList(name="特殊", text="特殊实名", size=1)
        db.add(row)
        db.flush()
        db.add(Number(number="95012345678", list_id=row.id))
    ticked = make(title="回访", recurrent_interval=7, start_date="2026-11-01", expire_date="2026-12-01")
    make(title="nc:tag:vip", is_global=False, is_all_business=False, accounts=[5], markets=["USCN"])
    li.put(f"/api/assist/ticks/5/{ticked}", json={"done": True, "version": 0})
    said = outcome(li, li.post("/reminder/acct", json=ACCOUNT | {"cn_num": 95012345678}))
    in_force = {"start_date": "2026-11-01T00:00:00", "expire_date": "2026-12-01T00:00:00"}
    status = {"is_processed": 1, "last_processed_at": "2026-11-22T12:00:00"}
    listed = {"id": ticked + 1, "title": "nc:tag:vip", "market": ["USCN"], "is_global": 0}
    special = {"id": None, "title": "nc:spe_cn_num", "content": "95012345678 特殊实名"}
    assert said == {
        "status": "SUCCESS",
        "result": [
            ITEM | in_force | {"id": ticked, "title": "回访", "recurrent_interval": 7, "status": status},
            ITEM | listed,
            ITEM | special,
        ],
    }


def test_the_status_is_evaluated_now(make: Callable[..., int], li: TestClient, time: Any) -> None:
    made = make(recurrent_interval=1)
    li.put(f"/api/assist/ticks/5/{made}", json={"done": True, "version": 0})
    time.forward(timedelta(days=1))
    (item,) = outcome(li, li.post("/reminder/acct", json=ACCOUNT))["result"]
    assert item["status"] == {"is_processed": 0, "last_processed_at": "2026-11-22T12:00:00"}


@on_sqlite
@pytest.mark.parametrize("tags", ["x; vip ;", ["VIP"]])
def test_tags_may_come_as_the_crm_writes_them(make: Callable[..., int], li: TestClient, tags: object) -> None:
    made = [make(title="tag:vip"), make(title="tag:other")]
    shown = outcome(li, li.post("/reminder/acct", json=ACCOUNT | {"tags": tags}))["result"]
    assert [one["id"] for one in shown] == made[:1]
    assert len(outcome(li, li.post("/reminder/acct", json=ACCOUNT))["result"]) == 2


@on_sqlite
@pytest.mark.parametrize("form", [{"data": 1}, {"files": 1}])
def test_parameters_may_come_as_a_form_and_numbers_as_text(
    make: Callable[..., int], li: TestClient, form: Json
) -> None:
    made = make()
    texts = {name: str(value) for name, value in ACCOUNT.items()} | {"cn_num": "", "unknown": "ignored"}
    sent: Any = texts if "data" in form else {name: (None, value) for name, value in texts.items()}
    submitted = li.post("/reminder/acct", **{next(iter(form)): sent})
    assert [one["id"] for one in outcome(li, submitted)["result"]] == [made]


def test_op_ticks_in_the_order_of_arrival_and_stores_what_the_page_reports(
    make: Callable[..., int], li: TestClient, world: Database
) -> None:
    made = make(recurrent_interval=-1)
    reported = {"processed_by": "77", "processed_by_xf": 88}
    body: Json = {"acct_id": "5", "reminder_id": str(made)} | reported
    for state in (1, "1", "true", 0, False, 1):
        said = outcome(li, li.post("/reminder/op", json=body | {"is_processed": state}))
        assert said == {"status": "SUCCESS", "result": f"Insert successful: {made}"}
    with world.reading() as db:
        log = db.scalars(select(ProcessLog).order_by(ProcessLog.id)).all()
    assert [(one.version, one.new_status) for one in log] == [(1, True), (2, False), (3, True)]
    assert {(one.actor_id, one.processed_by, one.processed_by_xf) for one in log} == {(2, 77, 88)}


def test_a_forged_processed_by_changes_nothing_about_who_it_was(
    make: Callable[..., int], li: TestClient, lead: TestClient
) -> None:
    made = make()
    body = {"acct_id": 5, "reminder_id": made, "processed_by": 3, "processed_by_xf": "", "is_processed": 1}
    outcome(li, li.post("/reminder/op", json=body | {"actor_id": 3}))
    (entry,) = lead.get(f"/api/assist/reminders/{made}/log").json()["items"]
    assert (entry["by"], entry["processed_by"], entry["processed_by_xf"]) == ("李娜", 3, None)


def test_an_op_that_is_refused_is_a_failure_with_its_reason(
    make: Callable[..., int], li: TestClient, lead: TestClient, world: Database
) -> None:
    gone, fixed, listed = make(), make(title="nc:只读"), make(is_global=False, accounts=[6])
    lead.delete(f"/api/assist/reminders/{gone}")
    for reminder_id, message in (
        (gone, f"提醒不存在: {gone}"),
        (999_999, "提醒不存在: 999999"),
        (fixed, f"提醒不可勾选: {fixed}"),
        (listed, f"提醒不适用于该账户: {listed}"),
    ):
        body = {"acct_id": 5, "reminder_id": reminder_id, "is_processed": 1}
        said = outcome(li, li.post("/reminder/op", json=body))
        assert said == {"status": "FAILURE", "message": message}
    with world.reading() as db:
        assert db.scalars(select(ProcessLog)).all() == []


def test_a_plan_has_the_documents_fields(lead: TestClient, li: TestClient) -> None:
    plan = {
        "plan_id": 8801,
        "name": "BB",
        "contract": "24个月",
        "fee": "$1",
        "discount": None,
        "note": "a\nb",
    }
    lead.post("/api/assist/plans", json=plan | {"business": "bb"})
    said = outcome(li, li.get("/plan/8801"))
    assert said == {"status": "SUCCESS", "result": plan | {"business": "BB"}}


def test_an_unknown_plan_is_a_failure_and_counted(li: TestClient, world: Database) -> None:
    for _ in range(2):
        assert outcome(li, li.get("/plan/77")) == {"status": "FAILURE", "message": "计划不存在: 77"}
    with world.reading() as db:
        assert db.execute(select(UnknownPlan.plan_id, UnknownPlan.visits)).all() == [(77, 2)]


def test_a_task_is_its_callers_alone_for_ten_minutes(
    li: TestClient, sign_in: Callable[[str], TestClient], time: Any
) -> None:
    task_id = li.post("/reminder/acct", json=ACCOUNT).json()["task_id"]
    assert sign_in("wang").get(f"/task/{task_id}").status_code == 404
    time.forward(timedelta(minutes=10))
    assert li.get(f"/task/{task_id}").status_code == 200
    time.forward(timedelta(seconds=1))
    gone = li.get(f"/tasks/{task_id}")
    assert (gone.status_code, list(gone.json())) == (404, ["message"])


@on_sqlite
@pytest.mark.parametrize(
    ("path", "body", "part"),
    [
        ("acct", {"market": "EU"}, "known: USCN, CACN"),
        ("acct", {"business": "XX"}, "known: AHC, BB, CP, MCN, Prime"),
        ("acct", {"cn_num": "x"}, "digits"),
        ("acct", {"acct_id": None}, "acct_id"),
        ("acct", {"acct_id": "five"}, "acct_id"),
        ("acct", {"acct_id": 0}, "acct_id"),
        ("acct", {"acct_id": 2**53}, "acct_id"),
        ("acct", {"acct_id": 10**400}, "acct_id"),
        ("op", {"is_processed": 2}, "is_processed"),
        ("op", {"is_processed": None}, "is_processed"),
        ("op", {"reminder_id": "x"}, "reminder_id"),
        ("op", {"reminder_id": 2**40}, "reminder_id"),
        ("op", {"processed_by": "x"}, "processed_by"),
    ],
)
def test_bad_parameters_are_400_with_a_message(li: TestClient, path: str, body: Json, part: str) -> None:
    whole: Json = ACCOUNT | {"reminder_id": 1, "is_processed": 1} | body
    answer = li.post(f"/reminder/{path}", json=whole)
    assert (answer.status_code, list(answer.json())) == (400, ["message"])
    assert part in answer.json()["message"]


@on_sqlite
@pytest.mark.parametrize("content", ["{", "", "[1]", "5", "null", "[" * 100_000, "\xff", '{"acct_id": NaN}'])
def test_what_is_no_json_object_is_400(li: TestClient, content: str) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("acct", "op"):
        answer = li.post(f"/reminder/{path}", content=content.encode("latin-1"), headers=headers)
        assert (answer.status_code, list(answer.json())) == (400, ["message"])


@on_sqlite
@pytest.mark.parametrize("plan_id", ["abc", "0", "-1", str(2**31), "1.5", "%20"])
def test_a_plan_id_that_is_none_is_400(li: TestClient, plan_id: str) -> None:
    answer = li.get(f"/plan/{plan_id}")
    assert (answer.status_code, list(answer.json())) == (400, ["message"])


@on_sqlite
def test_every_refusal_has_the_documents_body(sign_in: Callable[[str], TestClient], time: Any) -> None:
    for name, status in (("stranger", 401), ("nobody", 403)):
        client = sign_in(name)
        answers = [client.post("/reminder/acct", content=b"{"), client.post("/reminder/op", json={})]
        answers += [client.get(path) for path in ("/plan/1", "/plan/x", "/task/1", "/tasks/1")]
        assert {one.status_code for one in answers} == {status}
        assert {tuple(one.json()) for one in answers} == {("message",)}
    reader = sign_in("reader")
    assert reader.post("/reminder/op", json={}).status_code == 403
    assert reader.get("/task/unknown").json() == {"message": "任务不存在或已过期: unknown"}


@on_sqlite
def test_too_many_and_unavailable_say_when_to_try_again(app: FastAPI, li: TestClient) -> None:
    for error in (TooManyRequests("slowly", retry_after=7), Unavailable("not now", retry_after=7)):
        app.state.authenticate = raiser(error)
        answer = li.get("/plan/1")
        assert (answer.status_code, answer.json()) == (error.status, {"message": error.detail})
        assert answer.headers["retry-after"] == "7"


@on_sqlite
def test_the_unforeseen_is_500_without_a_crash_text(app: FastAPI, li: TestClient) -> None:
    app.state.authenticate = raiser(ValueError("a secret detail"))
    answer = li.get("/plan/1")
    assert (answer.status_code, list(answer.json())) == (500, ["message"])
    assert "secret" not in json.dumps(answer.json())


def raiser(error: Exception) -> Callable[[object], object]:
    def refuse(_request: object) -> object:
        raise error

    return refuse


def test_what_an_old_client_reports_of_an_account_is_recorded(
    app: FastAPI, li: TestClient, world: Database
) -> None:
    seen = app.state.seen = Seen(world)
    li.post("/reminder/acct", json=ACCOUNT | {"business": "bb", "cn_num": "95012345678", "tags": "vip"})
    seen.flush()
    with world.reading() as db:
        row = db.get_one(AssistAccount, 5)
    assert (row.market, row.business, row.cn_num, row.tags) == ("USCN", "BB", "95012345678", ["VIP"])
