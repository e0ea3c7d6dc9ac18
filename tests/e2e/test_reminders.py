"""Reminders in Chromium, as managers target, watch and end them."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Demo, OpenConsole
from tests.modules.assist.workbooks import column, sheets

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]

PAGE = "/assist/reminders"
FIRST = 700_001
ACCEPTED, TWICE, WRONG = 4_870, 96, 34
MANY_SECONDS = 60_000
"""The machine that reads the list has other work; the list itself takes a second or two."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


def five_thousand() -> bytes:
    """5,000 rows: accounts, some of them twice, and some that are none."""
    ids: list[object] = list(range(FIRST, FIRST + ACCEPTED))
    return column(*ids, *ids[:TWICE], *(f"客户{one}" for one in range(WRONG)))


def upload(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as choosing:
        page.get_by_test_id("choose-accounts").click()
    choosing.value.set_files({"name": name, "mimeType": XLSX, "buffer": content})


def shown(page: Page, demo: Demo, account: int) -> list[str]:
    """What an agent who opens the account is told."""
    body = {"acct_id": account, "market": "USCN", "business": "BB"}
    answer = page.request.post(f"{demo.base}/api/assist/lookup", data=body, headers={"Origin": demo.base})
    assert answer.ok, answer.text()
    return [str(one["content"]) for one in answer.json()["reminders"]]


def day(days: int) -> str:
    """The date so many days from today, where the demo is."""
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) + timedelta(days=days):%Y-%m-%d}"


def fill_day(page: Page, field: str, value: str) -> None:
    box = page.get_by_test_id(field).get_by_role("combobox")
    box.fill(value)
    box.press("Enter")


def save(page: Page) -> None:
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("save")).to_be_disabled()


def test_a_manager_targets_by_a_list_of_5000_previews_waits_edits_and_takes_it_back(
    demo: Demo, open_console: OpenConsole, within: Callable[[Callable[[], bool]], float]
) -> None:
    page = open_console(f"{PAGE}/new")
    page.get_by_test_id("reminder-text").fill("五千个账户")
    page.get_by_test_id("reminder-content").fill("请核对地址。")
    page.get_by_test_id("reminder-global-false").click()
    upload(page, "名单.xlsx", five_thousand())
    counts = page.get_by_test_id("accounts-count")
    expect(counts).to_have_text("4,870 接受，96 重复，34 无效", timeout=MANY_SECONDS)
    with page.expect_download() as loading:
        page.get_by_test_id("accounts-report").click()
    (rows,) = sheets(Path(loading.value.path()).read_bytes()).values()
    assert len(rows) == 1 + TWICE + WRONG
    assert all(row[2] for row in rows)
    expect(page.get_by_test_id("preview-count")).to_have_text("将显示给 4,870 个账户")
    page.get_by_text("看其中 10 个账户").click()
    expect(page.get_by_test_id("preview-sample")).to_have_count(10)
    fill_day(page, "reminder-start", day(1))
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已创建提醒")
    assert shown(page, demo, FIRST) == [one for one in shown(page, demo, 1) if one != "请核对地址。"]
    assert "请核对地址。" not in shown(page, demo, FIRST)
    fill_day(page, "reminder-start", day(0))
    save(page)
    within(lambda: "请核对地址。" in shown(page, demo, FIRST))
    page.get_by_test_id("reminder-content").fill("请再核对地址。")
    save(page)
    within(lambda: "请再核对地址。" in shown(page, demo, FIRST))
    _another_list_taken_back(page, demo, within)


def _another_list_taken_back(page: Page, demo: Demo, within: Callable[[Callable[[], bool]], float]) -> None:
    number = int(page.url.rsplit("/", 1)[1])
    tick = f"{demo.base}/api/assist/ticks/{FIRST}/{number}"
    body = {"done": True, "version": 0}
    assert page.request.put(tick, data=body, headers={"Origin": demo.base}).ok
    page.get_by_test_id("replace-accounts").click()
    page.get_by_test_id("reminder-accounts").fill(f"{FIRST + 1}\n{FIRST + 1}\nx")
    expect(page.get_by_test_id("accounts-count")).to_have_text("1 接受，1 重复，1 无效", timeout=MANY_SECONDS)
    save(page)
    within(lambda: "请再核对地址。" not in shown(page, demo, FIRST))
    page.get_by_test_id("tab-accounts").click()
    expect(page.get_by_test_id("applied")).to_have_count(2)
    page.get_by_test_id("undo-import").click()
    within(lambda: "请再核对地址。" in shown(page, demo, FIRST))
    page.get_by_test_id("tab-log").click()
    expect(page.get_by_test_id("tick-log").get_by_test_id("row")).to_have_count(1)


