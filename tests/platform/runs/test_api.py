"""同步与任务 over HTTP."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.connectors import Ports, RemoteUnavailable
from deskside.kernel.db import Database, Reads
from deskside.kernel.wire import install_error_handlers
from deskside.platform.audit import AuditEntry
from deskside.platform.jobs import (
    JobContext,
    Message,
    Runner,
    enqueue,
    forget,
    forget_schedule,
    job,
    schedule,
    write_declared,
)
from deskside.platform.runs import RunContext, clear_alarm, raise_alarm, router, run_job

ZONE = ZoneInfo("Asia/Shanghai")
broken: list[bool] = []


class Sync(Message, name="tests.api.sync"): ...


class Quiet(Message, name="tests.api.quiet"): ...


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    @run_job(Sync, title_zh="同步测试", title_en="Test sync", retries=0)
    def sync(run: RunContext[Sync]) -> None:
        run.log("asking")
        if broken:
            raise RemoteUnavailable("the vendor is asleep.")
        run.read_count += 3
        run.changed += 2
        run.skip("no phone")

    @job(Quiet)
    def quiet(_context: JobContext[Quiet]) -> None: ...

    schedule("tests.api.sync", Sync(), cron="5 1 * * *", title_zh="每日同步", title_en="Daily sync")
    schedule("tests.api.quiet", Quiet(), cron="@hourly", title_zh="安静", title_en="Quiet", late="skip")
    yield
    broken.clear()
    forget("tests.api.sync", "tests.api.quiet")
    forget_schedule("tests.api.sync")
    forget_schedule("tests.api.quiet")


@pytest.fixture
def client(database: Database) -> TestClient:
    def authenticate(request: Request) -> Principal:
        scopes = frozenset(request.headers.get("scopes", "").split())
        return Principal(1, "a", "A", None, frozenset(), scopes, "session", 1)

    app = FastAPI(openapi_url=None)
    app.include_router(router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate = database, authenticate
    assert undeclared_routes(app) == []
    database.write(write_declared, ZONE)
    return TestClient(app, headers={"scopes": "runs:read runs:manage"})


@pytest.fixture
def runner(database: Database) -> Iterator[Runner]:
    runner = Runner(database, Ports())
    yield runner
    runner.close()


def ask(database: Database) -> None:
    with database.writing() as db:
        enqueue(db, Sync(), trigger="manual")


def only_run(client: TestClient) -> dict[str, object]:
    (run,) = client.get("/api/runs").json()["items"]
    assert isinstance(run, dict)
    return run


def test_a_run_is_shown_with_its_numbers(client: TestClient, database: Database, runner: Runner) -> None:
    ask(database)
    assert only_run(client)["state"] == "waiting"
    runner.run_due()
    run = only_run(client)
    assert client.get(f"/api/runs/{run['id']}").json() == run
    moments = ("id", "started_at", "finished_at", "created_at", "seconds")
    assert {key: value for key, value in run.items() if key not in moments} == {
        "name": "tests.api.sync",
        "title": "同步测试",
        "trigger": "manual",
        "actor": None,
        "state": "done",
        "read": 3,
        "changed": 2,
        "skipped": [{"reason": "no phone", "count": 1}],
        "complete": True,
        "error": None,
        "done": 0,
        "total": None,
    }
    assert isinstance(run["seconds"], float)
    assert datetime.fromisoformat(str(run["finished_at"])).tzinfo is not None


def test_titles_are_in_the_reader_s_language(client: TestClient, database: Database) -> None:
    ask(database)
    english = client.get("/api/runs", headers={"Accept-Language": "en-GB,en;q=0.9"}).json()["items"]
    assert english[0]["title"] == "Test sync"


def test_the_list_is_paged_and_filtered(client: TestClient, database: Database, runner: Runner) -> None:
    for _ in range(3):
        ask(database)
    runner.run_due()
    ask(database)
    page = client.get("/api/runs", params={"page_size": 2}).json()
    assert (len(page["items"]), page["total"]) == (2, 4)
    assert page["items"][0]["state"] == "waiting"
    assert client.get("/api/runs", params={"state": "done"}).json()["total"] == 3
    assert client.get("/api/runs", params={"name": "other"}).json()["total"] == 0
    assert client.get("/api/runs", params={"trigger": "manual"}).json()["total"] == 4
    assert client.get("/api/runs", params={"trigger": "schedule"}).json()["total"] == 0
    assert client.get("/api/runs", params={"state": "done", "complete": False}).json()["total"] == 0
    assert client.get("/api/runs", params={"state": "odd"}).status_code == 422


def test_the_log_is_shown(client: TestClient, database: Database, runner: Runner) -> None:
    ask(database)
    runner.run_due()
    lines = client.get(f"/api/runs/{only_run(client)['id']}/log").json()["lines"]
    assert [line["text"] for line in lines] == ["asking"]


def test_an_unknown_run_is_404(client: TestClient) -> None:
    for path in ("/api/runs/9", "/api/runs/9/log"):
        assert client.get(path).status_code == 404
    assert client.post("/api/runs/9/cancel").status_code == 404


def test_a_waiting_run_is_cancelled_and_run_again(
    client: TestClient, database: Database, runner: Runner
) -> None:
    ask(database)
    path = f"/api/runs/{only_run(client)['id']}"
    assert client.post(f"{path}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{path}/cancel").status_code == 409
    assert client.post(f"{path}/retry").json()["state"] == "waiting"
    runner.run_due()
    assert client.get(path).json()["state"] == "done"
    assert client.post(f"{path}/retry").status_code == 409

    def question(db: Reads) -> list[str]:
        return list(db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))

    assert database.read(question) == ["runs.run.cancel", "runs.run.retry"]


def test_a_failed_run_is_an_alarm_until_it_succeeds(
    client: TestClient, database: Database, runner: Runner
) -> None:
    broken.append(True)
    ask(database)
    runner.run_due()
    with database.writing() as db:
        raise_alarm(db, "numbers", "assist.numbers", "文件损坏")
    first, second = sorted(client.get("/api/runs/alarms").json()["items"], key=lambda alarm: alarm["kind"])
    assert (first["kind"], first["cleared_at"]) == ("failed", None)
    assert first["message"].startswith("“同步测试”失败：the vendor is asleep。")
    assert second["message"] == "文件损坏"
    broken.clear()
    client.post(f"/api/runs/{only_run(client)['id']}/retry")
    runner.run_due()
    alarms = client.get("/api/runs/alarms", headers={"Accept-Language": "en"}).json()["items"]
    assert [alarm["kind"] for alarm in alarms] == ["numbers", "failed"]
    assert alarms[1]["cleared_at"] is not None


def test_schedules_show_their_next_five_times_on_the_site_s_wall(client: TestClient) -> None:
    items = {item["name"]: item for item in client.get("/api/schedules").json()["items"]}
    daily = items["tests.api.sync"]
    assert (daily["title"], daily["cron"], daily["enabled"]) == ("每日同步", "5 1 * * *", True)
    assert (daily["late_policy"], daily["last_run_at"]) == ("once", None)
    assert len(daily["next_times"]) == 5
    assert all(moment.endswith("T01:05:00+08:00") for moment in daily["next_times"])
    assert daily["next_at"] == daily["next_times"][0]


def test_a_schedule_is_edited(client: TestClient) -> None:
    body = {"cron": "0 3 * * 1", "enabled": False, "late_policy": "skip"}
    edited = client.patch("/api/schedules/tests.api.sync", json=body).json()
    assert {key: edited[key] for key in body} == body
    assert (edited["next_at"], edited["next_times"]) == (None, [])
    refused = client.patch("/api/schedules/tests.api.sync", json={"cron": "often"})
    assert refused.status_code == 422
    assert "cron" in refused.json()["fields"]
    assert client.patch("/api/schedules/tests.none", json={"enabled": True}).status_code == 404


def test_a_schedule_is_run_at_once(client: TestClient, runner: Runner) -> None:
    started = client.post("/api/schedules/tests.api.sync/run")
    assert started.status_code == 202
    assert started.json()["run_id"] == only_run(client)["id"]
    quiet = client.post("/api/schedules/tests.api.quiet/run").json()
    assert quiet["run_id"] is None
    assert quiet["job_id"] > 0
    assert runner.run_due() == 2
    assert client.post("/api/schedules/tests.none/run").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/runs/1/cancel"),
        ("POST", "/api/runs/1/retry"),
        ("PATCH", "/api/schedules/tests.api.sync"),
        ("POST", "/api/schedules/tests.api.sync/run"),
    ],
)
def test_changing_needs_runs_manage(client: TestClient, method: str, path: str) -> None:
    body: dict[str, object] | None = {} if method == "PATCH" else None
    assert client.request(method, path, json=body, headers={"scopes": "runs:read"}).status_code == 403


@pytest.mark.parametrize("path", ["/api/runs", "/api/runs/1", "/api/runs/1/log", "/api/runs/alarms"])
def test_reading_needs_runs_read(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"scopes": "runs:manage"}).status_code == 403


def test_the_inbox_counts_what_is_new_until_it_was_seen(client: TestClient, database: Database) -> None:
    assert client.get("/api/runs/inbox").json() == {"unread": 0, "seen_at": None, "items": []}
    database.write(raise_alarm, "failed", "tests.api.sync", "no answer")
    database.write(raise_alarm, "stale", "tests.api.sync", "")
    news = client.get("/api/runs/inbox").json()
    assert (news["unread"], len(news["items"])) == (2, 2)
    newest = max(item["raised_at"] for item in news["items"])
    assert client.post("/api/runs/inbox/seen", json={"until": newest}).json()["unread"] == 0
    database.write(clear_alarm, "stale", "tests.api.sync")
    recovered = client.get("/api/runs/inbox").json()
    assert recovered["unread"] == 1
    assert recovered["items"][0]["cleared_at"] is not None
    assert client.post("/api/runs/inbox/seen", json={"until": "2026-11-22T10:00:00"}).status_code == 422
    assert client.get("/api/runs/inbox", headers={"scopes": "assist:read"}).status_code == 403


def test_a_cron_line_is_tried_out_before_it_is_saved(client: TestClient) -> None:
    times = client.get("/api/schedules/next", params={"cron": "5 1 * * *"}).json()["next_times"]
    assert len(times) == 5
    assert all("T01:05:00+08:00" in moment for moment in times)
    wrong = client.get("/api/schedules/next", params={"cron": "every day"})
    assert (wrong.status_code, "cron" in wrong.json()["fields"]) == (422, True)


def test_sources_are_listed(client: TestClient) -> None:
    answer = client.get("/api/sources").json()
    assert answer["total"] == len(answer["items"])
    assert client.get("/api/sources", headers={"scopes": "assist:read"}).status_code == 403
