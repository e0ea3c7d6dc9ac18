"""Two journeys through the panel, from the first pairing to what other agents see."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Locator, Page, expect
from tests.e2e.conftest import Demo, OpenContext, OpenCrm, sign_in
from tests.e2e.test_panel import wait_for_panel

pytestmark = pytest.mark.browser

ASSIST = "/api/assist"
LIVE_MS = 5_000
"""Two seconds are promised; the machine that runs these tests has better things to do."""
Json = dict[str, Any]  # bodies as a client has them


@dataclass
class Lead:
    """The manager at the console's API."""

    request: APIRequestContext
    base: str

    def post(self, path: str, body: Json) -> Json:
        answer = self.request.post(f"{self.base}{path}", data=body, headers={"Origin": self.base})
        assert answer.ok, answer.text()
        found: Json = answer.json()
        return found

    def get(self, path: str) -> Json:
        answer = self.request.get(f"{self.base}{path}")
        assert answer.ok, answer.text()
        found: Json = answer.json()
        return found

    def remind(self, **change: object) -> int:
        """A reminder for everybody in USCN, changed as told; its id."""
        body = {
            "title": "核对",
            "content": "核对",
            "markets": ["USCN"],
            "is_global": True,
            "is_all_business": True,
        }
        made: int = self.post(f"{ASSIST}/reminders", body | change)["id"]
        return made

    def forget(self, reminder_id: int) -> None:
        path = f"{self.base}{ASSIST}/reminders/{reminder_id}"
        assert self.request.delete(path, headers={"Origin": self.base}).ok


@pytest.fixture
def lead(demo: Demo, open_context: OpenContext) -> Lead:
    context = open_context()
    sign_in(context, demo, "lead")
    return Lead(context.request, demo.base)


@pytest.fixture
def checked(lead: Lead) -> Iterator[int]:
    """The manager's reminder 核对地址: USCN, tag VIP, every seven days."""
    made = lead.remind(title="tag:VIP", content="核对地址（七天一次）", recurrent_interval=7)
    yield made
    lead.forget(made)


def todo(page: Page, reminder_id: int) -> Locator:
    return page.get_by_test_id(f"todo-{reminder_id}")


