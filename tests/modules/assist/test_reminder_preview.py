"""Whom a draft would be shown to: as the rules say, quickly, and with what it rests on."""

import os
import time as timer
from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from tests.modules.assist.conftest import BUSINESSES, NOON, PEOPLE, Work

from deskside.kernel.db import Database
from deskside.modules.assist import rules
from deskside.modules.assist.cache.previews import EXACT, Counts, preview
from deskside.modules.assist.cache.seen import Report, record_accounts
from deskside.modules.assist.models import AccountTag, AssistAccount, Number, NumberList
from deskside.modules.assist.queries.previews import recorded_accounts
from deskside.modules.assist.schemas import PreviewIn

PREVIEW = "/api/assist/reminders/preview"
EVERYBODY = {"is_global": True, "is_all_business": True}
LISTED = [3, 5, 7, 1001, 1002]
NUMBERS = ("95000000001", "95000000002")
MANY = int(os.environ.get("DESKSIDE_TEST_ACCOUNTS", "100000"))
"""A million in the figures of docs/modules/assist.md."""
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
Json = dict[str, Any]


def reports() -> list[Report]:
    """An account for every combination of what can be known."""
    tags = (None, frozenset[str](), frozenset({"VIP"}), frozenset({"A", "VIP"}))
    known = product(rules.MARKETS, BUSINESSES.values(), (None, *NUMBERS, "95000000009"), tags)
    return [Report(acct_id, *facts) for acct_id, facts in enumerate(known, 1)]


@pytest.fixture
def accounts(world: Database) -> dict[int, Report]:
    """What look-ups reported, by account; the first two numbers are on a list."""
    with world.writing() as db:
        db.add(NumberList(id=1, name="特殊", text="特殊", version=1))
        db.flush()
        db.add_all(Number(number=one, list_id=1) for one in NUMBERS)
    world.write(record_accounts, reports())
    return {one.acct_id: one for one in reports()}


def expected(draft: Json, accounts: dict[int, Report], listed: list[int]) -> tuple[set[int], set[int]]:
    """The accounts that the rules call sure and unsure."""
    ids = {name: one for one, name in BUSINESSES.items()}
    target = rules.Target(
        markets=frozenset(rules.parse_markets(draft["markets"])),
        business_ids=rules.target_businesses(
            [ids[name] for name in draft["businesses"]],
            is_all=draft["is_all_business"],
            is_global=draft["is_global"],
        ),
        is_global=draft["is_global"],
        tag=rules.parse_title(draft["title"]).tag,
        number_list_id=1 if draft["number_list"] else None,
    )
    sure, possible = set(), set()
    for one in {*accounts, *listed}:
        known = accounts.get(one)
        facts = _facts(known, ids)
        nothing = rules.Facts(market="", business_id=-1, tags=frozenset(), number_list_ids=frozenset())
        filled = nothing if known is None else _without_unknown(facts)
        if rules.applies(target, facts, listed=one in listed):
            possible.add(one)
        if rules.applies(target, filled, listed=one in listed):
            sure.add(one)
    # Nothing is asked of a market when both are meant.
    if target.markets == frozenset(rules.MARKETS) and not draft["is_global"] and target.business_ids is None:
        sure |= possible if target.tag is None and target.number_list_id is None else set()
    return sure, possible - sure


def _facts(known: Report | None, ids: dict[str, int]) -> rules.Facts:
    if known is None:
        return rules.Facts()
    on_list = frozenset({1}) if known.cn_num in NUMBERS else frozenset[int]()
    return rules.Facts(known.market, ids[known.business], known.tags, on_list)


def _without_unknown(facts: rules.Facts) -> rules.Facts:
    return rules.Facts(facts.market, facts.business_id, facts.tags or frozenset(), facts.number_list_ids)


drafts = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", "回访", "tag:vip", "nc:tag:A", "tag:B"]),
        "markets": st.sampled_from([[], ["USCN"], ["CACN"], ["USCN", "CACN"]]),
        "is_global": st.booleans(),
        "is_all_business": st.booleans(),
        "businesses": st.lists(st.sampled_from(["BB", "AHC", "Prime"]), unique=True),
        "number_list": st.sampled_from([None, "特殊"]),
    }
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts)
def test_a_preview_agrees_with_the_rules(
    make: Callable[..., int], world: Database, accounts: dict[int, Report], draft: Json
) -> None:
    made = make(is_global=False, accounts=LISTED)
    answer = world.read(preview, PreviewIn(**draft, reminder_id=made), PEOPLE["lead"])
    listed = [] if draft["is_global"] else LISTED
    sure, unsure = expected(draft, accounts, listed)
    assert (answer.count, answer.unsure) == (len(sure), len(unsure))
    assert answer.approximate is False
    assert answer.recorded == len(accounts)
    assert answer.listed == (None if draft["is_global"] else len(LISTED))
    samples = {one.acct_id: one.sure for one in answer.samples}
    assert len(samples) == min(10, len(sure) + len(unsure))
    assert {one for one, is_sure in samples.items() if is_sure} <= sure
    assert {one for one, is_sure in samples.items() if not is_sure} <= unsure


def test_a_sample_says_what_is_known(lead: TestClient, accounts: dict[int, Report]) -> None:
    draft = {**EVERYBODY, "title": "tag:A", "markets": ["CACN"]}
    samples = lead.post(PREVIEW, json=draft).json()["samples"]
    assert len(samples) == 10
    for one in samples:
        known = accounts[one["acct_id"]]
        assert (one["market"], one["business"], one["tags"]) == ("CACN", known.business, ["A", "VIP"])


