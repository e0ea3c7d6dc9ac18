"""Members and coaches: who is found, who may see whom, where figures and clues lead, an account's card."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.e2e.club import PHONE, fen, fits, part
from tests.e2e.conftest import Demo, OpenConsole, OpenContext, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


@pytest.mark.usefixtures("calm")
def test_people_are_found_by_name_and_by_the_end_of_a_phone(open_console: OpenConsole) -> None:
    page = open_console("/members", size=PHONE)
    rows = page.get_by_test_id("row")
    expect(page.get_by_test_id("list-total")).to_contain_text("40")
    expect(rows.first).to_contain_text("139****7001")
    assert fits(page)
    page.get_by_test_id("members-search").fill("7012")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=7012"))
    page.get_by_test_id("members-search").fill("没有这个人")
    expect(page.get_by_test_id("empty-nomatch")).to_be_visible()
    page.get_by_test_id("members-search").fill("许思琪")
    rows.first.click()
    expect(page.get_by_role("heading", name="许思琪")).to_be_visible()
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("members-seen")).to_contain_text("许思琪")
    page.get_by_test_id("tab-coach").click()
    expect(rows).to_have_count(6)
    page.get_by_test_id("members-search").fill("孙")
    expect(rows).to_have_count(1)
    rows.first.click()
    expect(page.get_by_test_id("performance")).to_be_visible()


@pytest.mark.usefixtures("calm")
def test_a_figure_tells_its_source_and_age_and_leads_to_its_rows(open_console: OpenConsole) -> None:
    page = open_console("/members/customers/7029", size=PHONE)
    figure = page.get_by_test_id("figure-spent")
    hover = figure.locator("summary").get_attribute("title") or ""
    assert "ledger_amount" in hover
    assert re.search(r"读取于 .*\d{2}:\d{2}", hover)
    figure.locator("summary").click()
    figure.get_by_test_id("rows-behind").click()
    expect(part(page, "consumptionRecords")).to_be_focused()
    expect(part(page, "consumptionRecords")).to_be_in_viewport()


@pytest.mark.usefixtures("calm")
def test_a_clue_becomes_a_task_in_one_click(open_console: OpenConsole) -> None:
    page = open_console("/members/customers/7004", size=PHONE)
    clue = page.get_by_test_id("clue").first
    before = page.get_by_test_id("tasks-active").get_by_test_id("task").count()
    clue.get_by_test_id("make-task").click()
    expect(clue.get_by_test_id("clue-task")).to_be_visible()
    expect(clue.get_by_test_id("make-task")).to_have_count(0)
    expect(page.get_by_test_id("tasks-active").get_by_test_id("task")).to_have_count(before + 1)


def test_somebody_who_is_not_approved_sees_no_member(
    own_demo: Demo, open_context: OpenContext, tmp_path: Path
) -> None:
    context = open_context(size=PHONE)
    sign_in(context, own_demo, "lead")
    with sqlite3.connect(tmp_path / "deskside.db") as tables:
        tables.execute("UPDATE users SET approved = 0 WHERE login = 'lead'")
    for path in ("xcx/customers/7001", "xcx/coaches/501", "members/customers", "members/coaches"):
        assert context.request.get(f"{own_demo.base}/api/{path}").status == 403
    page = context.new_page()
    page.goto(f"{own_demo.base}/members/customers/7001")
    expect(page.get_by_test_id("phone")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("139****7001")


def test_the_panel_s_card_knows_the_member_behind_an_account(demo: Demo, open_context: OpenContext) -> None:
    context = open_context()
    sign_in(context, demo, "agent-li")
    cards = context.request.get(f"{demo.base}/api/assist/cards/1001").json()["items"]
    [card] = [one for one in cards if one["key"] == "members"]
    facts = {fact["label"]: fact for fact in card["facts"]}
    assert card["state"] == "ready"
    assert facts["会员"]["href"] == "/members/customers/7029"
    page = context.request.get(f"{demo.base}/api/xcx/customers/7029").json()
    assert fen(facts["余额"]["value"]) == round(page["balance"] * 100)
    cards = context.request.get(f"{demo.base}/api/assist/cards/1004").json()["items"]
    assert {one["key"]: one["state"] for one in cards}["members"] == "empty"


def test_a_coach_sees_no_other_coach_and_nobody_sees_a_customer_that_is_none(
    open_console: OpenConsole,
) -> None:
    page = open_console("/members/coach/502", login="coach", size=PHONE)
    expect(page.get_by_test_id("empty-error")).to_be_visible()
    expect(page.get_by_test_id("performance")).to_have_count(0)
    page = open_console("/members/customers/99999", size=PHONE)
    expect(page.get_by_test_id("empty-error")).to_contain_text("找不到")
