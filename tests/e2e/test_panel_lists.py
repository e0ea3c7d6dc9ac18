"""Lists that managers act on: quick links as agents' panels show them, paired devices."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.conftest import Demo, OpenConsole, OpenContext, OpenCrm, pair, sign_in
from tests.e2e.test_panel import wait_for_panel

pytestmark = pytest.mark.browser
A = "/api/assist"
LIVE_MS = 5_000
Within = Callable[[Callable[[], bool]], float]


def added(page: Page, demo: Demo, title: str, **more: object) -> int:
    """A quick link that the manager of `page` adds through the API; its id."""
    body = {"title": title, "url": "https://tool.test/{acct_id}", "position": 900, **more}
    answer = page.request.post(f"{demo.base}{A}/quick-links", data=body, headers={"Origin": demo.base})
    assert answer.ok, answer.text()
    return int(answer.json()["id"])


def removed(page: Page, demo: Demo, *links: int) -> None:
    for link in links:
        page.request.delete(f"{demo.base}{A}/quick-links/{link}", headers={"Origin": demo.base})


def row(page: Page, key: int) -> Locator:
    return page.locator(f"[data-testid=row][data-id='{key}']")


def test_a_link_comes_to_an_open_panel_and_goes_when_it_is_switched_off(
    demo: Demo, open_console: OpenConsole, open_crm: OpenCrm
) -> None:
    crm = open_crm("acct=1001")
    wait_for_panel(crm, 1001)
    page = open_console("/assist/quick-links")
    link = added(page, demo, "工单系统")
    expect(crm.get_by_test_id(f"link-{link}")).to_have_attribute(
        "href", "https://tool.test/1001", timeout=LIVE_MS
    )
    page.reload()
    row(page, link).get_by_test_id("link-switch").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已停用“工单系统”")
    expect(crm.get_by_test_id(f"link-{link}")).to_have_count(0, timeout=LIVE_MS)
    page.keyboard.press("z")
    expect(crm.get_by_test_id(f"link-{link}")).to_have_count(1, timeout=LIVE_MS)
    removed(page, demo, link)


def test_links_that_share_a_place_are_moved_and_moved_back(
    demo: Demo, open_console: OpenConsole, within: Within
) -> None:
    page = open_console("/assist/quick-links")
    links = [added(page, demo, title) for title in ("先", "后")]
    page.reload()

    def last() -> list[int]:
        return [int(str(one.get_attribute("data-id"))) for one in page.get_by_test_id("row").all()[-2:]]

    within(lambda: last() == links)
    row(page, links[1]).get_by_test_id("link-up").click()
    within(lambda: last() == links[::-1])
    expect(row(page, links[0]).get_by_test_id("link-down")).to_be_disabled()
    page.keyboard.press("z")
    within(lambda: last() == links)
    removed(page, demo, *links)


def test_an_edit_upon_an_old_link_shows_the_newer_one_first(demo: Demo, open_console: OpenConsole) -> None:
    page = open_console("/")
    link = added(page, demo, "旧名")
    page.goto(f"{demo.base}/assist/quick-links/{link}")
    page.get_by_test_id("link-title").fill("我的名字")
    answer = page.request.patch(
        f"{demo.base}{A}/quick-links/{link}",
        data={"title": "别人的名字", "version": 1},
        headers={"Origin": demo.base},
    )
    assert answer.ok, answer.text()
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("stale")).to_contain_text("别人的名字")
    page.get_by_test_id("stale-mine").click()
    expect(page.get_by_test_id("detail").get_by_role("heading").first).to_have_text("我的名字")
    removed(page, demo, link)


def test_devices_that_are_too_old_are_found_and_revoked_together(
    own_demo: Demo, open_context: OpenContext
) -> None:
    context = open_context()
    pair(context, own_demo, "agent-li")
    sign_in(context, own_demo, "lead")
    origin = {"Origin": own_demo.base}
    for name, version in (("旧一", "0.0.1"), ("旧二", "0.0.2"), ("新", "99.0.0")):
        code = context.request.post(f"{own_demo.base}{A}/pairings", headers=origin).json()["code"]
        body = {"code": code, "name": name, "script_version": version}
        assert context.request.post(f"{own_demo.base}{A}/devices", data=body).ok
    page = context.new_page()
    page.goto(f"{own_demo.base}/assist/devices")
    expect(page.get_by_test_id("row")).to_have_count(4)
    expect(page.get_by_test_id("outdated")).to_have_count(2)
    page.get_by_test_id("only-outdated").click()
    expect(page.get_by_test_id("row")).to_have_count(2)
    page.get_by_test_id("pick-all").click()
    page.get_by_test_id("revoke-many").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 台设备")
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已吊销 2 台")
    left = context.request.get(f"{own_demo.base}{A}/devices").json()
    assert left["total"] == 2, json.dumps(left)
