"""Plans, unknown plans, tags and number lists in Chromium, as managers keep them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.conftest import Demo, OpenConsole

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]


@pytest.fixture
def calm(complaints: list[str]) -> Iterator[None]:
    """No page of the test may throw, log an error or violate the content policy."""
    yield
    assert complaints == []


@pytest.fixture
def token(demo: Demo, open_console: OpenConsole) -> str:
    """A device of 王强 that is nobody's panel in other tests."""
    page = open_console("/", login="agent-wang")
    origin = {"Origin": demo.base}
    code = page.request.post(f"{demo.base}/api/assist/pairings", headers=origin).json()["code"]
    return str(page.request.post(f"{demo.base}/api/assist/devices", data={"code": code}).json()["token"])


def row(page: Page, key: object) -> Locator:
    return page.locator(f"[data-testid=row][data-id='{key}']")


def cell(page: Page, plan: int, field: str) -> Locator:
    return row(page, plan).get_by_test_id(f"cell-{field}")


def seen(page: Page, wanted: Locator) -> bool:
    """Whether the list has it, asked anew: accounts are recorded behind the answers."""
    page.reload()
    page.locator("[data-testid=row], [data-testid=empty-none]").first.wait_for()
    return wanted.count() > 0


def fee_of(page: Page, demo: Demo, plan: int) -> str:
    return str(page.request.get(f"{demo.base}/api/assist/plans/{plan}").json()["fee"])


def test_a_cell_is_edited_by_keyboard_and_the_edit_is_undone(demo: Demo, open_console: OpenConsole) -> None:
    page = open_console("/assist/plans")
    page.get_by_test_id("grid-edit").click()
    cell(page, 20102, "contract").get_by_role("button").click()
    page.keyboard.type("18 个月")
    page.keyboard.press("Tab")
    fee = cell(page, 20102, "fee").get_by_role("textbox")
    expect(fee).to_be_focused()
    fee.fill("$1")
    page.keyboard.press("Escape")
    expect(cell(page, 20102, "fee")).to_have_text("$79.99/月")
    expect(cell(page, 20102, "contract")).to_have_text("18 个月")
    expect(page.get_by_test_id("toast")).to_contain_text("20102")
    cell(page, 20102, "fee").get_by_role("button").press("Enter")
    page.keyboard.type("$88/月")
    page.keyboard.press("Enter")
    expect(cell(page, 20102, "fee")).to_have_text("$88/月")
    expect(page.get_by_test_id("undo")).to_have_count(2)
    assert fee_of(page, demo, 20102) == "$88/月"
    page.keyboard.press("z")
    page.get_by_test_id("undo").click()
    expect(cell(page, 20102, "fee")).to_have_text("$79.99/月")
    expect(cell(page, 20102, "contract")).to_have_text("24 个月")


def test_a_cell_that_somebody_else_changed_shows_the_newer_truth_and_asks(
    demo: Demo, open_console: OpenConsole
) -> None:
    page = open_console("/assist/plans?edit=1")
    expect(cell(page, 20103, "fee")).to_have_text("$119.99/月")
    other = page.request.patch(
        f"{demo.base}/api/assist/plans/20103",
        data={"version": 1, "fee": "$100/月"},
        headers={"Origin": demo.base},
    )
    assert other.ok, other.text()
    cell(page, 20103, "fee").get_by_role("button").click()
    page.keyboard.type("$90/月")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stale")).to_contain_text("$100/月")
    expect(cell(page, 20103, "fee")).to_have_text("$100/月")
    page.get_by_test_id("stale-mine").click()
    expect(cell(page, 20103, "fee")).to_have_text("$90/月")
    expect(page.get_by_test_id("stale")).to_have_count(0)


def test_an_earlier_version_is_looked_at_and_restored(demo: Demo, open_console: OpenConsole) -> None:
    page = open_console("/assist/plans/20104")
    page.get_by_test_id("plan-fee").fill("$1/月")
    page.get_by_test_id("save").click()
    page.get_by_test_id("tab-versions").click()
    newest = page.get_by_test_id("version").first
    expect(newest).to_contain_text("周敏")
    expect(newest).to_contain_text("$159.99/月 → $1/月")
    page.get_by_test_id("version").last.get_by_test_id("restore-version").click()
    expect(page.get_by_test_id("version")).to_have_count(3)
    assert fee_of(page, demo, 20104) == "$159.99/月"
    page.get_by_test_id("undo").last.click()
    expect(page.get_by_test_id("version")).to_have_count(4)
    assert fee_of(page, demo, 20104) == "$1/月"


def test_an_unknown_plan_is_ranked_created_and_gone_and_another_dismissed(
    demo: Demo, open_console: OpenConsole, token: str
) -> None:
    page = open_console("/assist/plans")
    bearer = {"Authorization": f"Bearer {token}"}
    for plan in (77001, 77002, 77001):
        assert page.request.get(f"{demo.base}/api/assist/plans/{plan}", headers=bearer).status == 404
    page.reload()
    page.get_by_test_id("tab-unknown").click()
    expect(page.get_by_test_id("row").first).to_contain_text("77001")
    row(page, 77002).get_by_test_id("dismiss").click()
    expect(row(page, 77002)).to_have_count(0)
    row(page, 77001).get_by_test_id("create-unknown").click()
    expect(page.get_by_test_id("plan-id")).to_have_value("77001")
    page.get_by_test_id("plan-name").fill("找到的计划")
    page.get_by_test_id("plan-form-business").click()
    page.get_by_role("option", name="BB", exact=True).click()
    page.get_by_test_id("save").click()
    expect(page).to_have_url(f"{demo.base}/assist/plans/77001")
    page.get_by_test_id("tab-unknown").click()
    expect(page.get_by_test_id("empty-none")).to_be_visible()
    page.get_by_test_id("show-dismissed").click()
    expect(row(page, 77002)).to_be_visible()


