"""Cards of other modules, each failing alone."""

import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.modules.assist.conftest import NOON, PEOPLE

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Reads
from deskside.kernel.errors import Unavailable
from deskside.kernel.hooks import Card, Fact, Panel
from deskside.modules.assist.queries.cards import THREADS, read_cards


def orders(db: Reads, user: Principal, acct_id: int) -> Card:
    return Card([Fact("项目", f"处理中 {acct_id} {user.name}", "good", "/projects/7")], as_of=NOON)


def away(_db: Reads, _user: Principal, _acct_id: int) -> Card:
    raise Unavailable("来源暂不可用")


def broken(_db: Reads, _user: Principal, _acct_id: int) -> Card:
    raise ZeroDivisionError


def none(_db: Reads, _user: Principal, _acct_id: int) -> Card:
    return Card()


@pytest.fixture
def panels(app: FastAPI) -> list[Panel]:
    made = [
        Panel("projects", "项目", "assist:read", orders),
        Panel("calls", "外呼", "assist:read", away),
        Panel("mail", "邮件", "assist:read", broken),
        Panel("members", "会员", "assist:read", none),
        Panel("secret", "密", "users:manage", orders),
    ]
    app.state.panels = made
    return made


def test_each_card_stands_for_itself_and_only_for_those_who_may_see_it(
    li: TestClient, panels: list[Panel]
) -> None:
    cards = {one["key"]: one for one in li.get("/api/assist/cards/1001").json()["items"]}
    assert list(cards) == ["projects", "calls", "mail", "members"]
    assert cards["projects"]["facts"] == [
        {"label": "项目", "value": "处理中 1001 李娜", "tone": "good", "href": "/projects/7"}
    ]
    assert cards["projects"]["as_of"] == "2026-11-22T04:00:00Z"
    assert (cards["calls"]["state"], cards["calls"]["reason"]) == ("unavailable", "来源暂不可用")
    assert (cards["mail"]["state"], cards["mail"]["reason"]) == ("unavailable", "an error that the log has")
    assert cards["members"]["state"] == "empty"


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    held = threading.Event()
    yield held
    held.set()


def test_a_card_that_hangs_costs_its_deadline_and_no_other_card(
    world: Database, gate: threading.Event
) -> None:
    def hangs(_db: Reads, _user: Principal, _acct_id: int) -> Card:
        gate.wait(30)
        return Card()

    shown = [Panel("slow", "慢", "assist:read", hangs), Panel("projects", "项目", "assist:read", orders)]
    slow, fast = read_cards(world, shown, PEOPLE["li"], 5, deadline=0.2)
    assert (slow.state, slow.reason) == ("unavailable", "no answer within 0.2 s")
    assert fast.state == "ready"


def test_a_card_that_hangs_for_everybody_leaves_the_threads_of_others_free(
    world: Database, gate: threading.Event
) -> None:
    def hangs(_db: Reads, _user: Principal, _acct_id: int) -> Card:
        gate.wait(30)
        return Card()

    slow = Panel("stuck", "慢", "assist:read", hangs)
    for acct_id in range(1, 3 * THREADS):
        read_cards(world, [slow], PEOPLE["li"], acct_id, deadline=0.0)
    quick = Panel("projects", "项目", "assist:read", orders)
    assert [one.state for one in read_cards(world, [slow, quick], PEOPLE["li"], 5, deadline=0.5)] == [
        "unavailable",
        "ready",
    ]


def test_an_account_number_that_is_none_is_refused(li: TestClient, panels: list[Panel]) -> None:
    assert panels
    assert li.get("/api/assist/cards/0").status_code == 422
