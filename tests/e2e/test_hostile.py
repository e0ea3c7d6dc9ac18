"""Neighbours that mean no good: text that would be HTML, pages that would read our answers."""

import json
import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import AGENTS, Demo, OpenContext, OpenCrm, pair, sign_in
from tests.e2e.serving import TRAP, answering, panel_config

pytestmark = pytest.mark.browser

DESCRIPTION = Path(__file__).parents[2] / "web/api/openapi.json"


def hostile(value: object) -> object:
    """`value` with the trap behind every text in it, names left alone."""
    if isinstance(value, str):
        return (
            value
            if re.fullmatch(r"/Date\(.*\)/|ready|projects|todo|fixed|BB|USCN|[\d.T:+-]+", value)
            else value + TRAP
        )
    if isinstance(value, list):
        return [hostile(one) for one in value]
    return {name: hostile(one) for name, one in value.items()} if isinstance(value, dict) else value


def every_answer() -> dict[str, object]:
    """One answer of each kind that a panel asks our server for, by the beginning of its address."""
    tick = {
        "done": True,
        "is_processed": True,
        "last_processed_at": "2026-11-22T08:00:00+08:00",
        "version": 1,
    }
    tick["by"] = "某人"
    item = {"id": 1, "kind": "todo", "content": "https://a.test/ 内容", "tag": "VIP", "recurrent_interval": 7}
    look_up = {"acct_id": 1001, "revision": "1.1", "reminders": [item | {"tick": tick}]}
    fact = {"label": "标签", "value": "值", "tone": "bad", "href": "javascript:window.__trap=1//"}
    card = {
        "key": "projects",
        "title": "项目",
        "state": "ready",
        "reason": "原因",
        "facts": [fact],
        "as_of": "x",
    }
    links = [{"id": 1, "title": "链接", "url": "javascript:window.__trap=1//{acct}", "products": []}]
    plan = dict.fromkeys(("name", "contract", "business", "fee", "discount", "note"), "文") | {
        "plan_id": 20101
    }
    return {
        "panel": panel_config(links=links, message="话"),
        "lookup": look_up,
        "cards": {"items": [card]},
        "tags": [{"tag": "VIP", "meaning": "意思"}],
        "plans": plan,
    }


def test_hostile_text_in_any_field_of_any_answer_is_text(open_crm: OpenCrm) -> None:
    page = open_crm("")
    answering(page, {f"/{name}": partial(hostile, body) for name, body in every_answer().items()})
    page.route("**/crm/service/Get*", lambda route: route.fulfill(json=hostile(route.fetch().json())))
    page.goto(f"{page.url}&acct=1001")
    expect(page.get_by_test_id("section-card-projects")).to_contain_text(f"值{TRAP}")
    expect(page.get_by_test_id("todo-1")).to_contain_text(TRAP)
    expect(page.locator("[data-testid^=ticket-]").first).to_contain_text(TRAP)
    page.get_by_test_id("plan-open").click()
    expect(page.get_by_test_id("plan-popup")).to_contain_text(f"文{TRAP}")
    host = page.locator("deskside-panel")
    expect(host.locator("img, script, iframe")).to_have_count(0)
    addresses = host.locator("a").evaluate_all("(all) => all.map((one) => one.protocol)")
    assert set(addresses) <= {"http:", "https:"}
    assert page.evaluate("window.__trap === undefined")


def test_a_foreign_page_can_read_none_of_our_addresses(demo: Demo, open_context: OpenContext) -> None:
    paths = json.loads(DESCRIPTION.read_text("utf-8"))["paths"]
    reads = sorted(re.sub(r"\{[^}]*\}", "1", path) for path, methods in paths.items() if "get" in methods)
    assert len(reads) > 30
    context = open_context()
    token, _agent = (json.loads(one) for one in pair(context, demo, AGENTS["li"]))
    sign_in(context, demo, "lead")
    page = context.new_page()
    page.goto(f"{demo.crm}css/bills?acct=1")
    tried = """async ([urls, init]) => {
      const read = []
      for (const url of urls) await fetch(url, init).then((got) => read.push([url, got.type]), () => 0)
      return read
    }"""
    urls = [f"{demo.base}{path}" for path in reads if not path.endswith("/changes")]
    assert page.evaluate(tried, [urls, {"credentials": "include"}]) == []
    assert page.evaluate(tried, [urls, {"headers": {"Authorization": f"Bearer {token}"}}]) == []
    # what is asked without wanting to read it does arrive: the refusals above are the browser's
    (opaque,) = page.evaluate(tried, [urls[:1], {"mode": "no-cors", "credentials": "include"}])
    assert opaque[1] == "opaque"