def test_the_history_is_narrowed_and_exported(demo: Demo, open_console: OpenConsole) -> None:
    page = open_console(PAGE)
    origin = {"Origin": demo.base}
    body = {"title": "导出", "content": "导出", "is_global": True, "is_all_business": True}
    made = page.request.post(f"{demo.base}/api/assist/reminders", data=body, headers=origin).json()["id"]
    for account in (81, 82):
        tick = f"{demo.base}/api/assist/ticks/{account}/{made}"
        page.request.put(tick, data={"done": True, "version": 0}, headers=origin)
    page.goto(f"{demo.base}{PAGE}/{made}?tab=log")
    rows = page.get_by_test_id("tick-log").get_by_test_id("row")
    expect(rows).to_have_count(2)
    page.get_by_test_id("log-account").fill("81")
    expect(rows).to_have_count(1)
    page.get_by_test_id("log-person").fill("没有这个人")
    expect(rows).to_have_count(0)
    page.get_by_test_id("export-start").click()
    with page.expect_download() as loading:
        page.get_by_test_id("export-file").click(timeout=MANY_SECONDS)
    book = openpyxl.load_workbook(io.BytesIO(Path(loading.value.path()).read_bytes()))
    assert [sheet.max_row for sheet in book] == [3, 3]
    page.request.delete(f"{demo.base}/api/assist/reminders/{made}", headers=origin)


def test_the_preview_follows_the_targets_and_names_what_it_rests_on(open_console: OpenConsole) -> None:
    page = open_console(f"{PAGE}/new")
    count = page.get_by_test_id("preview-count")
    expect(count).to_contain_text("将显示给")
    expect(page.get_by_test_id("preview")).to_contain_text("坐席打开过的")
    page.get_by_test_id("reminder-tag").fill("没有人有的标签")
    expect(count).to_have_text("将显示给 0 个账户")


def test_reminders_are_filtered_ended_together_and_reopened(demo: Demo, open_console: OpenConsole) -> None:
    page = open_console(f"{PAGE}?state=in_force&sort=id")
    rows = page.get_by_test_id("row")
    expect(rows.first).to_contain_text("生效中")
    before = rows.count()
    rows.nth(0).get_by_test_id("pick").check()
    rows.nth(1).get_by_test_id("pick").check()
    page.get_by_test_id("bulk-end").click()
    expect(rows).to_have_count(before - 2)
    page.get_by_test_id("undo").click()
    expect(rows).to_have_count(before)
    page.get_by_test_id("columns").click()
    page.get_by_test_id("column-markets").uncheck()
    expect(page.get_by_role("columnheader", name="市场")).to_have_count(0)
    page.reload()
    expect(rows).to_have_count(before)
    expect(page.get_by_role("columnheader", name="市场")).to_have_count(0)


@pytest.mark.parametrize(("size", "place"), [((1440, 900), "month-grid"), ((390, 800), "agenda-day")])
def test_the_calendar_is_a_grid_or_a_list_of_days(
    demo: Demo, open_console: OpenConsole, size: tuple[int, int], place: str
) -> None:
    page = open_console("/", size=size)
    origin = {"Origin": demo.base}
    body = {"title": f"月历{size[0]}", "content": "月历", "is_global": True, "is_all_business": True}
    dates = {"start_date": "2031-03-01", "expire_date": "2031-04-01"}
    page.request.post(f"{demo.base}/api/assist/reminders", data=body | dates, headers=origin)
    page.goto(f"{demo.base}/assist/reminder-calendar?month=2031-02")
    page.get_by_test_id("month-after").click()
    expect(page.get_by_test_id("month")).to_have_text("2031年3月")
    days = page.get_by_test_id(place).first
    expect(days).to_be_visible()
    mine = page.get_by_role("link", name=f"月历{size[0]}")
    expect(mine).to_have_count(2)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    mine.first.click()
    expect(page.get_by_test_id("reminder-text")).to_have_value(f"月历{size[0]}")


def test_what_narrows_a_list_is_seen(open_console: OpenConsole) -> None:
    page = open_console(PAGE)
    expect(page.get_by_test_id("reminder-filter-account")).to_be_hidden()
    page.get_by_test_id("more-filters").get_by_text("更多筛选").click()
    page.get_by_test_id("reminder-filter-account").fill("123456789")
    expect(page.get_by_test_id("row")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("reminder-filter-account")).to_have_value("123456789")
    expect(page.get_by_test_id("reminder-filter-account")).to_be_visible()
