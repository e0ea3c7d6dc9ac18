"""What the server may order of a panel."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Demo, OpenContext, OpenCrm, crm_page, sign_in
from tests.e2e.serving import TRAP, configured, panel_config
from tests.e2e.test_panel import wait_for_panel

pytestmark = pytest.mark.browser

ASSIST = "/api/assist"
LIVE_MS = 5_000
"""Two seconds are promised; the machine that runs these tests has better things to do."""


def test_the_server_orders_hides_and_folds_sections_and_gives_the_links(open_crm: OpenCrm) -> None:
    sections = [
        {"key": "plan", "open": True},
        {"key": "facts", "open": False},
        {"key": "tickets", "hidden": True},
    ]
    links = [
        {"id": 7, "title": "部门工具", "url": "https://tool.test/{acct}?m={market}", "products": ["bb"]},
        {"id": 8, "title": "别的产品", "url": "https://tool.test/", "products": ["CP"]},
    ]
    page = configured(open_crm, panel_config(sections=sections, links=links))
    expect(page.get_by_test_id("panel-account")).to_contain_text("1001")
    expect(page.get_by_test_id("section-tickets")).to_be_hidden()
    expect(page.get_by_test_id("toggle-facts")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_test_id("link-7")).to_have_attribute("href", "https://tool.test/1001?m=USCN")
    expect(page.get_by_test_id("link-8")).to_have_count(0)
    shown = page.locator("[data-testid=panel] section").evaluate_all(
        "(all) => all.map((one) => one.dataset.testid)"
    )
    assert shown[:2] == ["section-plan", "section-facts"]


def test_a_panel_that_is_switched_off_says_why_and_reads_nothing(open_crm: OpenCrm) -> None:
    config = panel_config()
    page = configured(open_crm, config)
    wait_for_panel(page, 1001)
    config |= {"enabled": False, "message": f"维护到 18:00 {TRAP}"}
    page.reload()
    expect(page.get_by_test_id("panel-placeholder")).to_contain_text(f"维护到 18:00 {TRAP}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or request.url))
    page.locator("[data-account='1002']").click()
    expect(page.locator("#accountTitle")).to_contain_text("1002")
    expect(page.locator("#ProductDetailContainer")).to_contain_text("企业总机 10 席")
    expect(page.get_by_test_id("panel-account")).to_have_text("Deskside")
    assert not [one for one in asked if "lookup" in one or "GetTicketList" in one]
    assert page.evaluate("String(XMLHttpRequest.prototype.open)") == "function open() { [native code] }"


def test_a_panel_that_is_too_old_says_how_to_update(open_crm: OpenCrm) -> None:
    page = configured(open_crm, panel_config(min_version="99.0.0"))
    expect(page.get_by_test_id("too-old")).to_contain_text("99.0.0")
    expect(page.get_by_test_id("too-old").get_by_role("link")).to_have_attribute(
        "href", re.compile(r"/assist/deskside\.user\.js$")
    )


def test_one_card_that_fails_takes_no_other_with_it(open_crm: OpenCrm) -> None:
    fact = {"label": "状态", "value": "处理中", "tone": "good", "href": "/projects/5"}
    cards = [
        {
            "key": "projects",
            "title": "项目",
            "state": "ready",
            "reason": None,
            "facts": [fact],
            "as_of": None,
        },
        {"key": "calls", "title": "外呼", "state": "unavailable", "reason": "供应商没有回答", "facts": []},
        {"key": "members", "title": "会员", "state": "empty", "reason": None, "facts": []},
    ]
    page = configured(open_crm, panel_config(), cards=lambda: {"items": cards})
    expect(page.get_by_test_id("section-card-projects")).to_contain_text("处理中")
    expect(page.get_by_test_id("section-card-calls")).to_have_attribute("data-state", "failed")
    expect(page.get_by_test_id("section-card-calls")).to_contain_text("供应商没有回答")
    expect(page.get_by_test_id("section-card-members")).to_contain_text("没有记录")
    expect(page.get_by_test_id("section-todos")).to_have_attribute("data-state", "ready")


def test_a_manager_switches_panels_off_while_agents_look_at_them(
    own_demo: Demo, open_context: OpenContext
) -> None:
    page = crm_page(open_context(), own_demo, "li", f"{own_demo.crm}?acct=1001")
    wait_for_panel(page, 1001)
    console = open_context()
    sign_in(console, own_demo, "lead")
    said = console.request.put(
        f"{own_demo.base}{ASSIST}/panel-policies/0",
        data={"version": 0, "body": {"enabled": False, "message": "今晚 18:00 前维护"}},
        headers={"Origin": own_demo.base},
    )
    assert said.ok, said.text()
    expect(page.get_by_test_id("panel-placeholder")).to_contain_text("今晚 18:00 前维护", timeout=LIVE_MS)
    expect(page.get_by_test_id("panel-account")).to_have_text("Deskside")
