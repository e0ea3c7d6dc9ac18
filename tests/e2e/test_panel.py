"""The panel in the CRM's page, in Chromium, with everything real but the CRM."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Demo, OpenConsole, OpenContext, OpenCrm

pytestmark = pytest.mark.browser

FIXED_OF_1001 = ("先核实身份再谈账户", "VIP 客户：由二线优先处理")
TODOS_OF_1001 = ("请与客户核对账单地址", "记下客户方便回拨的号码", "请询问续约意向", "请回访确认线路是否正常")
SHOWN = """() => {
  const root = document.querySelector('deskside-panel')?.shadowRoot
  const has = (id) => root?.querySelector(`[data-testid^="${id}"]`) != null
  const ready = ['facts', 'plan', 'reminders', 'todos'].map((one) => `section-${one}"][data-state="ready`)
  return [...ready, 'reminder-', 'todo-'].every(has) && performance.now()
}"""
LAST_ANSWER = """() => Math.max(...performance.getEntriesByType('resource')
  .filter((one) => /service\\/Get(Product|Master|Base|AccountTag)/.test(one.name))
  .map((one) => one.responseEnd))"""


def wait_for_panel(page: Page, account: int) -> None:
    expect(page.get_by_test_id("panel-account")).to_contain_text(str(account))
    for section in ("facts", "plan", "reminders", "todos", "tickets"):
        state = page.get_by_test_id(f"section-{section}")
        expect(state).not_to_have_attribute("data-state", "loading")


def panel_text(page: Page) -> str:
    return page.get_by_test_id("panel").inner_text()


def test_a_code_of_the_console_pairs_the_panel(
    demo: Demo, open_context: OpenContext, open_console: OpenConsole
) -> None:
    console = open_console("/assist/devices?pair=1", login="agent-li")
    console.get_by_test_id("make-code").click()
    code = console.get_by_test_id("pairing-code").inner_text()
    page = open_context().new_page()
    page.goto(f"{demo.crm}?deskside=1&acct=1001")
    page.get_by_test_id("pair-code").fill("AAAA-AAAA")
    page.get_by_test_id("pair-submit").click()
    expect(page.get_by_test_id("pair-error")).to_contain_text("配对码不对或已过期")
    page.get_by_test_id("pair-code").fill(code)
    page.get_by_test_id("pair-submit").click()
    expect(page.get_by_test_id("pair-form")).to_be_hidden()
    expect(page.get_by_test_id("panel-agent")).to_contain_text("李娜")
    wait_for_panel(page, 1001)
    expect(page.get_by_test_id("section-todos")).to_contain_text(TODOS_OF_1001[0])
    expect(console.get_by_test_id("paired")).to_be_visible()


def test_an_account_is_on_the_panel_within_a_second_of_the_last_answer(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001&delay=200")
    shown = page.wait_for_function(SHOWN, polling="raf").json_value()
    assert shown - page.evaluate(LAST_ANSWER) <= 1000


def test_the_panel_says_in_chinese_what_matters_about_an_account(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    wait_for_panel(page, 1001)
    facts = page.get_by_test_id("section-facts")
    for title, day in (("注册", "2019-04-28"), ("激活", "2019-05-06"), ("出账", "2019-06-01")):
        expect(facts).to_contain_text(re.compile(rf"{title}\s*{day}"))
    expect(facts).to_contain_text(re.compile(r"合约\s*2026-03-13 至 2027-03-12"))
    expect(page.get_by_test_id("section-plan")).to_contain_text("20101")
    expect(page.locator("[data-testid^=reminder-]")).to_have_count(len(FIXED_OF_1001))
    expect(page.locator("[data-testid^=todo-]")).to_have_count(len(TODOS_OF_1001))
    for text in (*FIXED_OF_1001, *TODOS_OF_1001):
        expect(page.get_by_test_id("panel")).to_contain_text(text)
    expect(page.locator("[data-testid^=ticket-]")).to_have_count(2)
    expect(page.get_by_test_id("tickets-hidden")).to_contain_text("3 张")


def test_the_plan_opens_a_pop_up_that_stays_where_it_was_dragged(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    popup, handle = page.get_by_test_id("plan-popup"), page.get_by_test_id("plan-popup-handle")
    page.get_by_test_id("plan-open").click()
    expect(popup).to_contain_text("$49.99/月")
    expect(popup).to_contain_text("提前解约收取剩余月费的 50%。")
    before, grip = popup.bounding_box(), handle.bounding_box()
    assert before is not None
    assert grip is not None
    page.mouse.move(grip["x"] + 40, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] - 160, grip["y"] + 212, steps=5)
    page.mouse.up()
    after = popup.bounding_box()
    assert after is not None
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (-200, 200)
    page.reload()
    page.get_by_test_id("plan-open").click()
    expect(popup).to_contain_text("$49.99/月")
    assert popup.bounding_box() == after
    page.get_by_test_id("plan-popup-close").click()
    expect(popup).to_be_hidden()


def test_a_plan_that_deskside_does_not_know_says_so(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1010")
    page.get_by_test_id("plan-open").click()
    expect(page.get_by_test_id("plan-unknown")).to_be_visible()


def test_a_tick_is_struck_through_and_the_next_agent_sees_who_ticked_and_when(open_crm: OpenCrm) -> None:
    li = open_crm("acct=1001")
    todo = li.locator("[data-testid^=todo-]", has_text=TODOS_OF_1001[0])
    expect(todo).to_have_attribute("data-done", "false")
    todo.get_by_role("checkbox").click()
    expect(todo).to_have_attribute("data-done", "true")
    expect(todo.locator(".text")).to_have_css("text-decoration-line", "line-through")
    expect(todo).to_have_attribute("aria-busy", "false")
    wang = open_crm("acct=1001", agent="wang")
    expect(wang.get_by_test_id("panel-agent")).to_contain_text("王强")
    same = wang.locator("[data-testid^=todo-]", has_text=TODOS_OF_1001[0])
    expect(same).to_have_attribute("data-done", "true")
    expect(same).to_contain_text("李娜，刚刚")
    expect(same.locator("time")).to_have_attribute("title", re.compile(r"^李娜 \d{4}/.+ 勾选$"))


def test_a_tick_can_be_taken_back(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1006")
    todo = page.locator("[data-testid^=todo-]", has_text="请回访确认线路是否正常")
    todo.get_by_role("checkbox").click()
    expect(page.get_by_test_id("notice")).to_contain_text("已勾选")
    page.get_by_test_id("undo").click()
    expect(todo).to_have_attribute("data-done", "false")
    page.reload()
    expect(todo).to_have_attribute("data-done", "false")
