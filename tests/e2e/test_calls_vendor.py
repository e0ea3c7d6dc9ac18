"""The vendor fails, comes back, and brings late calls: what the call-centre manager sees of it."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from tests.e2e.conftest import Demo, OpenConsole

from deskside.demo.calls_vendor.state import PASSWORD, USERNAME

pytestmark = pytest.mark.browser
ZONE = ZoneInfo("Asia/Shanghai")
FAILS, GROWS, DISAGREES = 70, 47, 6
"""A day that the demo never read, and two that it did."""
SYNC_MS = 60_000


def days_ago(days: int) -> date:
    return datetime.now(ZONE).date() - timedelta(days=days)


class Vendor:
    """The demo's vendor, as its operator would make it misbehave."""

    def __init__(self, demo: Demo) -> None:
        self._base = demo.crm.replace("/crm/", "/calls-vendor")

    def switch(self, **wanted: object) -> None:
        self._ask("/switches", json.dumps(wanted).encode())

    def late_calls(self, day: date, count: int, grade: str | None = None) -> None:
        """So many calls of a day that is over come in late; by default of the last one's grade."""
        login = urlencode({"username": USERNAME, "password": PASSWORD})
        token = json.loads(self._ask(f"/token?{login}"))["data"]["token"]
        self.switch(grow=count, late_grade=grade)
        span = {"startTime": f"{day} 00:00:00", "endTime": f"{day} 23:59:59", "page": 1, "pageSize": 1}
        self._ask(f"/task/cdr/all2?{urlencode(span)}", token=token)
        self.switch(grow=0)

    def _ask(self, path: str, body: bytes | None = None, token: str = "") -> bytes:
        headers = {"Authorization": token} if token else {}
        request = urllib.request.Request(self._base + path, body, headers)  # noqa: S310 - of our own
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - of our own
            found: bytes = answer.read()
            return found


@pytest.fixture
def vendor(demo: Demo) -> Iterator[Vendor]:
    """Well again after the test."""
    vendor = Vendor(demo)
    yield vendor
    vendor.switch(trouble={}, grow=0)


def stands(page: Page, day: date, standing: str) -> None:
    shown = page.get_by_test_id(f"standing-{day}")
    expect(shown).to_have_attribute("data-standing", standing, timeout=SYNC_MS)


def test_j8_a_source_that_fails_after_its_first_page_leaves_a_part_until_the_next_run_mends_it(
    open_console: OpenConsole, vendor: Vendor, demo: Demo
) -> None:
    day = days_ago(FAILS)
    vendor.late_calls(day, 1200)
    vendor.switch(trouble={"2": ["500", 1000]})
    page = open_console(f"/calls/{day}")
    page.get_by_test_id("refresh-day").click()
    stands(page, day, "partial")
    part = page.get_by_test_id("day-records").inner_text()
    expect(page.locator(".run-part")).to_contain_text(part)
    vendor.switch(trouble={})
    page.get_by_test_id("refresh-day").click()
    stands(page, day, "whole")
    expect(page.get_by_test_id("day-records")).not_to_have_text(part)
    page.goto(f"{demo.base}/runs")
    runs = page.get_by_test_id("row").filter(has_text="同步话单")
    expect(runs.nth(0)).to_contain_text("完成")
    expect(runs.nth(1)).to_contain_text("部分")


def test_j9_a_day_that_is_read_again_says_what_changed(open_console: OpenConsole, vendor: Vendor) -> None:
    day = days_ago(GROWS)
    vendor.late_calls(day, 2)
    page = open_console(f"/calls/{day}")
    stands(page, day, "whole")
    page.get_by_test_id("refresh-day").click()
    expect(page.get_by_test_id("day-records")).to_contain_text("+2", timeout=SYNC_MS)
    expect(page.get_by_test_id(f"change-{day}")).to_contain_text("+2")


def test_j9_tracks_that_disagree_raise_an_alarm_that_ends_when_they_agree(
    open_console: OpenConsole, vendor: Vendor, demo: Demo
) -> None:
    day = days_ago(DISAGREES)
    vendor.late_calls(day, 3, grade="9元")
    page = open_console(f"/calls/sync?from={day}&to={day}")
    if page.get_by_test_id("sync-tasks").locator("input").is_checked():
        page.get_by_test_id("sync-tasks").click()
    page.get_by_test_id("sync-which-all").click()
    page.get_by_test_id("start-sync").click()
    page.goto(f"{demo.base}/calls/{day}")
    expect(page.get_by_test_id("differ-why")).to_contain_text("3", timeout=SYNC_MS)
    expect(page.get_by_test_id("call-alarms")).to_contain_text(f"{day} 两轨不一致", timeout=SYNC_MS)
    page.get_by_test_id("refresh-day").click()
    expect(page.get_by_test_id("differ-why")).to_have_count(0, timeout=SYNC_MS)
    expect(page.get_by_text(f"{day} 两轨不一致")).to_have_count(0, timeout=SYNC_MS)


def test_j9_the_weekly_report_has_the_totals_in_its_subject_and_a_row_for_each_day(
    open_console: OpenConsole, demo: Demo, tmp_path: Path
) -> None:
    page = open_console("/calls/rules")
    page.get_by_test_id("setting-report_to").fill("lead")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("规则已保存")).to_be_visible()
    page.goto(f"{demo.base}/schedules/calls.periodic_report")
    page.get_by_test_id("run-now").click()
    page.goto(f"{demo.base}/calls/reports")
    report = page.get_by_test_id("row").filter(has_text="外呼周报").first
    expect(report).to_be_visible(timeout=SYNC_MS)
    subject = report.inner_text()
    assert re.search(r"外呼周报 \d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d：成功 [\d,]+", subject), subject
    with page.expect_download() as download:
        report.get_by_role("link", name="下载").click()
    path = tmp_path / "week.xlsx"
    download.value.save_as(path)
    assert len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) >= 1 + 7
