"""The panel as an extension, really loaded, in the CRM's page as it comes from the CRM."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Worker, expect, sync_playwright
from tests.conftest import required
from tests.e2e.conftest import SWITCHES, Demo, pair, sign_in
from tests.e2e.test_panel import TODOS_OF_1001, wait_for_panel

pytestmark = pytest.mark.browser

FORGED = """() => {
  const told = (detail) => document.dispatchEvent(new CustomEvent('deskside-tapped', { detail }))
  const sent = { method: 'GET', path: '/api/assist/forged', headers: {}, body: null, timeoutMs: 1 }
  const call = { kind: 'call', id: 1, ...sent }
  const others = [{ kind: 'read', name: 'token' }, { ...call, order: 1 }, { kind: 'asked', order: 'x' }]
  for (const one of [call, ...others]) {
    told(JSON.stringify(one)); told(one)
    for (const name of ['deskside-tapped', 'deskside-wanted', 'message'])
      window.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(one) }))
    window.postMessage(one, '*')
  }
  told('{"kind":'); told('x'.repeat(6e6)); told(null)
}"""
LEFT_BEHIND = """(token) => {
  const found = []
  const look = (name, text) => { if (String(text).includes(token)) found.push(name) }
  for (const store of [localStorage, sessionStorage]) look('storage', JSON.stringify(store))
  look('cookie', document.cookie)
  look('page', document.documentElement.outerHTML)
  look('panel', document.querySelector('deskside-panel').shadowRoot.innerHTML)
  for (const name of Object.getOwnPropertyNames(window)) {
    try { look(name, JSON.stringify(window[name])) } catch { /* circular, or not ours to read */ }
  }
  return found
}"""


@pytest.fixture(scope="module")
def unpacked(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension as the server hands it to whoever is signed in."""
    folder = tmp_path_factory.mktemp("extension")
    with sync_playwright() as playwright:
        request = playwright.request.new_context()
        assert request.get(f"{demo.base}/assist/deskside-extension.zip").status == 401
        body = {"login": "agent-li", "password": "deskside-demo"}
        request.post(f"{demo.base}/api/session", data=body, headers={"Origin": demo.base})
        packed = request.get(f"{demo.base}/assist/deskside-extension.zip").body()
        request.dispose()
    zipfile.ZipFile(io.BytesIO(packed)).extractall(folder)
    return folder


@pytest.fixture
def extended(unpacked: Path, tmp_path: Path) -> Iterator[BrowserContext]:
    """Chromium with the extension and nothing else."""
    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if required() else pytest.skip)("chromium is not installed")
    loaded = [f"--disable-extensions-except={unpacked}", f"--load-extension={unpacked}"]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=path,
            args=[*SWITCHES, "--headless=new", *loaded],
            ignore_default_args=["--disable-extensions", "--headless"],
            viewport={"width": 1440, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(15_000)
        yield context
        context.close()


def worker_of(context: BrowserContext) -> Worker:
    """The extension's service worker."""
    return context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")


def paired_page(context: BrowserContext, demo: Demo, knobs: str) -> tuple[Page, str]:
    """The CRM's page with the panel of 李娜, and her token."""
    token, agent = (json.loads(one) for one in pair(context, demo, "agent-li"))
    keep = "(kept) => chrome.storage.local.set(kept)"
    worker_of(context).evaluate(keep, {"token": token, "agent": agent})
    page = context.new_page()
    page.goto(f"{demo.crm}?{knobs}")
    return page, str(token)


def test_it_pairs_looks_up_ticks_and_follows_an_account_switch(demo: Demo, extended: BrowserContext) -> None:
    sign_in(extended, demo, "agent-li")
    made = extended.request.post(f"{demo.base}/api/assist/pairings", headers={"Origin": demo.base})
    extended.clear_cookies()
    page = extended.new_page()
    page.goto(f"{demo.crm}?acct=1001")
    page.get_by_test_id("pair-code").fill(made.json()["code"])
    page.get_by_test_id("pair-submit").click()
    expect(page.get_by_test_id("panel-agent")).to_contain_text("李娜")
    wait_for_panel(page, 1001)
    expect(page.get_by_test_id("section-facts")).to_contain_text("2019-04-28")
    expect(page.locator("[data-testid^=ticket-]")).to_have_count(2)
    todo = page.locator("[data-testid^=todo-]", has_text=TODOS_OF_1001[1])
    before = todo.get_attribute("data-done")
    todo.get_by_role("checkbox").click()
    expect(todo).not_to_have_attribute("data-done", str(before))
    expect(page.get_by_test_id("notice")).to_contain_text("勾选")
    page.locator("[data-account='1002']").click()
    wait_for_panel(page, 1002)
    expect(page.get_by_test_id("section-plan")).to_contain_text("20301")


def test_the_page_can_forge_no_call_and_finds_no_token(demo: Demo, extended: BrowserContext) -> None:
    page, token = paired_page(extended, demo, "acct=1001")
    wait_for_panel(page, 1001)
    asked: list[str] = []
    extended.on("request", lambda request: asked.append(request.url))
    page.evaluate(FORGED)
    assert page.evaluate("typeof chrome === 'undefined' || chrome.runtime?.sendMessage === undefined")
    page.locator("[data-account='1002']").click()
    wait_for_panel(page, 1002)
    assert not [url for url in asked if "forged" in url]
    assert page.evaluate(LEFT_BEHIND, token) == []
    # the same search finds what is there: it is no search for nothing
    page.evaluate("(token) => { window.left = { token } }", token)
    assert page.evaluate(LEFT_BEHIND, token) == ["left"]


def test_its_worker_calls_nothing_but_the_panel_s_addresses(demo: Demo, extended: BrowserContext) -> None:
    page, _token = paired_page(extended, demo, "acct=1001")
    wait_for_panel(page, 1001)
    manifest = worker_of(extended).evaluate("() => chrome.runtime.getManifest()")
    assert manifest["permissions"] == ["storage"]
    assert manifest["host_permissions"] == [f"{demo.base}/*"]
    assert "externally_connectable" not in manifest
    assert [one["matches"] for one in manifest["content_scripts"]] == [[f"{demo.crm}*"]] * 2


def test_the_options_page_takes_safe_addresses_only(demo: Demo, extended: BrowserContext) -> None:
    home = worker_of(extended).url.rsplit("/", 1)[0]
    page = extended.new_page()
    page.goto(f"{home}/options.html")
    expect(page.locator("#server")).to_have_value(demo.base)
    page.locator("#server").fill("http://desk.example")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#said")).to_contain_text("https://")
    page.locator("#server").fill(demo.base)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#said")).to_contain_text("已保存")
