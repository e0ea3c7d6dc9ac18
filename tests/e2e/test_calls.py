"""The call-centre manager's way through the console, as far as the demo's vendor goes along."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook
from tests.e2e.conftest import OpenConsole

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]

NEVER_SYNCED = 45
SYNC_MS = 60_000
PHONE = (390, 844)
PAGES = (
    "/calls",
    "/calls/sync",
    "/calls/trend",
    "/calls/ranking",
    "/calls/hours",
    "/calls/records",
    "/calls/logs",
    "/calls/logs/new",
    "/calls/reports",
    "/calls/grades",
    "/calls/rules",
)


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


def days_ago(days: int) -> date:
    """A day of the installation's zone."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=days)


def number_in(text: str | None) -> int:
    """`1,296` as a number."""
    return int("".join(one for one in text or "" if one.isdigit()))


def test_yesterday_is_there_with_its_source_and_age(open_console: OpenConsole) -> None:
    page = open_console("/calls")
    card = page.get_by_test_id(f"card-{days_ago(1)}")
    expect(card).to_have_attribute("data-standing", "whole")
    expect(card.get_by_test_id("source-records")).to_contain_text("前十天复核")
    expect(card.get_by_test_id("source-records")).to_have_attribute("title", re.compile("更新.*用时"))
    assert number_in(card.get_by_test_id("success").text_content()) > 0


def test_a_day_that_nobody_read_says_so_and_is_read_on_demand(open_console: OpenConsole) -> None:
    day = days_ago(NEVER_SYNCED)
    page = open_console(f"/calls/{day}")
    standing = page.get_by_test_id(f"standing-{day}")
    expect(standing).to_have_attribute("data-standing", "missing")
    expect(page.get_by_test_id("day-detail")).to_contain_text("话单未同步")
    expect(page.get_by_test_id("detail-success")).to_have_count(0)
    page.get_by_test_id("refresh-day").click()
    expect(page.get_by_test_id("refreshing")).to_be_visible()
    expect(standing).to_have_attribute("data-standing", "whole", timeout=SYNC_MS)
    assert number_in(page.get_by_test_id("detail-success").text_content()) > 0
    expect(page.get_by_test_id("refreshing")).to_have_count(0)


def test_a_grade_by_another_name_is_called_so_at_once(open_console: OpenConsole) -> None:
    page = open_console("/calls/grades")
    page.get_by_test_id("grade-try").fill("19元")
    expect(page.get_by_test_id("grade-guess")).to_contain_text("不属于任何档位")
    page.get_by_test_id("grade-0-label").fill("高意向")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("save")).to_be_disabled()
    page.get_by_test_id("nav-calls").click()
    expect(page.get_by_test_id(f"card-{days_ago(1)}")).to_contain_text("高意向")


def test_the_ranking_leads_to_an_agents_calls_with_numbers_masked(open_console: OpenConsole) -> None:
    page = open_console("/calls/ranking")
    expect(page.get_by_test_id("formula")).to_contain_text("成功率 = 成功数 ÷ 接通数")
    first = page.get_by_test_id("row").first
    name = first.get_by_role("link").inner_text()
    first.get_by_role("link").click()
    rows = page.get_by_test_id("row")
    # The ranking's own rows hold the name too, so what is waited for is a masked number.
    expect(rows.first).to_contain_text("****")
    assert all(name in text and "****" in text for text in rows.all_inner_texts())
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.get_by_test_id("record-detail")).to_contain_text(name)


def test_an_hour_of_the_week_leads_to_its_calls(open_console: OpenConsole) -> None:
    page = open_console("/calls/hours")
    page.get_by_test_id("heat-1-10").click()
    rows = page.get_by_test_id("row")
    expect(rows.first).to_be_visible()
    assert all(" 10:" in text for text in rows.all_inner_texts())


def test_a_report_holds_every_record_of_its_span(open_console: OpenConsole, tmp_path: Path) -> None:
    day = days_ago(2)
    page = open_console(f"/calls/records?from={day}&to={day}")
    shown = page.get_by_test_id("list-total")
    expect(shown).to_contain_text("已显示 50 条")
    total = number_in((shown.text_content() or "").split("共")[1])
    page.get_by_test_id("export-records").click()
    page.get_by_test_id("make-report").click()
    with page.expect_download(timeout=SYNC_MS) as download:
        page.get_by_test_id("download").click(timeout=SYNC_MS)
    path = tmp_path / "report.xlsx"
    download.value.save_as(path)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    assert len(sheet.to_python()) == total + 1
    assert total > 50


def test_the_trend_has_its_table_one_click_away(open_console: OpenConsole) -> None:
    page = open_console("/calls/trend")
    expect(page.get_by_test_id("chart")).to_have_attribute("aria-label", re.compile("最高"))
    page.get_by_test_id("as-table").click()
    expect(page.get_by_test_id("row")).to_have_count(30)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_the_page_without_scrolling_sideways(open_console: OpenConsole, path: str) -> None:
    page = open_console(path, size=PHONE)
    expect(page.locator("#main h1").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_call_is_written_down_from_any_page_by_one_key(open_console: OpenConsole) -> None:
    page = open_console("/calls/trend")
    expect(page.get_by_test_id("trend-facts")).to_be_visible()
    page.keyboard.press("c")
    page.get_by_test_id("log-phone").fill("020-8765 4321")
    page.get_by_test_id("log-name").fill("陈先生")
    page.get_by_test_id("log-minutes").fill("4")
    page.get_by_test_id("log-next").fill("发合同")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("通话已记录")).to_be_visible()
    row = page.get_by_test_id("row").filter(has_text="陈先生")
    expect(row).to_contain_text("发合同")
    page.get_by_test_id("log-note").fill("要发票")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("save")).to_be_disabled()
    page.get_by_test_id("delete").click()
    expect(row).to_have_count(0)
    page.get_by_test_id("undo").last.click()
    expect(row).to_contain_text("发合同")


def test_a_record_has_an_address_of_its_own(open_console: OpenConsole) -> None:
    day = days_ago(2)
    page = open_console(f"/calls/records?from={day}&to={day}")
    page.get_by_test_id("row").last.get_by_role("link").click()
    shown = page.get_by_test_id("record-detail").inner_text()
    path = page.url.split("?")[0]
    page.goto(f"{path}?from={days_ago(1)}&to={days_ago(1)}")
    expect(page.get_by_test_id("record-detail")).to_be_visible()
    assert page.get_by_test_id("record-detail").inner_text() == shown
