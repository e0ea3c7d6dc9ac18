"""Number lists: kept by managers, filled by hand, each reading told."""

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook
from sqlalchemy import select
from tests.modules.assist.number_lists import (
    LISTS,
    QUESTION,
    alarms,
    folder,
    make,
    numbers,
    run_jobs,
    special,
    upload,
)

from deskside.kernel.db import Database
from deskside.modules.assist.models import NumberList, NumberLoad
from deskside.platform.audit import AuditEntry
from deskside.platform.versions.watcher import read_versions

pytestmark = pytest.mark.usefixtures("folder")
__all__ = ["folder", "run_jobs"]


def test_an_upload_says_what_it_added_removed_and_left_out(lead: TestClient, world: Database) -> None:
    list_id = make(lead)
    first = upload(lead, list_id, "号码", "95012345678", "x", "95012345679", "95012345678")
    assert (first["status"], first["added"], first["removed"], first["read"]) == (200, 2, 0, 4)
    assert first["rows"] == [{"row": 3, "reason": "not a number"}, {"row": 5, "reason": "given twice"}]
    assert first["skipped"] == [{"reason": "not a number", "count": 1}, {"reason": "given twice", "count": 1}]
    second = upload(lead, list_id, "95012345679", "95012345680")
    assert (second["some_added"], second["some_removed"]) == (["950****5680"], ["950****5678"])
    assert numbers(world, list_id) == {"95012345679", "95012345680"}
    shown = lead.get(f"{LISTS}/{list_id}/loads").json()
    assert shown["total"] == 2
    assert [one["source"] for one in shown["items"]] == ["upload", "upload"]
    assert (shown["items"][0]["by"], shown["items"][0]["file_name"]) == ("张主管", "名单.csv")
    assert lead.get(f"{LISTS}/{list_id}").json()["size"] == 2
    assert world.read(read_versions)["numbers"] == 3


def test_a_workbook_can_be_uploaded(lead: TestClient, world: Database) -> None:
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append([95012345678])
    book.save(content)
    list_id = make(lead)
    upload(lead, list_id, content=content.getvalue())
    assert numbers(world, list_id) == {"95012345678"}


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"", b"only\nwords\n"])
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_an_upload_that_cannot_be_read_changes_nothing(
    lead: TestClient, world: Database, content: bytes
) -> None:
    list_id = make(lead)
    upload(lead, list_id, "1")
    refused = upload(lead, list_id, content=content)
    assert refused["status"] == 422
    assert gettempdir() not in refused["detail"]
    assert numbers(world, list_id) == {"1"}
    assert lead.get(f"{LISTS}/{list_id}/loads").json()["total"] == 1


def test_every_list_that_holds_the_number_and_has_a_text_is_told(lead: TestClient) -> None:
    for name, text in (("甲", "第一"), ("乙", ""), ("丙", "第三")):
        upload(lead, make(lead, name=name, text=text), "95012345678")
    assert special(lead) == ["95012345678 第一；第三"]


def test_a_list_is_a_target_of_reminders_and_cannot_be_taken_from_under_them(lead: TestClient) -> None:
    list_id = make(lead, text="")
    upload(lead, list_id, "95012345678")
    body = {"title": "t", "content": "给名单", "is_global": True, "is_all_business": True}
    answer = lead.post("/api/assist/reminders", json=body | {"number_list": "回访名单"})
    assert answer.status_code == 201
    found = lead.post("/api/assist/lookup", json=QUESTION).json()["reminders"]
    assert [one["content"] for one in found] == ["给名单"]
    assert lead.get(f"{LISTS}/{list_id}").json()["reminders"] == 1
    refused = lead.delete(f"{LISTS}/{list_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
    assert str(answer.json()["id"]) in refused.json()["detail"]


def test_a_deleted_list_takes_numbers_history_and_alarm_along(
    lead: TestClient, world: Database, run_jobs: Callable[[], None]
) -> None:
    list_id = make(lead, path="missing.csv")
    run_jobs()
    assert ("numbers", "回访名单") in alarms(world)
    assert lead.delete(f"{LISTS}/{list_id}").status_code == 204
    assert ("numbers", "回访名单") not in alarms(world)
    with world.reading() as db:
        assert db.scalars(select(NumberList)).all() == []
        assert db.scalars(select(NumberLoad)).all() == []
        assert db.scalars(select(AuditEntry.action)).all()[-1] == "assist.number_list.delete"
    assert lead.get(f"{LISTS}/{list_id}").status_code == 404


def test_a_number_is_looked_for(lead: TestClient) -> None:
    list_id = make(lead)
    upload(lead, list_id, "95012345678")
    for text, member in ((" 95012345678 ", True), ("95012345679", False)):
        answer = lead.get(f"{LISTS}/{list_id}/members", params={"number": text})
        assert answer.json() == {"number": text.strip(), "member": member}
    assert lead.get(f"{LISTS}/{list_id}/members", params={"number": "x"}).status_code == 422
    assert lead.get(f"{LISTS}/9999/members", params={"number": "1"}).status_code == 404


def test_a_list_has_either_a_file_or_uploads(lead: TestClient, folder: Path) -> None:
    list_id = make(lead)
    assert lead.post(f"{LISTS}/{list_id}/reload").json()["code"] == "no_file"
    lead.patch(f"{LISTS}/{list_id}", json={"version": 1, "path": "a.csv"})
    refused = upload(lead, list_id, "1")
    assert refused["code"] == "has_file"
    freed = lead.patch(f"{LISTS}/{list_id}", json={"version": 2, "path": None})
    assert (freed.status_code, freed.json()["path"]) == (200, None)
    assert upload(lead, list_id, "1")["status"] == 200


def test_names_are_unique_and_stale_edits_are_told_the_truth(lead: TestClient) -> None:
    list_id = make(lead)
    make(lead, name="另一个")
    assert lead.post(LISTS, json={"name": "回访名单"}).json()["code"] == "exists"
    assert lead.patch(f"{LISTS}/{list_id}", json={"version": 1, "name": "另一个"}).json()["code"] == "exists"
    current = lead.patch(f"{LISTS}/{list_id}", json={"version": 1, "text": "新"}).json()
    refused = lead.patch(f"{LISTS}/{list_id}", json={"version": 1, "text": "旧"})
    assert (refused.status_code, refused.json()["current"]) == (409, current)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_agents_see_no_list(lead: TestClient, li: TestClient) -> None:
    list_id = make(lead)
    for method, path in (
        ("GET", ""),
        ("GET", f"/{list_id}"),
        ("POST", f"/{list_id}/reload"),
        ("GET", "/folders"),
    ):
        assert li.request(method, f"{LISTS}{path}").status_code == 403