def test_j1_an_agent_opens_an_account_and_the_next(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001&order=random")
    wait_for_panel(page, 1001)
    panel = page.get_by_test_id("panel")
    expect(panel).to_contain_text(re.compile(r"注册\s*2019-04-28"))
    expect(panel).to_contain_text(re.compile(r"还有 \d+ 天"))
    expect(page.locator("[data-testid^=ticket-]")).to_have_count(2)
    expect(page.get_by_test_id("tickets-hidden")).to_contain_text("3 张")
    expect(page.locator("[data-testid^=link-]").first).to_have_attribute("href", re.compile("acct=1001"))
    page.get_by_test_id("toggle-sent").click()
    sent = page.get_by_test_id("section-sent")
    for text in ("1001", "USCN", "BB", "VIP"):
        expect(sent).to_contain_text(text)
    page.locator("[data-account='1002']").click()
    wait_for_panel(page, 1002)
    expect(panel).to_contain_text("20301")
    expect(sent).to_contain_text("1002")
    expect(panel).not_to_contain_text("20101")


def test_j1_a_plan_is_previewed_pinned_compared_and_moved_by_keys(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    wait_for_panel(page, 1001)
    preview, first, second = (
        page.get_by_test_id(one) for one in ("plan-preview", "plan-popup", "plan-popup-b")
    )
    page.get_by_test_id("plan-open").hover()
    expect(preview).to_contain_text("$49.99/月")
    page.locator("#accountTitle").hover()
    expect(preview).to_be_hidden()
    page.get_by_test_id("plan-open").click()
    expect(first).to_contain_text("$49.99/月")
    expect(preview).to_be_hidden()
    page.get_by_test_id("plan-popup-other").fill("20301")
    page.get_by_test_id("plan-popup-other").press("Enter")
    expect(second).to_contain_text("20301")
    expect(second).to_have_attribute("data-state", "ready")
    a, b = first.bounding_box(), second.bounding_box()
    assert a is not None
    assert b is not None
    assert b["x"] + b["width"] <= a["x"]
    page.get_by_test_id("plan-popup-b-handle").press("Shift+ArrowDown")
    moved = second.bounding_box()
    assert moved is not None
    assert moved["y"] == b["y"] + 80
    page.reload()
    page.get_by_test_id("plan-open").click()
    expect(first).to_contain_text("$49.99/月")
    page.get_by_test_id("plan-popup-other").fill("20301")
    page.get_by_test_id("plan-popup-other").press("Enter")
    expect(second).to_have_attribute("data-state", "ready")
    assert second.bounding_box() == moved


def test_j1_the_rule_that_hides_tickets_is_the_agent_s_to_change(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    wait_for_panel(page, 1001)
    tickets = page.locator("[data-testid^=ticket-]")
    expect(tickets).to_have_count(2)
    page.get_by_test_id("tickets-rules").click()
    page.get_by_test_id("tickets-statuses").fill("open， closed")
    page.get_by_test_id("tickets-save").click()
    expect(page.get_by_test_id("tickets-hidden")).to_contain_text("2 张（OPEN 1，CLOSED 1）")
    expect(tickets).to_have_count(3)
    page.reload()
    expect(tickets).to_have_count(3)
    page.get_by_test_id("tickets-all").click()
    expect(tickets).to_have_count(5)
    page.get_by_test_id("tickets-rules").click()
    page.get_by_test_id("tickets-reset").click()
    page.get_by_test_id("tickets-all").click()
    expect(tickets).to_have_count(2)


def test_j2_a_tick_is_shared_undone_and_logged(open_crm: OpenCrm, lead: Lead, checked: int) -> None:
    li, wang = open_crm("acct=1001"), open_crm("acct=1001", agent="wang")
    for page in (li, wang):
        wait_for_panel(page, 1001)
        expect(todo(page, checked)).to_have_attribute("data-done", "false")
    begun = time.monotonic()
    todo(li, checked).focus()
    li.keyboard.press("x")
    expect(todo(wang, checked)).to_contain_text("李娜，刚刚", timeout=LIVE_MS)
    expect(todo(wang, checked)).to_have_attribute("data-done", "true")
    expect(todo(wang, checked).locator("time")).to_have_attribute(
        "title", re.compile(r"^李娜 \d{4}/.+ 勾选$")
    )
    li.keyboard.press("z")
    expect(todo(li, checked)).to_have_attribute("data-done", "false")
    expect(todo(wang, checked)).to_have_attribute("data-done", "false", timeout=LIVE_MS)
    assert time.monotonic() - begun < 10
    log = lead.get(f"{ASSIST}/reminders/{checked}/log")["items"]
    assert [(row["by"], row["new_status"]) for row in log] == [("李娜", False), ("李娜", True)]
    todo(wang, checked).get_by_role("checkbox").click()
    expect(todo(li, checked)).to_contain_text("王强，刚刚", timeout=LIVE_MS)
    rows = lead.get(f"{ASSIST}/reminders/{checked}/ticks")["items"]
    assert [(row["acct_id"], row["done"], row["by"]) for row in rows] == [(1001, True, "王强")]


def test_j2_a_new_reminder_appears_and_one_for_reading_has_no_box(open_crm: OpenCrm, lead: Lead) -> None:
    page = open_crm("acct=1001")
    wait_for_panel(page, 1001)
    made = lead.remind(title="nc:说明", content="只读的说明")
    try:
        row = page.get_by_test_id(f"reminder-{made}")
        expect(row).to_contain_text("只读的说明", timeout=LIVE_MS)
        expect(row.get_by_role("checkbox")).to_have_count(0)
    finally:
        lead.forget(made)
    expect(row).to_have_count(0, timeout=LIVE_MS)


def test_a_panel_out_of_sight_does_not_poll_and_catches_up_when_seen(open_crm: OpenCrm, checked: int) -> None:
    li, wang = open_crm("acct=1001"), open_crm("acct=1001", agent="wang")
    wait_for_panel(li, 1001)
    wait_for_panel(wang, 1001)
    expect(todo(wang, checked)).to_have_attribute("data-done", "false")
    see(wang, "hidden")
    todo(li, checked).get_by_role("checkbox").click()
    expect(todo(li, checked)).to_have_attribute("aria-busy", "false")
    expect(todo(li, checked)).to_contain_text("刚刚")
    expect(todo(wang, checked)).to_have_attribute("data-done", "false")
    see(wang, "visible")
    expect(todo(wang, checked)).to_contain_text("李娜，刚刚", timeout=LIVE_MS)


def see(page: Page, state: str) -> None:
    """Have the page believe that it is in sight, or not."""
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
          document.dispatchEvent(new Event('visibilitychange'))
        }""",
        state,
    )
