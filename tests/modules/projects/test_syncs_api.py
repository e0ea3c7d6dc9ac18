"""Syncs by hand, their history, drops to decide, and the document's two forms."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.projects.conftest import BASE, NOON, Clock
from tests.modules.projects.test_syncing import remote_row

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.main import Web
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.connectors.fake import FakeLibrary
from deskside.modules.projects.legacy import syncs
from deskside.modules.projects.models import HeldDrop, ProjectChange
from deskside.platform.identity import issue_token
from deskside.platform.jobs import Runner, write_declared

CONFIG, SYNC, HISTORY = "/api/config/project-sync", "/api/projects/sync", "/api/projects/sync-history"
Staff = Callable[[str], TestClient]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    monkeypatch.setenv("DESKSIDE_PROJECTS_URL", "https://library.example")
    monkeypatch.setenv("DESKSIDE_PROJECTS_KEY", "k")
    return FakeLibrary({f"T{n:03}": remote_row(n) for n in range(60)}, page_size=25)


@pytest.fixture
def run_due(database: Database, library: FakeLibrary, web: Web) -> Iterator[Callable[[], int]]:
    """Do what is due, here."""
    ports = Ports()
    ports.provide(ProjectLibrary, lambda: library)
    runner = Runner(database, ports)
    yield runner.run_due
    runner.close()
    ports.close()


@pytest.fixture
def worker(run_due: Callable[[], int]) -> Iterator[None]:
    """A worker beside the web process."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            run_due()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def chief(web: Web, database: Database, library: FakeLibrary) -> TestClient:
    """May read, sync and manage; a scheduler has been there."""
    database.write(write_declared, Site().zone)
    scopes = ["projects:read", "projects:sync", "projects:manage"]
    token = database.write(issue_token, "boss", scopes, 30)
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(web.app, base_url=BASE, headers=headers, raise_server_exceptions=False)


@pytest.mark.usefixtures("worker")
def test_a_sync_by_hand_answers_with_its_numbers_and_what_it_changed(
    chief: TestClient, library: FakeLibrary
) -> None:
    first = chief.post(SYNC, json={"sync_type": "type", "project_types": ["sales"]})
    assert first.status_code == 200, first.text
    found = first.json()
    assert [found[name] for name in ("total", "updated", "unchanged", "failed", "status")] == [
        60, 60, 0, 0, "success"
    ]  # fmt: skip
    library.projects["T007"] = remote_row(7, status="shipped", updated_at=NOON.isoformat())
    second = chief.post(SYNC, json={"sync_type": "manual", "project_types": ["sales"]}).json()
    assert [second[name] for name in ("total", "updated", "unchanged")] == [60, 1, 59]
    (change,) = second["changes"]
    assert (change["project_id"], change["old_state"], change["new_state"]) == ("T007", "paid", "shipped")
    history = chief.get(HISTORY).json()
    assert (history["total"], history["page"], history["page_size"]) == (2, 1, 50)
    newest = history["items"][0]
    assert (newest["run_id"], newest["sync_type"], newest["complete"]) == (second["run_id"], "manual", True)
    diff = chief.get(f"{HISTORY}/{second['run_id']}/changes").json()
    assert [one["project_id"] for one in diff["items"]] == ["T007"]


@pytest.mark.usefixtures("worker")
def test_one_project_is_read_by_hand(chief: TestClient, library: FakeLibrary, database: Database) -> None:
    library.projects["W1"] = remote_row(
        1, id="W1", type="aftersales", status="completed", updated_at=NOON.isoformat()
    )
    answer = chief.post(SYNC, json={"sync_type": "project", "project_id": "W1"})
    assert (answer.status_code, answer.json()["status"]) == (200, "success"), answer.text
    assert chief.get("/api/projects/W1").json()["project"]["status"] == "completed"
    with database.reading() as db:
        assert db.query(ProjectChange).filter_by(project_id="W1").count() == 1


def test_a_sync_that_takes_long_goes_on_behind_its_answer(
    chief: TestClient, run_due: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncs, "LONGEST_WAIT", 0.2)
    waiting = chief.post(SYNC, json={"project_types": ["sales"]})
    assert (waiting.status_code, waiting.json()["status"]) == (202, "running")
    again = chief.post(SYNC, json={"project_types": ["sales"]})
    assert again.json() == waiting.json(), "the same wish is the same run"
    run_due()
    assert chief.get(HISTORY).json()["items"][0]["run_id"] == waiting.json()["run_id"]


