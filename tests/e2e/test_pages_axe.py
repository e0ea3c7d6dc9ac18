"""axe-core on the console's pages and the panel, in light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.conftest import required
from tests.e2e.conftest import Demo, OpenContext, crm_page, sign_in
from tests.e2e.test_journeys_panel import see

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("theme", ["light", "dark"])]

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
PAGES = (
    "/",
    "/assist/plans",
    "/assist/plans/20101",
    "/assist/plans/20101?tab=versions",
    "/assist/plans?edit=1",
    "/assist/plans/import",
    "/assist/unknown-plans",
    "/assist/businesses",
    "/assist/tags/new",
    "/assist/unknown-tags",
    "/assist/numbers/1",
    "/assist/numbers/1?tab=loads",
    "/assist/reminders",
    "/assist/reminders/1",
    "/assist/reminders/new",
    "/members",
    "/members/customers/7013",
    "/members/customers/7029?tab=months",
    "/members/coach/501",
    "/calls",
    "/calls/sync",
    "/calls/trend",
    "/calls/trend?table=1",
    "/calls/ranking",
    "/calls/hours",
    "/calls/records",
    "/calls/logs/new",
    "/calls/reports",
    "/calls/grades",
    "/calls/rules",
    "/runs",
    "/schedules",
    "/alarms",
    "/assist/devices?pair=1",
    "/assist/panel/0",
    "/assist/quick-links/1",
    "/assist/site-profiles/1",
    "/assist/site-profiles/1?tab=json",
    "/assist/site-profiles/1?tab=versions",
    "/assist/usage",
    "/settings",
)
# Fades and slides change colours for a moment; what is measured is what stays.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"
GRAVE = """async () => (await axe.run(document)).violations
  .filter((one) => ['serious', 'critical'].includes(one.impact))
  .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary}`))"""


@pytest.fixture
def visitor(open_context: OpenContext, theme: str) -> BrowserContext:
    """A browser with the theme as its own; the policy would keep axe out, so it is off here."""
    if not AXE.is_file():
        (pytest.fail if required() else pytest.skip)("axe-core is not installed: run `make setup`")
    return open_context(dark=theme == "dark", bypass_csp=True)


@pytest.fixture
def grave() -> Callable[[Page], list[str]]:
    """What axe finds serious or critical on a page."""

    def ask(page: Page) -> list[str]:
        page.wait_for_load_state("networkidle")
        page.add_style_tag(content=STILL)
        page.add_script_tag(path=AXE)
        found: list[str] = page.evaluate(GRAVE)
        return found

    return ask


def test_the_sign_in_page_has_no_grave_violation(
    demo: Demo, visitor: BrowserContext, grave: Callable[[Page], list[str]]
) -> None:
    page = visitor.new_page()
    page.goto(f"{demo.base}/sign-in")
    expect(page.get_by_test_id("demo-logins")).to_be_visible()
    assert grave(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_console_has_no_grave_violation(
    demo: Demo, visitor: BrowserContext, grave: Callable[[Page], list[str]], path: str
) -> None:
    sign_in(visitor, demo, "admin")
    page = visitor.new_page()
    page.goto(f"{demo.base}{path}")
    expect(page.locator("#main h1").first).to_be_attached()
    assert grave(page) == []


def test_the_panel_has_no_grave_violation(
    demo: Demo, visitor: BrowserContext, grave: Callable[[Page], list[str]]
) -> None:
    page = crm_page(visitor, demo, "li", f"{demo.crm}?acct=1001")
    expect(page.get_by_test_id("section-tickets")).to_have_attribute("data-state", "ready")
    page.get_by_test_id("toggle-sent").click()
    page.get_by_test_id("tickets-rules").click()
    page.get_by_test_id("plan-open").click()
    expect(page.get_by_test_id("plan-popup")).to_contain_text("$49.99/月")
    page.get_by_test_id("plan-popup-other").fill("20301")
    page.get_by_test_id("plan-popup-other").press("Enter")
    expect(page.get_by_test_id("plan-popup-b")).to_contain_text("$199/月")
    see(page, "hidden")  # out of sight the panel does not poll, and the network comes to rest
    assert [one for one in grave(page) if "deskside-panel" in one] == []
