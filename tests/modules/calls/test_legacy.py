"""The kept contract, word for word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.calls.conftest import TODAY, YESTERDAY, Clock, calls_of

from deskside.demo.calls_vendor import Vendor
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.modules.calls.messages import SyncRecords
from deskside.platform.jobs import Message, Workers
from deskside.platform.runs import Run

STATS = "/api/stats/grade-stats"
Go = Callable[[Message], Run]


def test_history_without_a_row_is_the_document_s_404(lead: TestClient, vendor: Vendor) -> None:
    answer = lead.get(STATS, params={"date": "2026-11-20"})
    assert answer.status_code == 404
    assert answer.json() == {
        "success": False,
        "error": "历史数据未同步，请等待后台同步完成",
        "sync_url": "/api/stats/grade-stats/refresh",
    }


@pytest.mark.parametrize("day", [None, "", "2026-13-01", "2026-11-31", "20261121", "tomorrow", "2026-11-23"])
def test_a_bad_missing_or_future_date_is_400(lead: TestClient, vendor: Vendor, day: str | None) -> None:
    answer = lead.get(STATS, params={} if day is None else {"date": day})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert "日期" in answer.json()["error"]


def test_a_synced_day_is_answered_from_the_cache(lead: TestClient, vendor: Vendor, run: Go) -> None:
    vendor.set_day(
        YESTERDAY, [*calls_of(YESTERDAY, 22, grade="9"), *calls_of(YESTERDAY, 2, grade="1元", first=90)]
    )
    run(SyncRecords(day=YESTERDAY))
    answer = lead.get(STATS, params={"date": "2026-11-21"})
    assert answer.json() == {
        "success": True,
        "data": {
            "date": "2026-11-21",
            "grade_9": 22,
            "grade_1": 2,
            "total_success": 24,
            "total_records": 24,
            "from_cache": True,
            "elapsed_time": 0.0,
            "calculated_at": "2026-11-22 12:00:00",
            "partial": False,
        },
    }


def test_of_two_hundred_first_readers_of_today_one_has_the_vendor_asked(
    lead: TestClient, vendor: Vendor, world: Database, ports: Ports
) -> None:
    vendor.set_day(TODAY, calls_of(TODAY, 1000, grade="9"))
    vendor.latency = 0.1
    workers = Workers(world, ports, threads=2)
    workers.start()
    try:
        with ThreadPoolExecutor(50) as pool:
            answers = list(
                pool.map(lambda _: lead.get(STATS, params={"date": TODAY.isoformat()}), range(200))
            )
    finally:
        workers.stop()
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["data"]["total_records"] for answer in answers} == {1000}
    assert vendor.asked["page 1"] == 1
    assert not answers[0].json()["data"]["from_cache"]


def test_a_refresh_is_202_with_its_run_and_cools_down_for_a_minute(
    lead: TestClient, vendor: Vendor, time: Clock
) -> None:
    answer = lead.post(f"{STATS}/refresh", json={"date": "2026-11-21"})
    assert answer.status_code == 202
    assert answer.json() == {
        "success": True, "message": "已开始刷新 2026-11-21", "run_id": answer.json()["run_id"]
    }  # fmt: skip
    again = lead.post(f"{STATS}/refresh", json={"date": "2026-11-21"})
    assert (again.status_code, again.json()["success"], again.headers["retry-after"]) == (429, False, "60")
    time.forward(timedelta(seconds=61))
    assert lead.post(f"{STATS}/refresh", json={"date": "2026-11-21"}).status_code == 202


def test_a_refresh_that_waits_answers_200_with_the_figures(
    lead: TestClient, vendor: Vendor, world: Database, ports: Ports
) -> None:
    vendor.set_day(YESTERDAY, calls_of(YESTERDAY, 7, grade="1"))
    workers = Workers(world, ports, threads=1)
    workers.start()
    try:
        answer = lead.post(f"{STATS}/refresh", params={"wait": "1"}, json={"date": "2026-11-21"})
    finally:
        workers.stop()
    assert (answer.status_code, answer.json()["data"]["grade_1"]) == (200, 7)


def test_a_span_is_refreshed_day_by_day_the_newest_first(lead: TestClient, vendor: Vendor) -> None:
    answer = lead.post(f"{STATS}/refresh", json={"from": "2026-11-19", "to": "2026-11-21"})
    assert (answer.status_code, len(answer.json()["run_ids"])) == (202, 3)


def test_every_failure_has_the_document_s_body(
    li: TestClient, lead: TestClient, vendor: Vendor, app: object
) -> None:
    refused = li.post(f"{STATS}/refresh", json={"date": "2026-11-21"})
    stranger = TestClient(lead.app).get(STATS, params={"date": "2026-11-21"})
    nowhere = lead.get("/api/stats/nothing")
    wrong = lead.post(f"{STATS}/refresh", json={"day": 1})
    answers = [refused, stranger, nowhere, wrong, lead.post(f"{STATS}/refresh", content=b"x")]
    assert [answer.status_code for answer in answers] == [403, 401, 404, 400, 400]
    assert all(list(answer.json()) == ["success", "error"] for answer in answers)


def test_without_a_vendor_a_refresh_says_so(lead: TestClient) -> None:
    answer = lead.post(f"{STATS}/refresh", json={"date": "2026-11-21"})
    assert (answer.status_code, answer.json()["success"]) == (409, False)
