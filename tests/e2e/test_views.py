"""Saved views in Chromium: kept, changed, shared, opened first, deleted and brought back."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Demo, OpenConsole

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


@pytest.fixture
def views_gone(demo: Demo) -> Iterator[Callable[[Page], None]]:
    """Deletes every view of the reminders when the test is over, so that others see a plain list."""
    pages: list[Page] = []
    yield pages.append
    for page in pages:
        request, origin = page.context.request, {"Origin": demo.base}
        kept = request.get(f"{demo.base}/api/views?list_key=assist.reminders").json()["items"]
        for view in kept:
            request.delete(f"{demo.base}/api/views/{view['id']}", headers=origin)


def open_menu(page: Page) -> None:
    page.get_by_test_id("views").click()
    expect(page.get_by_test_id("views-menu")).to_be_visible()


def pick(page: Page, name: str) -> None:
    open_menu(page)
    page.get_by_test_id("view").filter(has_text=name).click()


def save_as(page: Page, name: str, audience: str | None = None) -> None:
    open_menu(page)
    page.get_by_test_id("view-new").click()
    page.get_by_test_id("view-name").fill(name)
    if audience is not None:
        page.get_by_test_id(f"view-audience-{audience}").click()
    page.get_by_test_id("view-save").click()
    expect(page.get_by_test_id("views")).to_contain_text(name)


def test_a_list_is_kept_as_a_view_with_its_count_and_its_columns(
    open_console: OpenConsole, views_gone: Callable[[Page], None]
) -> None:
    page = open_console("/assist/reminders?state=in_force")
    views_gone(page)
    rows = page.get_by_test_id("row")
    expect(rows.first).to_be_visible()
    wanted = rows.count()
    page.get_by_test_id("columns").click()
    page.get_by_test_id("column-author").click()
    page.get_by_test_id("columns").locator("summary").click()
    save_as(page, "生效中")
    page.goto(f"{page.url.split('?')[0]}?state=ended")
    expect(page.get_by_test_id("views")).to_contain_text("全部")
    page.get_by_test_id("columns").click()
    page.get_by_test_id("column-author").click()
    page.get_by_test_id("columns").locator("summary").click()
    open_menu(page)
    expect(page.get_by_test_id("view-count")).to_have_text(str(wanted))
    page.get_by_test_id("view").click()
    expect(page).to_have_url(re.compile(r"state=in_force"))
    expect(page.get_by_role("columnheader", name="创建人")).to_have_count(0)
    page.get_by_test_id("sort-title").click()
    expect(page.get_by_test_id("view-modified")).to_be_visible()
    open_menu(page)
    page.get_by_test_id("view-keep").click()
    expect(page.get_by_test_id("view-modified")).to_have_count(0)
    page.get_by_test_id("undo").last.click()
    expect(page.get_by_test_id("view-modified")).to_be_visible()


def test_a_default_opens_first_and_a_deleted_view_comes_back(
    open_console: OpenConsole, demo: Demo, views_gone: Callable[[Page], None]
) -> None:
    page = open_console("/assist/reminders?state=ended")
    views_gone(page)
    save_as(page, "已失效")
    open_menu(page)
    page.get_by_test_id("view-default").click()
    expect(page.get_by_test_id("view")).to_contain_text("默认")
    page.goto(f"{demo.base}/assist/reminders")
    expect(page).to_have_url(re.compile(r"state=ended"))
    expect(page.get_by_test_id("views")).to_contain_text("已失效")
    open_menu(page)
    page.get_by_test_id("view-delete").click()
    expect(page.get_by_test_id("views")).to_contain_text("全部")
    page.get_by_test_id("undo").last.click()
    expect(page.get_by_test_id("views")).to_contain_text("已失效")


def test_a_shared_view_is_there_for_the_others_who_cannot_change_it(open_console: OpenConsole) -> None:
    page = open_console("/assist/plans?business=BB")
    save_as(page, "全部宽带", audience="all")
    other = open_console("/assist/plans", login="agent-li")
    pick(other, "全部宽带")
    expect(other).to_have_url(re.compile(r"business=BB"))
    open_menu(other)
    expect(other.get_by_test_id("view-default")).to_be_visible()
    expect(other.get_by_test_id("view-delete")).to_have_count(0)
    expect(other.get_by_test_id("view-edit")).to_have_count(0)
    open_menu(page)
    page.get_by_test_id("view-delete").click()
    expect(page.get_by_test_id("views")).not_to_contain_text("宽带")
