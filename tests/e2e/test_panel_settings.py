"""What managers say about panels, in Chromium: policies, quick links, site profiles, use."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.conftest import Demo, OpenConsole

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]
Told = Callable[[], Any]
Within = Callable[[Callable[[], bool]], float]


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy; a draft may be refused."""
    yield
    assert [text for text in complaints if "status of 422" not in text] == []


@pytest.fixture
def told(demo: Demo, open_console: OpenConsole) -> Told:
    """What the panel of 王强 is told now."""
    page = open_console("/", login="agent-wang")

    def ask() -> Any:
        return page.request.get(f"{demo.base}/api/assist/panel").json()

    return ask


def said(page: Page, part: str) -> Locator:
    """The switch that says a part of a policy here."""
    return page.get_by_test_id(f"part-{part}").locator(".part-said .el-switch")


def test_a_department_says_a_message_and_takes_it_back(
    open_console: OpenConsole, told: Told, within: Within
) -> None:
    page = open_console("/assist/panel/0")
    expect(page.get_by_test_id("part-message")).to_contain_text("默认")
    said(page, "message").click()
    page.get_by_test_id("policy-message").fill("周五 18:00 起维护")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("toast")).to_contain_text("所有人")
    within(lambda: told()["message"] == "周五 18:00 起维护")
    page.keyboard.press("Escape")
    page.get_by_test_id("add-policy").click()
    page.locator(".el-select-dropdown__item:visible").first.click()
    expect(page.get_by_test_id("part-message")).to_contain_text("周五 18:00 起维护")
    expect(page.get_by_test_id("part-message")).to_contain_text("所有人")
    page.goto(page.url.rsplit("/", 1)[0] + "/0")
    said(page, "message").click()
    page.get_by_test_id("save").click()
    within(lambda: told()["message"] is None)


def test_sections_are_moved_and_folded(open_console: OpenConsole, told: Told, within: Within) -> None:
    page = open_console("/assist/panel/0")
    said(page, "sections").click()
    page.get_by_test_id("up-tickets").click()
    page.get_by_test_id("state-tickets").click()
    page.locator(".el-select-dropdown__item:visible", has_text="折叠").click()
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("toast")).to_be_visible()

    def keys() -> list[str]:
        return [f"{one['key']} {one['state']}" for one in told()["sections"]]

    within(lambda: keys()[4:6] == ["tickets folded", "plan open"])
    page.keyboard.press("z")
    within(lambda: keys()[4:6] == ["plan open", "tickets open"])


def test_a_link_is_made_of_variables_tried_and_kept_apart_from_bad_addresses(
    open_console: OpenConsole, told: Told, within: Within
) -> None:
    page = open_console("/assist/quick-links/new")
    page.get_by_test_id("link-title").fill("通话记录")
    page.get_by_test_id("link-url").fill("javascript:alert(1)")
    expect(page.get_by_test_id("link-outcome")).to_contain_text("http://")
    page.get_by_test_id("link-url").fill("/crm/css/calls?a=")
    page.get_by_test_id("variable-acct_id").click()
    expect(page.get_by_test_id("link-url")).to_have_value("/crm/css/calls?a={acct_id}")
    page.get_by_test_id("try-acct_id").fill("1003")
    expect(page.get_by_test_id("link-outcome")).to_have_text("/crm/css/calls?a=1003")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("detail")).to_contain_text("近 30 天被点击 0 次")
    within(lambda: "通话记录" in json.dumps(told()["links"], ensure_ascii=False))
    page.get_by_test_id("delete").click()
    within(lambda: "通话记录" not in json.dumps(told()["links"], ensure_ascii=False))


def test_a_profile_says_beside_each_field_what_it_reads(open_console: OpenConsole) -> None:
    page = open_console("/assist/site-profiles")
    page.get_by_test_id("row").first.get_by_role("link").click()
    expect(page.get_by_test_id("try-missing")).to_have_text("全部读到")
    expect(page.get_by_test_id("read-extension.account")).to_have_text("1001")
    page.get_by_test_id("line-extension.account").fill("BaseProductInfo.Gone")
    expect(page.get_by_test_id("read-extension.account")).to_have_text("没有读到")
    page.get_by_test_id("line-extension.account").fill("a..b")
    expect(page.get_by_test_id("read-extension.account").locator(".profile-wrong")).to_be_visible()
    page.get_by_test_id("discard").click()
    expect(page.get_by_test_id("read-extension.account")).to_have_text("1001")


def test_a_profile_is_edited_as_json_and_brought_back(
    open_console: OpenConsole, told: Told, within: Within
) -> None:
    page = open_console("/assist/site-profiles")
    page.get_by_test_id("row").first.get_by_role("link").click()
    page.get_by_test_id("tab-json").click()
    text = page.get_by_test_id("profile-json")
    whole = json.loads(text.input_value())
    text.fill("{")
    expect(page.get_by_role("alert")).to_contain_text("不是 JSON")
    text.fill(json.dumps({**whole, "functionalBusiness": "AHC2"}))
    page.get_by_test_id("save").click()
    within(lambda: told()["profile"]["functionalBusiness"] == "AHC2")
    page.get_by_test_id("tab-versions").click()
    older = page.locator("[data-testid=version]").nth(1)
    expect(older).to_contain_text("functionalBusiness = AHC")
    older.get_by_test_id("restore-version").click()
    within(lambda: told()["profile"]["functionalBusiness"] == "AHC")


def test_use_is_shown_as_a_chart_and_as_its_numbers(demo: Demo, open_console: OpenConsole) -> None:
    agent = open_console("/", login="agent-wang")
    links = agent.request.get(f"{demo.base}/api/assist/panel").json()["links"]
    events = [{"kind": "link", "key": str(links[0]["id"])}, {"kind": "plan", "key": "99999"}]
    used = agent.request.post(
        f"{demo.base}/api/assist/usage", data={"events": events}, headers={"Origin": demo.base}
    )
    assert used.ok, used.text()
    page = open_console("/assist/usage")
    expect(page.get_by_test_id("chart").locator("canvas")).to_be_visible()
    expect(page.get_by_test_id("usage")).to_contain_text("99999 · 没有这个计划")
    expect(page.get_by_test_id("usage")).to_contain_text("没人用过")
    page.get_by_test_id("use-as-table").click()
    expect(page.get_by_test_id("chart")).to_have_count(0)
    expect(page.locator("[data-testid=usage] [data-testid=list]").first).to_contain_text("2026-")
    page.get_by_test_id("last-7").click()
    expect(page.locator("[data-testid=usage] [data-testid=list]").first.get_by_test_id("row")).to_have_count(
        7
    )
