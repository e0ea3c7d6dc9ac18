"""Number lists that follow a file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.modules.assist.number_lists import (
    LISTS,
    alarms,
    folder,
    look,
    make,
    numbers,
    run_jobs,
    special,
)

from deskside.kernel.db import Database
from deskside.platform.runs import Run

pytestmark = pytest.mark.usefixtures("folder")
__all__ = ["folder", "run_jobs"]


def test_the_file_of_a_list_is_read_when_it_is_named_and_whenever_it_changes(
    lead: TestClient, world: Database, folder: Path, run_jobs: Callable[[], None]
) -> None:
    file = folder / "回访.csv"
    file.write_text("1\n2\n")
    list_id = make(lead, path="回访.csv")
    run_jobs()
    assert numbers(world, list_id) == {"1", "2"}
    look(world)
    run_jobs()
    assert lead.get(f"{LISTS}/{list_id}/loads").json()["total"] == 1
    file.write_text("2\n3\n4\n")
    os.utime(file, (1_800_000_000, 1_800_000_000))
    look(world)
    run_jobs()
    newest = lead.get(f"{LISTS}/{list_id}/loads").json()["items"][0]
    assert (newest["added"], newest["removed"], newest["source"], newest["by"]) == (2, 1, "file", None)


def test_a_corrupt_file_keeps_its_list_and_raises_its_own_alarm_until_it_is_mended(
    lead: TestClient, world: Database, folder: Path, run_jobs: Callable[[], None]
) -> None:
    good, bad = folder / "a.csv", folder / "b.csv"
    good.write_text("1\n")
    bad.write_text("2\n")
    make(lead, name="甲", path="a.csv")
    list_id = make(lead, name="乙", path="b.csv")
    run_jobs()
    bad.write_bytes(b"PK\x03\x04 no workbook")
    for _ in range(2):
        look(world)
        run_jobs()
    good.write_text("1\n3\n")
    look(world)
    run_jobs()
    assert numbers(world, list_id) == {"2"}
    assert ("numbers", "乙") in alarms(world)
    shown = lead.get(f"{LISTS}/{list_id}").json()
    assert "damaged" in shown["failure"]
    assert lead.get(f"{LISTS}/{list_id}/loads").json()["total"] == 2
    bad.write_text("5\n")
    look(world)
    run_jobs()
    assert numbers(world, list_id) == {"5"}
    assert alarms(world) == set()
    assert lead.get(f"{LISTS}/{list_id}").json()["failure"] is None


def test_a_list_is_reloaded_on_demand_and_leaves_a_run(
    lead: TestClient, world: Database, folder: Path, run_jobs: Callable[[], None]
) -> None:
    (folder / "a.csv").write_text("1\n")
    list_id = make(lead, path="a.csv")
    run_jobs()
    answer = lead.post(f"{LISTS}/{list_id}/reload")
    assert answer.status_code == 202
    run_jobs()
    with world.reading() as db:
        run = db.get(Run, answer.json()["run_id"])
    assert run is not None
    assert (run.state, run.trigger, run.actor_id) == ("done", "manual", 1)
    assert lead.get(f"{LISTS}/{list_id}/loads").json()["total"] == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("path", ["/etc/passwd", "../deskside.db", "sub/../../x", "link/x.csv", "/"])
def test_files_outside_the_folders_of_the_operator_are_refused(
    lead: TestClient, folder: Path, path: str
) -> None:
    (folder / "link").symlink_to("/etc")
    refused = lead.post(LISTS, json={"name": "n", "path": path})
    assert (refused.status_code, refused.json()["code"]) == (422, "path_not_allowed")
    assert str(folder) in refused.json()["fields"]["path"]
    list_id = make(lead)
    assert lead.patch(f"{LISTS}/{list_id}", json={"version": 1, "path": path}).status_code == 422


def test_a_file_that_became_a_link_to_elsewhere_is_not_read(
    lead: TestClient, world: Database, folder: Path, tmp_path: Path, run_jobs: Callable[[], None]
) -> None:
    list_id = make(lead, path="a.csv")
    (tmp_path / "secret.csv").write_text("123456\n")
    (folder / "a.csv").symlink_to(tmp_path / "secret.csv")
    run_jobs()
    assert numbers(world, list_id) == set()
    assert "one of these folders" in lead.get(f"{LISTS}/{list_id}").json()["failure"]


def test_the_folder_of_the_operator_s_file_is_allowed_too(
    lead: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKSIDE_ASSIST_NUMBERS_PATH", str(tmp_path / "ops" / "48k.xlsx"))
    assert lead.get(f"{LISTS}/folders").json()["folders"][1] == str(tmp_path / "ops")
    make(lead, path=str(tmp_path / "ops" / "more.csv"))


def test_the_operator_s_list_keeps_name_and_file(
    lead: TestClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    world: Database,
    run_jobs: Callable[[], None],
) -> None:
    file = tmp_path / "48k.csv"
    file.write_text("95012345678\n")
    monkeypatch.setenv("DESKSIDE_ASSIST_NUMBERS_PATH", str(file))
    look(world)
    run_jobs()
    (shown,) = lead.get(LISTS).json()["items"]
    assert (shown["name"], shown["operator"], shown["size"]) == ("特殊中国号", True, 1)
    address = f"{LISTS}/{shown['id']}"
    for change in ({"name": "x"}, {"path": None}):
        assert lead.patch(address, json={"version": 1, **change}).json()["code"] == "operators_list"
    assert lead.delete(address).json()["code"] == "operators_list"
    assert lead.patch(address, json={"version": 1, "text": "新说法"}).status_code == 200
    assert lead.post(f"{address}/reload").status_code == 202
    run_jobs()
    assert special(lead) == ["95012345678 新说法"]
