"""One `deskside serve --demo` for the session, and a browser to look at it with."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.conftest import required

PASSWORD = "deskside-demo"
READY_S = 60
STOP_S = 20
PATIENCE_S = 10
FIRST_PORT, LAST_PORT = 21_000, 29_000
AGENTS = {"li": "agent-li", "wang": "agent-wang"}
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = ("status of 401", "status of 409")
"""Answers that a page asks for on purpose: who am I, and a stale write."""


@dataclass
class Demo:
    """A running `deskside serve --demo`: `base` is Deskside, `crm` the fake CRM's page."""

    base: str
    crm: str
    process: subprocess.Popen[bytes]
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Storage of a paired panel by login: its token and its agent, both as JSON."""

    def stop(self) -> None:
        """End the process that this demo is, and no other; returns when it is gone."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_S)
            raise


def two_ports() -> int:
    """A port that is free and whose next one is free too."""
    for port in range(FIRST_PORT + os.getpid() % 1000, LAST_PORT, 2):
        try:
            for one in (port, port + 1):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", one))
        except OSError:
            continue
        return port
    raise RuntimeError("no two free ports")


def answers(port: int, path: str) -> bool:
    """Whether the server on `port` says 200 to `path`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(folder: Path) -> Iterator[Demo]:
    """A demo with its data in `folder`, ready when entered."""
    port = two_ports()
    command = Path(sys.executable).with_name("deskside")
    wanted = ["serve", "--demo", "--data-dir", str(folder), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKSIDE_")}
    said = folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen([command, *wanted], stdout=out, stderr=out, env=environment)
    demo = Demo(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}/crm/", process)
    try:
        until = time.monotonic() + READY_S
        while not (answers(port, "/readyz") and answers(port + 1, "/crm/")):
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"the demo did not start:\n{said.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield demo
    finally:
        if process.poll() is None:
            demo.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The session's server; tests leave it running."""
    with served(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Demo]:
    """A server that the test may stop."""
    with served(tmp_path) as demo:
        yield demo


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; no longer than a module, because Playwright's loop would be in the way of other tests'."""
    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if required() else pytest.skip)("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test threw or wrote as an error to the console."""
    return []


class OpenContext(Protocol):
    """Makes a browser of its own: cookies and storage are not shared."""

    def __call__(
        self, *, size: tuple[int, int] = (1440, 900), dark: bool = False, bypass_csp: bool = False
    ) -> BrowserContext: ...


@pytest.fixture
def open_context(browser: Browser, complaints: list[str]) -> Iterator[OpenContext]:
    opened: list[BrowserContext] = []

    def complain(text: str) -> None:
        if not any(known in text for known in EXPECTED):
            complaints.append(text)

    def make(
        *, size: tuple[int, int] = (1440, 900), dark: bool = False, bypass_csp: bool = False
    ) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: complain(str(error.error)))
        context.on("console", lambda said: complain(said.text) if said.type == "error" else None)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, demo: Demo, login: str) -> None:
    """Give `context` the session of `login`."""
    answer = context.request.post(
        f"{demo.base}/api/session", data={"login": login, "password": PASSWORD}, headers={"Origin": demo.base}
    )
    assert answer.ok, answer.text()


def pair(context: BrowserContext, demo: Demo, login: str) -> tuple[str, str]:
    """A device token of `login` and its agent, both as JSON; asked for once per demo."""
    if login not in demo.tokens:
        sign_in(context, demo, login)
        origin = {"Origin": demo.base}
        code = context.request.post(f"{demo.base}/api/assist/pairings", headers=origin).json()["code"]
        device = context.request.post(f"{demo.base}/api/assist/devices", data={"code": code}).json()
        context.clear_cookies()
        demo.tokens[login] = (json.dumps(device["token"]), json.dumps(device["agent"]))
    return demo.tokens[login]


KEEP = """for (const [name, value] of Object.entries(%s)) {
  if (location.protocol === 'http:' && localStorage.getItem(name) === null) localStorage.setItem(name, value)
}"""


class OpenCrm(Protocol):
    """Opens the CRM's page with the userscript, paired for `agent`; `knobs` are the page's query."""

    def __call__(self, knobs: str, *, agent: str = "li", dark: bool = False) -> Page: ...


def crm_page(context: BrowserContext, demo: Demo, agent: str, address: str) -> Page:
    """The CRM at `address` (with a query) in `context`, the panel of `agent` paired with `demo`."""
    token, person = pair(context, demo, AGENTS[agent])
    kept = {f"gm:{agent}:token": token, f"gm:{agent}:agent": person}
    context.add_init_script(KEEP % json.dumps(kept))
    page = context.new_page()
    page.goto(f"{address}&deskside=1&agent={agent}")
    return page


@pytest.fixture
def open_crm(demo: Demo, open_context: OpenContext) -> OpenCrm:
    def make(knobs: str, *, agent: str = "li", dark: bool = False) -> Page:
        return crm_page(open_context(dark=dark), demo, agent, f"{demo.crm}?{knobs}")

    return make


class OpenConsole(Protocol):
    """Opens the console at `path`, signed in as `login`."""

    def __call__(
        self, path: str = "/", *, login: str = "lead", size: tuple[int, int] = (1440, 900)
    ) -> Page: ...


@pytest.fixture
def open_console(demo: Demo, open_context: OpenContext) -> OpenConsole:
    def make(path: str = "/", *, login: str = "lead", size: tuple[int, int] = (1440, 900)) -> Page:
        context = open_context(size=size)
        sign_in(context, demo, login)
        page = context.new_page()
        page.goto(f"{demo.base}{path}")
        return page

    return make


@pytest.fixture
def within() -> Callable[[Callable[[], bool]], float]:
    """Ask again until it is so; the seconds that it took. Fails after 10."""

    def ask(true: Callable[[], bool]) -> float:
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > PATIENCE_S:
                pytest.fail("it never was so")
            time.sleep(0.05)
        return time.monotonic() - begun

    return ask
