"""`/reminder/status`, `/reminder/getaccts` and `/reminder/download`, as the old pages call them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from tests.modules.assist.conftest import Clock
from tests.modules.assist.legacy.conftest import LISTED, NEW, OldClient
from tests.modules.assist.workbooks import column, sheets

from deskside.kernel.db import Database
from deskside.modules.assist.messages import MakeExport
from deskside.platform.files import StoredChunk, StoredFile
from deskside.platform.files.upkeep import CleanFiles
from deskside.platform.jobs import cancel, enqueue
from deskside.platform.jobs.models import Job

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def submit(old: OldClient, path: str) -> str:
    answer = old.client.get(f"/reminder/{path}")
    assert (answer.status_code, list(answer.json())) == (202, ["task_id"])
    task_id: str = answer.json()["task_id"]
    return task_id


def test_the_status_workbook_has_the_history_and_the_state_of_each_account(
    old: OldClient, li: TestClient, time: Clock
) -> None:
    made = old.inserted(LISTED | {"recurrent_interval": -1}, column(5, 6, 7))
    body = {"reminder_id": made, "processed_by": 77, "processed_by_xf": 88}
    for acct_id, state in ((6, 1), (6, 0), (5, 1)):
        li.post("/reminder/op", json=body | {"acct_id": acct_id, "is_processed": state})
        time.forward(timedelta(minutes=1))
    said = old.end(old.client.get(f"/reminder/status/{made}"))
    assert said == {"status": "SUCCESS", "result": f"提醒_{made}_处理记录_20261122.xlsx"}
    task_id = submit(old, f"status/{made}")
    old.work()
    answer = old.client.get(f"/reminder/download/{task_id}")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "%E5%A4%84%E7%90%86%E8%AE%B0%E5%BD%95_20261122.xlsx" in answer.headers["content-disposition"]
    assert answer.headers["content-length"] == str(len(answer.content))
    at = [datetime(2026, 11, 22, 12, minute) for minute in range(3)]  # noqa: DTZ001 - as workbooks hold times
    assert sheets(answer.content) == {
        "历史记录": [
            ("acct_id", "reminder_id", "processed_by", "processed_by_xf", "processed_at", "new_status"),
            (6, made, 77, 88, at[0], 1),
            (6, made, 77, 88, at[1], 0),
            (5, made, 77, 88, at[2], 1),
        ],
        "账户状态": [
            ("acct_id", "reminder_id", "is_processed", "last_processed_at"),
            (5, made, 1, at[2]),
            (6, made, 0, at[1]),
            (7, made, 0, None),
        ],
    }


def test_the_account_workbook_is_column_a_without_a_header(old: OldClient) -> None:
    made = old.inserted(LISTED, "\n".join(map(str, range(1, 12_001))).encode())
    task_id = submit(old, f"getaccts/{made}")
    old.work()
    answer = old.client.get(f"/reminder/download/{task_id}")
    ((_name, rows),) = sheets(answer.content).items()
    assert rows == [(one,) for one in range(1, 12_001)]


def test_a_file_is_its_askers_for_five_minutes(
    old: OldClient, old_of: Callable[[str], OldClient], time: Clock, world: Database
) -> None:
    task_id = submit(old, f"status/{old.inserted(NEW)}")
    path = f"/reminder/download/{task_id}"
    making = old.client.get(path)
    assert (making.status_code, list(making.json())) == (202, ["message"])
    old.work()
    assert old.client.get(path).status_code == 200
    other = old_of("boss").client
    assert [other.get(one).status_code for one in (path, f"/task/{task_id}")] == [404, 404]
    time.forward(timedelta(minutes=4, seconds=59))
    assert old.client.get(path).status_code == 200
    time.forward(timedelta(seconds=1))
    gone = old.client.get(path)
    assert (gone.status_code, gone.json()) == (404, {"message": "文件已删除"})
    assert old.client.get(f"/task/{task_id}").json()["status"] == "SUCCESS"
    time.forward(timedelta(minutes=11))
    with world.writing() as db:
        enqueue(db, CleanFiles())
    old.work()
    with world.reading() as db:
        assert db.scalar(select(func.count()).select_from(StoredChunk)) == 0
    assert old.client.get(path).status_code == 404


def test_an_unknown_reminder_is_a_failure_and_its_download_says_why(old: OldClient) -> None:
    gone = old.inserted(NEW)
    old.client.delete(f"/reminder/delete/{gone}")
    for path in (f"status/{gone}", "status/999999", "getaccts/999999"):
        task_id = submit(old, path)
        reason = f"提醒不存在: {path.rpartition('/')[2]}"
        assert old.client.get(f"/task/{task_id}").json() == {"status": "FAILURE", "message": reason}
        answer = old.client.get(f"/reminder/download/{task_id}")
        assert (answer.status_code, answer.json()) == (500, {"message": reason})


@on_sqlite
def test_a_task_without_a_file_or_never_issued_is_404(old: OldClient) -> None:
    task_id = old.insert(NEW).json()["task_id"]
    for one in (task_id, "unknown", "../../etc/passwd", "提醒_1.xlsx"):
        assert old.client.get(f"/reminder/download/{one}").status_code == 404


def test_an_export_that_is_cancelled_is_a_failure_and_leaves_no_file(old: OldClient, world: Database) -> None:
    task_id = submit(old, f"status/{old.inserted(NEW)}")

    def stop(db: Any) -> None:
        job_id = db.scalar(select(Job.id).where(Job.name == MakeExport.message_name))
        cancel(db, job_id)

    world.write(stop)
    said = old.client.get(f"/task/{task_id}").json()
    assert (said["status"], bool(said["message"])) == ("FAILURE", True)
    assert old.client.get(f"/reminder/download/{task_id}").status_code == 500
    with world.reading() as db:
        assert db.scalars(select(StoredFile.id)).all() == []


def test_today_s_clients_ask_for_the_same_workbooks(old: OldClient, lead: TestClient) -> None:
    made = old.inserted(LISTED, column(5))
    asked = lead.post(f"/api/assist/reminders/{made}/exports", json={"what": "accounts"})
    assert (asked.status_code, bool(asked.json()["run_id"])) == (202, True)
    path = f"/api/files/{asked.json()['file_id']}"
    making = lead.get(path)
    assert (making.status_code, making.json()) == (202, {"state": "making"})
    old.work()
    assert sheets(lead.get(path).content) == {"Sheet1": [(5,)]}
    assert lead.get("/api/files/unknown").status_code == 404
    unknown = lead.post("/api/assist/reminders/999999/exports", json={"what": "status"})
    assert unknown.status_code == 404


def test_a_moment_is_written_in_the_sites_zone(old: OldClient, li: TestClient, time: Clock) -> None:
    made = old.inserted(NEW)
    time.now = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    li.put(f"/api/assist/ticks/5/{made}", json={"done": True, "version": 0})
    task_id = submit(old, f"status/{made}")
    old.work()
    assert old.client.get(f"/task/{task_id}").json()["result"].endswith("_20261123.xlsx")
    (_header, row) = sheets(old.client.get(f"/reminder/download/{task_id}").content)["账户状态"]
    assert row[3] == datetime(2026, 11, 23, 1, 30)  # noqa: DTZ001
