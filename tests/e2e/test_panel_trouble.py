"""The panel when things go badly: switches in mid-answer, any order, traps, faults, no server."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.e2e.conftest import Demo, OpenContext, OpenCrm, crm_page, two_ports

from deskside.demo.crm import make_crm

pytestmark = pytest.mark.browser

ENDPOINTS = (
    "GetProductExtensionData",
    "GetMasterAccountListV3",
    "GetBaseAdminInfo",
    "GetAccountTag",
    "GetTicketList",
)
SECTIONS = ("links", "reminders", "todos", "facts", "plan", "tickets")
OF_1001 = ("1001", "20101", "2019-04-28", "2027-03-12", "线路是否正常", "340118", "晚间掉线", "VIP")
# A tag reminder comes last: the panel asks again when the account's tags are known.
ONLY_WITH_TAGS = "VIP 客户：由二线优先处理"
# The page reads its knobs at each request, so 1002 can be fast while 1001 is slow.
SWITCH_AND_WATCH = """(texts) => {
  const query = new URLSearchParams(location.search)
  for (const name of [...query.keys()]) if (name.startsWith('delay')) query.delete(name)
  history.replaceState(null, '', `?${query}`)
  document.querySelector("[data-account='1002']").click()
  window.__seen = []
  const panel = document.querySelector('deskside-panel').shadowRoot.querySelector('[data-testid=panel]')
  const look = () => {
    for (const text of texts) if (panel.textContent.includes(text)) window.__seen.push(text)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""


def settled(page: Page, account: int) -> str:
    """What the panel says of `account` when every section is there."""
    expect(page.get_by_test_id("panel-account")).to_contain_text(str(account))
    for section in SECTIONS:
        expect(page.get_by_test_id(f"section-{section}")).to_have_attribute(
            "data-state", re.compile("ready|empty|failed")
        )
    return page.get_by_test_id("panel").inner_text()


def open_account(page: Page, account: int) -> None:
    page.locator(f"[data-account='{account}']").click()
    expect(page.locator("#accountTitle")).to_contain_text(str(account))


@pytest.mark.parametrize(
    ("slow", "first"), [("delay", "正在打开账户…"), ("delay.GetMasterAccountListV3", "1001")]
)
def test_switching_in_mid_answer_shows_nothing_of_the_account_left(
    open_crm: OpenCrm, slow: str, first: str
) -> None:
    page = open_crm(f"{slow}=1500")
    page.locator("[data-account='1001']").click()
    expect(page.get_by_test_id("panel")).to_contain_text(first)
    late = "GetMasterAccountListV3?bid=1001"
    with page.expect_event("requestfinished", lambda request: late in request.url):
        page.evaluate(SWITCH_AND_WATCH, list(OF_1001))
        assert "20301" in settled(page, 1002)
    page.wait_for_timeout(500)
    assert page.evaluate("window.__seen") == []
    assert "分机 8012" in settled(page, 1002)


def test_switching_back_and_forth_ends_on_the_last_account(open_crm: OpenCrm) -> None:
    page = open_crm("delay=300&order=random")
    for account in (1001, 1003, 1002, 1001, 1006, 1002):
        page.locator(f"[data-account='{account}']").click()
        page.wait_for_timeout(120)
    page.wait_for_timeout(1500)
    text = settled(page, 1002)
    assert "20301" in text
    assert not [one for one in OF_1001 if one in text]


def test_the_panel_is_the_same_in_whatever_order_the_answers_come(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    panel = page.get_by_test_id("panel")
    expect(panel).to_contain_text(ONLY_WITH_TAGS)
    expected = settled(page, 1001)
    orders = (*["order=random"] * 3, f"order={','.join(reversed(ENDPOINTS[:4]))}")
    for knobs in (*orders, *(f"delay.{slow}=500" for slow in ENDPOINTS[:4])):
        page.goto(f"{page.url.split('?')[0]}?deskside=1&acct=1001&{knobs}")
        expect(panel).to_have_text(expected, use_inner_text=True)


def test_a_script_in_a_title_is_text(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1001")
    ticket = page.get_by_test_id("ticket-340118")
    expect(ticket).to_contain_text(
        '<img src=x onerror="window.__trap=1"><script>window.__trap=1</script>客户反映'
    )
    expect(ticket.locator("img, script")).to_have_count(0)
    page.wait_for_timeout(300)
    assert page.evaluate("window.__trap === undefined")


def test_the_drop_down_says_ids_once(open_crm: OpenCrm) -> None:
    page = open_crm("acct=1003")
    options = page.locator("#chooseid option")
    texts = ["(770301) - 客厅话机 Living room", "(770302) - 父母家 Parents", "(770303) - 备用线 Spare"]
    expect(options).to_have_text(texts)
    page.locator("#chooseid").select_option("770302")
    expect(page.locator("#func_sp_plan_des")).to_contain_text("家庭云话机 中国畅打")
    expect(page.get_by_test_id("section-plan")).to_contain_text("20202")
    expect(options).to_have_text(texts)


def test_the_blank_hover_pop_up_is_gone_with_the_script_and_only_then(
    demo: Demo, open_crm: OpenCrm, open_context: OpenContext
) -> None:
    bare = open_context().new_page()
    bare.goto(f"{demo.crm}?acct=1001")
    for page, blank in ((bare, True), (open_crm("acct=1001"), False)):
        plan = page.locator("#func_sp_plan_des")
        expect(plan).to_contain_text("商务宽带 100M")
        page.wait_for_timeout(300)
        plan.hover()
        page.wait_for_timeout(200)
        assert page.locator("#planHover").is_visible() is blank


@pytest.mark.parametrize("fault", ["fail", "broken"])
@pytest.mark.parametrize("endpoint", ENDPOINTS[1:])
def test_a_faulty_endpoint_takes_no_more_than_its_own_part(
    open_crm: OpenCrm, endpoint: str, fault: str
) -> None:
    page = open_crm(f"acct=1001&{fault}={endpoint}")
    settled(page, 1001)
    expect(page.locator("#accountTitle")).to_contain_text("张伟")
    open_account(page, 1002)
    settled(page, 1002)


@pytest.mark.parametrize("fault", ["fail", "broken"])
def test_without_the_answer_that_names_the_account_the_panel_says_so(open_crm: OpenCrm, fault: str) -> None:
    page = open_crm(f"acct=1001&{fault}={ENDPOINTS[0]}")
    expect(page.get_by_test_id("panel-placeholder")).to_contain_text("CRM 没有给出这个账户的资料")
    expect(page.locator("#ProductDetailContainer")).to_contain_text("商务宽带 100M")
    open_account(page, 1002)
    expect(page.locator("#ProductDetailContainer")).to_contain_text("企业总机 10 席")


@contextmanager
def crm_apart(base: str) -> Iterator[str]:
    """The CRM in a server of its own, so that it outlives the Deskside on `base`."""
    port = two_ports()
    app = Starlette(routes=[Mount("/crm", make_crm(base))])
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/crm/"
    finally:
        server.should_exit = True
        thread.join(10)


def test_with_deskside_stopped_the_crm_works_and_the_panel_says_so(
    own_demo: Demo, open_context: OpenContext
) -> None:
    with crm_apart(own_demo.base) as crm:
        context = open_context()
        page = crm_page(context, own_demo, "li", f"{crm}?acct=1001")
        assert "VIP" in settled(page, 1001)
        own_demo.stop()
        open_account(page, 1002)
        expect(page.get_by_test_id("server-down")).to_be_visible()
        for section, state in (
            ("facts", "ready"),
            ("plan", "ready"),
            ("tickets", "ready"),
            ("todos", "failed"),
        ):
            expect(page.get_by_test_id(f"section-{section}")).to_have_attribute("data-state", state)
        page.reload()
        expect(page.locator("#ProductDetailContainer")).to_contain_text("企业总机 10 席")
        expect(page.get_by_test_id("server-down")).to_be_visible()
        page.get_by_test_id("server-retry").click()
        open_account(page, 1003)
        expect(page.locator("#ProductDetailContainer")).to_contain_text("家庭云话机")
        context.close()
