"""A club in the console, on a phone: own page, exact money, parts that fail alone, phones behind a reason."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.e2e.club import PHONE, fen, fits, part
from tests.e2e.conftest import Demo, OpenConsole, OpenContext, sign_in

pytestmark = pytest.mark.browser

VOID_EVERY = 13
"""The demo voids every thirteenth settlement."""

OFF_EVERY = 29
"""And has every twenty-ninth off by one fen."""


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


@pytest.mark.usefixtures("calm")
def test_a_coach_finds_the_own_page_on_a_phone(open_console: OpenConsole) -> None:
    page = open_console("/members", login="coach", size=PHONE)
    expect(page.get_by_test_id("tab-coach")).to_have_count(0)
    page.get_by_test_id("my-page").click()
    expect(page.get_by_role("heading", name="孙悦")).to_be_visible()
    figures = page.get_by_test_id("performance").locator("details")
    expect(figures).to_have_count(6)
    assert {one.get_attribute("data-state") for one in figures.all()} == {"known"}
    expect(page.get_by_test_id("tier-gap")).to_contain_text("小时档")
    expect(page.get_by_test_id("income")).to_have_count(4)
    total = sum(fen(text) for text in page.get_by_test_id("income-this").all_inner_texts())
    assert fen(page.get_by_test_id("income-total").inner_text()) == total
    page.get_by_test_id("income").first.locator("summary").click()
    expect(page.get_by_test_id("derivation").first).to_contain_text("v_dws_assistant_salary_calc.base_income")
    assert fits(page)


@pytest.mark.usefixtures("calm")
def test_the_month_that_runs_is_estimated_and_no_other(open_console: OpenConsole) -> None:
    page = open_console("/members/coach", login="coach", size=PHONE)
    months = page.get_by_test_id("history-month")
    expect(months).to_have_count(6)
    assert [one.get_attribute("data-estimated") for one in months.all()] == ["true"] + ["false"] * 5
    expect(page.get_by_test_id("income-estimated")).to_be_visible()
    expect(page.get_by_test_id("income-last-head")).not_to_contain_text("预估")
    chart = page.get_by_test_id("history-chart")
    expect(chart.locator("[data-estimated=true]")).to_have_count(1)
    page.get_by_test_id("measure-hoursValue").click()
    expect(chart).to_have_attribute("aria-label", re.compile("课时.*小时（预估）"))


@pytest.mark.usefixtures("calm")
def test_every_settlement_adds_up_to_the_fen_or_is_marked_and_void_ones_are_absent(
    open_console: OpenConsole,
) -> None:
    page = open_console("/members/customers/7029", size=PHONE)
    page.get_by_test_id("consumption-all").click()
    rows = page.get_by_test_id("settlement")
    expect(rows).to_have_count(50)
    marked = 0
    for row in rows.all():
        number = int(row.get_attribute("data-id") or "0")
        assert number % VOID_EVERY != 0
        parts = sum(fen(text) for text in row.get_by_test_id("portion").all_inner_texts())
        off = fen(row.get_by_test_id("total").inner_text()) - parts
        assert off == (1 if number % OFF_EVERY == 0 else 0)
        assert row.get_by_test_id("mismatch").count() == off
        marked += off
    assert marked > 0
    assert fits(page)


def test_a_month_that_was_not_calculated_is_not_shown_as_zero(
    own_demo: Demo, open_context: OpenContext, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "demo" / "warehouse.db") as views:
        newest = "SELECT max(salary_month) FROM v_dws_assistant_salary_calc"
        views.execute(f"DELETE FROM v_dws_assistant_salary_calc WHERE salary_month = ({newest})")
    context = open_context(size=PHONE)
    sign_in(context, own_demo, "coach")
    page = context.new_page()
    page.goto(f"{own_demo.base}/members/coach")
    for name in ("monthlyHours", "monthlySalary", "perfCurrent", "perfTarget"):
        expect(page.get_by_test_id(f"figure-{name}")).to_have_attribute("data-state", "none")
    expect(page.get_by_test_id("figure-monthlySalary")).to_contain_text("未核算")
    expect(page.get_by_test_id("income-total")).to_contain_text("未核算")
    expect(page.get_by_test_id("history-month").first.get_by_test_id("uncalculated")).to_have_count(2)
    expect(page.get_by_test_id("history-month").nth(1).get_by_test_id("uncalculated")).to_have_count(0)
    expect(page.get_by_test_id("figure-customerBalance")).to_have_attribute("data-state", "known")


@pytest.mark.usefixtures("calm")
def test_a_phone_is_masked_until_somebody_who_may_gives_a_reason(
    demo: Demo, open_console: OpenConsole
) -> None:
    page = open_console("/members/customers/7015", login="coach", size=PHONE)
    expect(page.get_by_test_id("phone")).to_contain_text("139****7015")
    expect(page.get_by_test_id("reveal")).to_have_count(0)
    page = open_console("/members/customers/7015", size=PHONE)
    page.get_by_test_id("reveal").click()
    expect(page.get_by_test_id("reveal-yes")).to_be_disabled()
    page.get_by_test_id("reveal-reason").fill("回访约时间")
    page.get_by_test_id("reveal-yes").click()
    expect(page.get_by_test_id("phone-full")).to_have_text("13900007015")
    page.reload()
    expect(page.get_by_test_id("phone")).to_contain_text("139****7015")
    said = open_console("/", login="admin").request.get(
        f"{demo.base}/api/audit", params={"action": "members.phone.reveal"}
    )
    entry = said.json()["items"][0]
    assert (entry["actor_name"], entry["subject_id"], entry["new"]["reason"]) == (
        "周敏",
        "7015",
        "回访约时间",
    )
    assert "13900007015" not in said.text()


@pytest.mark.usefixtures("calm")
def test_a_note_is_written_and_pinned_and_a_task_abandoned_for_a_reason(open_console: OpenConsole) -> None:
    page = open_console("/members/customers/7029", size=PHONE)
    page.get_by_test_id("note-content").fill("只打斯诺克")
    page.get_by_test_id("note-add").click()
    note = page.get_by_test_id("note").filter(has_text="只打斯诺克")
    expect(note).to_have_attribute("data-pinned", "false")
    note.get_by_test_id("pin").click()
    expect(note).to_have_attribute("data-pinned", "true")
    page.get_by_test_id("undo").click()
    expect(note).to_have_attribute("data-pinned", "false")

    task = page.get_by_test_id("tasks-active").get_by_test_id("task").first
    task_id = task.get_attribute("data-id")
    task.get_by_test_id("task-abandon").click()
    expect(page.get_by_test_id("abandon-yes")).to_be_disabled()
    page.get_by_test_id("abandon-reason").fill("客户出国")
    page.get_by_test_id("abandon-yes").click()
    gone = page.get_by_test_id("tasks-abandoned").locator(f"[data-id='{task_id}']")
    expect(gone).to_contain_text("客户出国")
    expect(gone.get_by_test_id("task-finish")).to_have_count(0)


@pytest.mark.usefixtures("calm")
def test_months_are_browsed_and_narrowed_to_a_table_by_address(open_console: OpenConsole) -> None:
    page = open_console("/members/customers/7029?tab=months", size=PHONE)
    expect(page.get_by_test_id("service").first).to_be_visible()
    expect(page.get_by_test_id("month-after")).to_be_disabled()
    now = page.get_by_test_id("month").inner_text()
    page.get_by_test_id("month-before").click()
    expect(page.get_by_test_id("month")).not_to_have_text(now)
    page.get_by_test_id("month-table").fill("没有这张台")
    expect(page.get_by_test_id("month-none")).to_be_visible()
    expect(page.get_by_test_id("figure-monthCount")).to_contain_text("0 次")
    expect(page).to_have_url(re.compile(r"month=\d{4}-\d\d.*table="))
    page.reload()
    expect(page.get_by_test_id("month-none")).to_be_visible()


@pytest.mark.usefixtures("calm")
def test_an_analysis_that_cannot_be_read_fails_alone(open_console: OpenConsole) -> None:
    page = open_console("/members/customers/7013", size=PHONE)
    broken = part(page, "aiInsight")
    expect(broken).to_have_attribute("data-state", "failed")
    expect(broken).to_contain_text("内容无法解析")
    expect(part(page, "consumptionRecords")).to_have_attribute("data-state", "ready")
    expect(page.get_by_test_id("figure-balance")).to_have_attribute("data-state", "known")


def test_broken_tasks_say_so_the_rest_stays_and_a_retry_brings_them_back(
    own_demo: Demo, open_context: OpenContext, tmp_path: Path
) -> None:
    database = tmp_path / "deskside.db"
    with sqlite3.connect(database) as tables:
        tables.execute("ALTER TABLE biz_coach_tasks RENAME TO away")
    context = open_context(size=PHONE)
    sign_in(context, own_demo, "coach")
    page = context.new_page()
    with page.expect_response("**/api/xcx/coaches/501") as answer:
        page.goto(f"{own_demo.base}/members/coach")
    assert answer.value.status == 200
    for name in ("taskGroups", "historyMonths"):
        expect(part(page, name)).to_have_attribute("data-state", "failed")
    expect(page.get_by_test_id("figure-tasksCompleted")).to_have_attribute("data-state", "failed")
    expect(page.get_by_test_id("figure-monthlyHours")).to_have_attribute("data-state", "known")
    for name in ("income", "topCustomers", "serviceRecords"):
        expect(part(page, name)).to_have_attribute("data-state", "ready")
    with sqlite3.connect(database) as tables:
        tables.execute("ALTER TABLE away RENAME TO biz_coach_tasks")
    part(page, "taskGroups").get_by_test_id("retry").click()
    expect(part(page, "taskGroups")).to_have_attribute("data-state", "ready")
    expect(page.get_by_test_id("figure-tasksCompleted")).to_have_attribute("data-state", "known")


def test_tasks_stay_while_names_are_away_and_months_while_their_services_are(
    own_demo: Demo, open_context: OpenContext, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "demo" / "warehouse.db") as views:
        views.execute("ALTER TABLE v_dim_member RENAME TO away")
    context = open_context(size=PHONE)
    sign_in(context, own_demo, "lead")
    page = context.new_page()
    page.goto(f"{own_demo.base}/members/coach/501")
    expect(page.get_by_test_id("no-names")).to_be_visible()
    expect(page.get_by_test_id("tasks-active").get_by_test_id("task").first).to_contain_text("会员 7")
    expect(part(page, "income")).to_have_attribute("data-state", "ready")
    with sqlite3.connect(tmp_path / "demo" / "warehouse.db") as views:
        views.execute("ALTER TABLE away RENAME TO v_dim_member")
        views.execute("ALTER TABLE v_dwd_assistant_service RENAME TO away")
    page.get_by_test_id("retry-names").click()
    expect(page.get_by_test_id("no-names")).to_have_count(0)
    page.goto(f"{own_demo.base}/members/customers/7029?tab=months")
    for name in ("records", "monthTotals", "totalServiceCount"):
        expect(part(page, name)).to_have_attribute("data-state", "failed")
    expect(page.get_by_test_id("figure-monthCount")).to_have_attribute("data-state", "failed")
    expect(page.get_by_test_id("phone")).to_contain_text("139****7029")