def test_an_account_follows_its_tags(lead: TestClient, world: Database) -> None:
    def counted() -> tuple[int, int]:
        answer = lead.post(PREVIEW, json={**EVERYBODY, "title": "tag:vip"}).json()
        return answer["count"], answer["unsure"]

    seen = []
    for tags in (None, {"VIP"}, None, {"A"}, set[str](), None):
        told = None if tags is None else frozenset(tags)
        world.write(record_accounts, [Report(7, "USCN", "BB", None, told)])
        seen.append(counted())
    assert seen == [(0, 1), (1, 0), (1, 0), (0, 0), (0, 0), (0, 0)]


def test_an_uploaded_list_is_looked_at_before_it_is_used(
    lead: TestClient, work: Work, accounts: dict[int, Report], sign_in: Callable[[str], TestClient]
) -> None:
    sent = lead.post("/api/assist/account-lists", json={"text": "1 2 3 9001 9002"}).json()
    draft = {"is_global": False, "account_list": sent["id"], "markets": ["USCN"]}
    assert lead.post(PREVIEW, json=draft).status_code == 422
    work()
    answer = lead.post(PREVIEW, json=draft).json()
    assert (answer["count"], answer["unsure"], answer["listed"]) == (3, 2, 5)
    assert [one["acct_id"] for one in answer["samples"]] == [1, 2, 3, 9001, 9002]
    assert sign_in("boss").post(PREVIEW, json=draft).status_code == 422
    body = {"title": "甲", "content": "甲", "is_global": False, "account_list": sent["id"]}
    assert lead.post("/api/assist/reminders", json=body).status_code == 201
    assert lead.post(PREVIEW, json=draft).json() == answer


def test_a_draft_that_is_not_finished_is_for_nobody_yet(
    lead: TestClient, accounts: dict[int, Report]
) -> None:
    for draft in ({"is_global": True}, {"is_global": False}, {**EVERYBODY, "title": "tag:"}):
        answer = lead.post(PREVIEW, json=draft).json()
        assert (answer["count"], answer["unsure"], answer["samples"]) == (0, 0, [])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"businesses": ["XX"]}, 400),
        ({"markets": ["EU"]}, 400),
        ({"number_list": "没有"}, 422),
        ({"is_global": False, "account_list": 9}, 422),
        ({"is_global": False, "reminder_id": 9}, 404),
        ({"accounts": [1]}, 422),
    ],
)
@on_sqlite
def test_a_draft_that_means_nothing_is_refused(lead: TestClient, change: Json, status: int) -> None:
    assert lead.post(PREVIEW, json={**EVERYBODY, **change}).status_code == status


def test_a_count_over_ten_thousand_is_remembered_for_a_minute(world: Database) -> None:
    now = [0.0]
    counts = Counts(lambda: now[0])
    rows = [_row(one, Random(one)) for one in range(1, EXACT + 3)]
    with world.writing() as db:
        db.execute(insert(AssistAccount), rows)
    asked = [world.read(lambda db: counts.count(db, "all", recorded_accounts()))]
    with world.writing() as db:
        db.execute(delete(AssistAccount).where(AssistAccount.acct_id == 1))
    for now[0] in (59.9, 60.0):
        asked.append(world.read(lambda db: counts.count(db, "all", recorded_accounts())))
    assert asked == [EXACT + 2, EXACT + 2, EXACT + 1]


def _row(acct_id: int, chance: Random) -> Json:
    return {
        "acct_id": acct_id,
        "market": chance.choice(rules.MARKETS),
        "business": chance.choice(["BB", "BB", "AHC", "CP", "Prime"]),
        "cn_num": f"9500{acct_id:07}",
        "tags": ["VIP"],
        "seen_at": NOON,
    }


@pytest.fixture
def many(world: Database) -> Database:
    """Recorded accounts: a fifth of them with a common tag, every thousandth with a rare one."""
    chance = Random(7)
    with world.writing() as db:
        db.add(NumberList(id=1, name="特殊", text="特殊", version=1))
        db.flush()
        db.execute(insert(Number), [{"number": f"9500{one:07}", "list_id": 1} for one in range(1, 48_001)])
        for start in range(1, MANY, 50_000):
            ids = range(start, start + 50_000)
            db.execute(insert(AssistAccount), [_row(one, chance) for one in ids])
            tags = [{"tag": "VIP", "acct_id": one} for one in ids if one % 5 == 0]
            rare = [{"tag": "RARE", "acct_id": one} for one in ids if one % 1000 == 0]
            db.execute(insert(AccountTag), tags + rare)
    return world


@pytest.mark.timeout(240)
def test_a_preview_is_quick_with_many_accounts(many: Database) -> None:
    targets: list[Json] = [
        {},
        {"markets": ["USCN"]},
        {"is_all_business": False, "businesses": ["MCN"]},
        {"title": "tag:rare", "markets": ["CACN"]},
        {"title": "tag:vip", "markets": ["USCN"], "is_all_business": False, "businesses": ["BB"]},
        {"number_list": "特殊", "markets": ["USCN"]},
    ]
    took = []
    for change in targets:
        begun = timer.perf_counter()
        answer = many.read(preview, PreviewIn.model_validate({**EVERYBODY, **change}), PEOPLE["lead"])
        took.append(timer.perf_counter() - begun)
        assert answer.approximate is (answer.count > EXACT)
        assert answer.recorded == MANY
    assert max(took) < 3, took