def test_an_unknown_tag_is_explained_and_the_panel_may_say_so(
    demo: Demo,
    open_console: OpenConsole,
    token: str,
    within: Callable[[Callable[[], bool]], float],
) -> None:
    page = open_console("/assist/tags")
    bearer = {"Authorization": f"Bearer {token}"}
    question = {"acct_id": 9001, "market": "USCN", "business": "BB", "tags": ["e2e-慢"]}
    assert page.request.post(f"{demo.base}/api/assist/lookup", data=question, headers=bearer).ok
    page.goto(f"{demo.base}/assist/unknown-tags")
    wanted = row(page, "E2E-慢")
    within(lambda: seen(page, wanted))
    wanted.get_by_test_id("explain").click()
    page.get_by_test_id("tag-meaning").fill("线路慢，先查带宽")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("row").filter(has_text="线路慢")).to_be_visible()
    address = f"{demo.base}/api/assist/tags/meanings?tag=e2e-慢&tag=x"
    answer = page.request.get(address, headers=bearer).json()
    assert [one["meaning"] for one in answer] == ["线路慢，先查带宽", None]
    page.get_by_test_id("delete").click()
    expect(page.get_by_test_id("row").filter(has_text="线路慢")).to_have_count(0)
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("row").filter(has_text="线路慢")).to_be_visible()


def test_an_uploaded_number_list_shows_what_changed(open_console: OpenConsole, tmp_path: Path) -> None:
    page = open_console("/assist/numbers/new")
    page.get_by_test_id("list-name").fill("回访名单")
    page.get_by_test_id("list-text").fill("需要回访")
    page.get_by_test_id("save").click()
    for numbers, toast in (
        (("95012345678", "x"), "新增 1，移除 0，跳过 1"),
        (("95012345680",), "新增 1，移除 1，跳过 0"),
    ):
        file = tmp_path / "名单.csv"
        file.write_text("\n".join(("号码", *numbers)), encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.get_by_test_id("pick-file").click()
        chooser.value.set_files(file)
        expect(page.get_by_test_id("toast").last).to_contain_text(toast)
    page.get_by_test_id("member").fill("95012345680")
    page.get_by_test_id("find-member").click()
    expect(page.get_by_test_id("member-answer")).to_have_text("在名单里")
    page.get_by_test_id("tab-loads").click()
    expect(page.get_by_test_id("load")).to_have_count(2)
    newest = page.get_by_test_id("load").first
    newest.get_by_text("看号码和行").click()
    expect(newest).to_contain_text("950****5680")
    expect(newest).to_contain_text("950****5678")
    expect(page.get_by_test_id("load").last).to_contain_text("跳过 1")


def test_the_list_of_the_operator_shows_its_file_and_is_read_again(open_console: OpenConsole) -> None:
    page = open_console("/assist/numbers")
    special = page.get_by_test_id("row").filter(has_text="特殊中国号")
    expect(special).to_contain_text("48,000")
    special.click()
    expect(page.get_by_test_id("list-name")).to_be_disabled()
    page.get_by_test_id("reload").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已开始读取")


def test_a_table_of_plans_is_judged_saved_and_taken_back(
    demo: Demo, open_console: OpenConsole, tmp_path: Path
) -> None:
    table = tmp_path / "计划.csv"
    rows = (
        "plan_id,name,contract,business_name,fee",
        "88001,导入的,,BB,$1",
        "20301,企业总机 10 席,,CP,$2",
        "x,坏行,,BB,",
    )
    table.write_text("\n".join(rows), encoding="utf-8")
    page = open_console("/assist/plans")
    page.get_by_test_id("import-plans").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("choose-plans").click()
    chooser.value.set_files(table)
    for outcome, count in (("created", "1"), ("updated", "1"), ("failed", "1")):
        expect(page.get_by_test_id(f"count-{outcome}")).to_contain_text(count)
    expect(page.get_by_test_id("import-row").first).to_contain_text("坏行")
    assert fee_of(page, demo, 20301) == "$199/月"
    page.get_by_test_id("save-plans").click()
    expect(page.get_by_test_id("undo-import")).to_be_visible()
    expect(row(page, 88001)).to_be_visible()
    assert fee_of(page, demo, 20301) == "$2"
    with page.expect_download() as report:
        page.get_by_test_id("report").click()
    assert report.value.suggested_filename.endswith(".xlsx")
    page.get_by_test_id("undo-import").click()
    expect(page.get_by_test_id("toast").last).to_contain_text("恢复 1 个，移除 1 个")
    expect(row(page, 88001)).to_have_count(0)
    assert fee_of(page, demo, 20301) == "$199/月"
