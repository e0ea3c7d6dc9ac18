"""Lists of accounts: what is read of a file, what becomes of a reminder, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from tests.modules.assist.conftest import Work
from tests.modules.assist.imports.conftest import Upload
from tests.modules.assist.workbooks import bomb, column, sheets, workbook

from deskside.kernel.db import Database
from deskside.modules.assist.models import AccountListRow, AcctReminder, Reminder
from deskside.platform.files import StoredChunk, StoredFile
from deskside.platform.runs import Alarm, Run

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
LISTED = {"title": "回访", "content": "请回访", "is_global": False}


def accounts(world: Database, reminder_id: int) -> list[int]:
    with world.reading() as db:
        mine = (AcctReminder.reminder_id == reminder_id, AcctReminder.listed)
        return list(db.scalars(select(AcctReminder.acct_id).where(*mine).order_by(AcctReminder.acct_id)))


def test_a_list_says_what_it_holds_and_reports_each_bad_row(upload_list: Upload, lead: TestClient) -> None:
    said = upload_list(column("账户ID", 5, "6", " 7 ", 5, "x", None, 0, 2**53, "六", 8))
    run_id, report = said.pop("run_id"), said.pop("report_file_id")
    said.pop("id")
    assert said == {
        "state": "ready",
        "why": None,
        "name": "名单.xlsx",
        "accepted": 4,
        "duplicates": 1,
        "invalid": 4,
        "samples": [5, 6, 7, 8],
        "reminder_id": None,
    }
    answer = lead.get(f"/api/files/{report}")
    assert "filename*=UTF-8''%E5%90%8D%E5%8D%95_" in answer.headers["content-disposition"]
    assert sheets(answer.content) == {
        "行报告": [
            ("行号", "内容", "原因"),
            (5, "5", "重复"),
            (6, "x", "不是数字"),
            (8, "0", "超出范围"),
            (9, "9007199254740992", "超出范围"),
            (10, "六", "不是数字"),
        ]
    }
    assert run_id


@on_sqlite
@pytest.mark.parametrize("column_of_text", ["账户ID\n5\n6\n5", "5,6;5", "5 6\t5", "5，6、5"])
def test_a_pasted_column_is_a_list(upload_list: Upload, column_of_text: str) -> None:
    said = upload_list(column_of_text)
    assert (said["state"], said["accepted"], said["duplicates"], said["invalid"]) == ("ready", 2, 1, 0)


@on_sqlite
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_of_any_encoding_is_a_list(upload_list: Upload, encoding: str) -> None:
    said = upload_list("账户编号,姓名\n5,李娜\n6,王强\n坏,行\n".encode(encoding), "名单.csv")
    assert (said["accepted"], said["invalid"], said["samples"]) == (2, 1, [5, 6])


def test_a_list_becomes_a_reminders_by_difference_and_ticks_stay(
    upload_list: Upload, lead: TestClient, li: TestClient, make: Callable[..., int], world: Database
) -> None:
    made = make(is_global=False, accounts=[1, 2, 3])
    for one in (1, 2):
        assert li.put(f"/api/assist/ticks/{one}/{made}", json={"done": True, "version": 0}).status_code == 200
    listed = upload_list(column(2, 3, 4, 5))
    answer = lead.patch(f"/api/assist/reminders/{made}", json={"version": 1, "account_list": listed["id"]})
    assert (answer.status_code, answer.json()["accounts_count"]) == (200, 4)
    assert accounts(world, made) == [2, 3, 4, 5]
    with world.reading() as db:
        ticked = db.scalars(select(AcctReminder.acct_id).where(AcctReminder.version == 1)).all()
        assert db.scalar(select(func.count()).select_from(AcctReminder)) == 5
    assert sorted(ticked) == [1, 2]
    (applied,) = lead.get(f"/api/assist/reminders/{made}/imports").json()["items"]
    assert (applied["added"], applied["removed"], applied["by"], applied["undone_at"]) == (
        2,
        1,
        "张主管",
        None,
    )


def test_the_last_list_can_be_taken_back_and_ticks_stay(
    upload_list: Upload, lead: TestClient, li: TestClient, make: Callable[..., int], world: Database
) -> None:
    made = make(is_global=False, accounts=[1, 2])
    for version, cells in ((1, (2, 3)), (2, (3, 4))):
        listed = upload_list(column(*cells))["id"]
        lead.patch(f"/api/assist/reminders/{made}", json={"version": version, "account_list": listed})
    li.put(f"/api/assist/ticks/4/{made}", json={"done": True, "version": 0})
    for left in ([2, 3], [1, 2]):
        undone = lead.post(f"/api/assist/reminders/{made}/undo-import")
        assert (undone.status_code, undone.json()["accounts_count"]) == (200, 2)
        assert accounts(world, made) == left
    with world.reading() as db:
        assert db.get(AcctReminder, (4, made)) is not None
    again = lead.post(f"/api/assist/reminders/{made}/undo-import")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    history = lead.get(f"/api/assist/reminders/{made}/imports").json()["items"]
    assert [one["undone_at"] is None for one in history] == [False, False]


def test_an_undo_that_would_leave_no_account_is_refused(
    upload_list: Upload, lead: TestClient, world: Database
) -> None:
    listed = upload_list(column(5, 6))["id"]
    made = lead.post("/api/assist/reminders", json=LISTED | {"account_list": listed}).json()["id"]
    refused = lead.post(f"/api/assist/reminders/{made}/undo-import")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_left")
    assert accounts(world, made) == [5, 6]


@on_sqlite
def test_a_list_that_cannot_be_used_is_an_error_of_its_field(
    upload_list: Upload, lead: TestClient, make: Callable[..., int], world: Database
) -> None:
    used, unread = upload_list(column(5)), upload_list(column(5), read=False)
    bad = upload_list(b"PK\x03\x04 broken")
    assert (unread["state"], bad["state"]) == ("reading", "failed")
    lead.post("/api/assist/reminders", json=LISTED | {"account_list": used["id"]})
    for list_id in (used["id"], bad["id"], 99_999):
        answer = lead.post("/api/assist/reminders", json=LISTED | {"account_list": list_id})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["account_list"])
    fresh = upload_list(column(5))["id"]
    for change in ({"is_global": True, "is_all_business": True}, {"accounts": [5]}):
        answer = lead.post("/api/assist/reminders", json=LISTED | {"account_list": fresh} | change)
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["account_list"])
    with world.reading() as db:
        assert db.scalar(select(func.count()).select_from(Reminder)) == 1


@on_sqlite
def test_a_list_is_its_uploaders_alone(
    upload_list: Upload, lead: TestClient, sign_in: Callable[[str], TestClient]
) -> None:
    said = upload_list(column(5, "x"))
    assert sign_in("li").get(f"/api/assist/account-lists/{said['id']}").status_code == 403
    assert sign_in("li").get(f"/api/files/{said['report_file_id']}").status_code == 404
    assert lead.get("/api/assist/account-lists/99999").status_code == 404


BAD_FILES = {
    "a workbook that is none": b"PK\x03\x04 broken",
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 512,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a web page": b"<html><table><tr><td>5</td></tr></table></html>",
    "a bomb": bomb(),
    "an empty workbook": workbook([]),
    "a header alone": column("账户ID"),
    "no number": column("账户ID", "x", "y"),
    "the wrong column": workbook([[None, 5], [None, 6]]),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_fails_with_a_reason_and_changes_nothing(
    upload_list: Upload, content: bytes, world: Database
) -> None:
    said = upload_list(content)
    assert (said["state"], bool(said["why"]), said["accepted"]) == ("failed", True, 0)
    with world.reading() as db:
        assert db.scalar(select(func.count()).select_from(AccountListRow)) == 0
        assert db.scalars(select(StoredFile.kind)).all() in ([], ["report"])
        run = db.get(Run, said["run_id"])
        assert run is not None
        assert (run.state, run.complete, run.error) == ("done", False, said["why"])
        assert db.scalars(select(Alarm)).all() == []


@on_sqlite
def test_a_cell_far_down_is_read_or_refused_within_the_limits(upload_list: Upload) -> None:
    said = upload_list(workbook([[5]], first_row=300_000))
    assert said["state"] in {"ready", "failed"}
    assert said["accepted"] in {0, 1}


@on_sqlite
def test_what_is_no_upload_is_refused_at_the_door(lead: TestClient, world: Database) -> None:
    path = "/api/assist/account-lists"
    for answer, status in (
        (lead.post(path, files={"file": ("a.xlsx", b"")}), 422),
        (lead.post(path, files={"other": ("a.xlsx", b"5")}), 422),
        (lead.post(path, data={"file": "text"}), 400),
        (lead.post(path, content=b"x", headers={"Content-Type": "multipart/form-data"}), 400),
        (lead.post(path, json={"text": ""}), 422),
        (lead.post(path, json={"text": "5", "more": 1}), 422),
        (lead.post(path, content=b"{"), 400),
        (lead.post(path, files={"file": ("a.csv", b"5\n" * (11 << 20))}), 413),
    ):
        assert answer.status_code == status, answer.text
    with world.reading() as db:
        assert db.scalars(select(StoredChunk.file_id)).all() == []


def test_100_000_accounts_are_an_ordinary_list(
    upload_list: Upload, lead: TestClient, make: Callable[..., int], world: Database
) -> None:
    made = make(is_global=False, accounts=[1, 2])
    said = upload_list("\n".join(str(one) for one in range(2, 100_002)))
    assert (said["state"], said["accepted"]) == ("ready", 100_000)
    answer = lead.patch(f"/api/assist/reminders/{made}", json={"version": 1, "account_list": said["id"]})
    assert answer.json()["accounts_count"] == 100_000
    assert len(accounts(world, made)) == 100_000
    undone = lead.post(f"/api/assist/reminders/{made}/undo-import")
    assert undone.json()["accounts_count"] == 2
    assert accounts(world, made) == [1, 2]


def test_a_retry_after_a_killed_worker_finds_the_same(
    upload_list: Upload, lead: TestClient, work: Work, world: Database
) -> None:
    said = upload_list(column(*range(1, 50)), read=False)
    with world.writing() as db:
        db.add(AccountListRow(list_id=said["id"], acct_id=7, change=1))
    work()
    again: Any = lead.get(f"/api/assist/account-lists/{said['id']}").json()
    assert (again["state"], again["accepted"], again["duplicates"]) == ("ready", 49, 0)