def test_what_cannot_be_read_is_refused(
    chief: TestClient, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chief.post(SYNC, json={"sync_type": "project"}).status_code == 422
    assert chief.post(SYNC, json={"sync_type": "type"}).status_code == 422
    assert chief.post(SYNC, json={"project_types": ["rent"]}).status_code == 422
    assert set(chief.post(SYNC, json={"project_types": ["rent"]}).json()) >= {"detail"}
    assert staff("li").post(SYNC, json={}).status_code == 403
    assert chief.get(HISTORY, params={"page_size": 101}).status_code == 422
    monkeypatch.delenv("DESKSIDE_PROJECTS_URL")
    refused = chief.post(SYNC, json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_set_up")


def test_a_library_that_is_away_is_said_in_the_answer(
    chief: TestClient, library: FakeLibrary, worker: None
) -> None:
    assert chief.post(SYNC, json={"project_types": ["sales"]}).json()["status"] == "success"
    assert chief.get(CONFIG).json()["last_sync_time"] == "2026-11-22T04:00:00Z"


def test_the_form_of_syncs_has_the_documents_defaults_and_a_schedule_for_each_type(
    chief: TestClient, staff: Staff
) -> None:
    found = chief.get(CONFIG).json()
    schedules = {one["type"]: one for one in found.pop("schedules")}
    assert found == {
        "auto_sync_enabled": True,
        "sync_frequency": "*/15 * * * *",
        "cron_expression": "",
        "cache_ttl": 30,
        "sync_types": ["presale", "aftersales", "sales"],
        "notify_on_change": True,
        "notify_channels": ["wechat", "sms"],
        "last_sync_time": None,
    }
    assert {kind: (one["cron"], one["own"]) for kind, one in schedules.items()} == {
        "presale": ("*/30 * * * *", True),
        "aftersales": ("*/15 * * * *", False),
        "sales": ("*/15 * * * *", False),
    }
    assert staff("li").post(CONFIG, json={"cache_ttl": 60}).status_code == 403


def test_a_new_frequency_is_that_of_every_type_without_its_own(chief: TestClient) -> None:
    saved = chief.post(CONFIG, json={"sync_frequency": "*/5 * * * *", "cache_ttl": 60})
    assert saved.status_code == 200, saved.text
    crons = {one["type"]: one["cron"] for one in saved.json()["schedules"]}
    assert crons == {"presale": "*/30 * * * *", "aftersales": "*/5 * * * *", "sales": "*/5 * * * *"}
    own = chief.post(CONFIG, json={"cron_expression": "7 * * * *"}).json()
    assert {one["type"]: one["cron"] for one in own["schedules"]}["sales"] == "7 * * * *"
    assert (own["sync_frequency"], own["cache_ttl"]) == ("*/5 * * * *", 60)
    back = chief.post(CONFIG, json={"cron_expression": ""}).json()
    assert {one["type"]: one["cron"] for one in back["schedules"]}["sales"] == "*/5 * * * *"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cache_ttl", 4),
        ("cache_ttl", 1441),
        ("sync_frequency", "every day"),
        ("sync_types", ["rent"]),
        ("notify_channels", ["pigeon"]),
        ("surprise", 1),
    ],
)
def test_a_value_that_cannot_be_names_its_field_and_changes_nothing(
    chief: TestClient, field: str, value: object
) -> None:
    before = chief.get(CONFIG).json()
    answer = chief.post(CONFIG, json={field: value})
    assert answer.status_code == 422
    assert field in str(answer.json()["fields"])
    assert chief.get(CONFIG).json() == before


def test_the_form_of_times_is_kept(chief: TestClient) -> None:
    path = "/api/config/time-display"
    assert chief.get(path).json() == {
        "aftersales_time_format": "YYYY-MM-DD HH:mm",
        "sales_time_format": "YYYY-MM-DD HH:mm",
        "show_payment_time": True,
        "timezone": "Asia/Shanghai",
    }
    changed = chief.post(path, json={"sales_time_format": "MM月DD日", "show_payment_time": False})
    assert (changed.status_code, changed.json()["sales_time_format"]) == (200, "MM月DD日")
    assert chief.post(path, json={"timezone": "Mars/Olympus"}).status_code == 422
    assert chief.get(path).json() == changed.json()


@pytest.mark.parametrize("confirm", [True, False])
def test_a_drop_is_decided_once(
    chief: TestClient,
    library: FakeLibrary,
    run_due: Callable[[], int],
    database: Database,
    time: Clock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    confirm: bool,
) -> None:
    monkeypatch.setattr(syncs, "LONGEST_WAIT", 0.0)

    def sync() -> None:
        chief.post(SYNC, json={"project_types": ["sales"]})
        run_due()

    sync()
    for number in range(20, 60):
        del library.projects[f"T{number:03}"]
    time.forward(timedelta(hours=1))
    sync()
    (held,) = chief.get("/api/projects/drops").json()["items"]
    assert (held["type"], held["before"], held["after"], held["state"]) == ("sales", 60, 20, "held")
    decided = chief.post(f"/api/projects/drops/{held['id']}", json={"confirm": confirm})
    assert decided.json()["state"] == ("confirmed" if confirm else "rejected")
    assert chief.post(f"/api/projects/drops/{held['id']}", json={"confirm": True}).status_code == 409
    assert chief.post("/api/projects/drops/999", json={"confirm": True}).status_code == 404
    time.forward(timedelta(hours=1))
    run_due()
    gone = chief.get("/api/projects", params={"missing": "true"}).json()["total"]
    assert gone == (40 if confirm else 0)
    with database.reading() as db:
        assert db.query(HeldDrop).count() == 1
