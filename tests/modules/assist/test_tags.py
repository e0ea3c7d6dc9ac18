"""The glossary of tags."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.assist.conftest import Clock

from deskside.kernel.db import Database
from deskside.modules.assist.cache.seen import Seen
from deskside.modules.assist.models import TagCount
from deskside.platform.audit import AuditEntry

TAGS = "/api/assist/tags"
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def explain(lead: TestClient, tag: str, meaning: str) -> int:
    answer = lead.post(TAGS, json={"tag": tag, "meaning": meaning})
    assert answer.status_code == 201, answer.text
    made: int = answer.json()["id"]
    return made


def see(database: Database, *accounts: tuple[int, set[str] | None]) -> None:
    """What a second of look-ups reported, by another process each time."""
    seen = Seen(database)
    for acct_id, tags in accounts:
        seen.note((acct_id, "USCN", "BB", None, None if tags is None else frozenset(tags)), 0.0)
    seen.flush()


def test_the_panel_is_told_what_the_tags_of_an_account_mean(lead: TestClient, li: TestClient) -> None:
    explain(lead, " vip ", "二线优先处理")
    explain(lead, "欠费", "先谈账单")
    answer = li.get(f"{TAGS}/meanings", params={"tag": ["Vip", "x", "欠费", "VIP", ""]})
    assert answer.status_code == 200
    assert answer.json() == [
        {"tag": "Vip", "meaning": "二线优先处理"},
        {"tag": "x", "meaning": None},
        {"tag": "欠费", "meaning": "先谈账单"},
        {"tag": "VIP", "meaning": "二线优先处理"},
        {"tag": "", "meaning": None},
    ]


def test_entries_are_found_by_tag_and_by_meaning(lead: TestClient, li: TestClient) -> None:
    explain(lead, "VIP", "二线优先处理")
    explain(lead, "GOLD", "100%金牌")
    for query, found in (("v", ["VIP"]), ("金牌", ["GOLD"]), ("%", ["GOLD"]), ("", ["GOLD", "VIP"])):
        answer = li.get(TAGS, params={"q": query}).json()
        assert [one["tag"] for one in answer["items"]] == found, query


def test_an_entry_is_changed_and_a_stale_change_is_told_the_truth(lead: TestClient, time: Clock) -> None:
    tag_id = explain(lead, "VIP", "旧")
    time.forward(timedelta(hours=1))
    changed = lead.patch(f"{TAGS}/{tag_id}", json={"version": 1, "meaning": "新"})
    assert changed.status_code == 200
    entry = changed.json()
    assert (entry["meaning"], entry["version"], entry["by"]) == ("新", 2, "张主管")
    refused = lead.patch(f"{TAGS}/{tag_id}", json={"version": 1, "meaning": "别的"})
    assert (refused.status_code, refused.json()["current"]) == (409, entry)
    assert lead.get(f"{TAGS}/{tag_id}").json() == entry


def test_a_tag_has_one_meaning(lead: TestClient) -> None:
    explain(lead, "VIP", "甲")
    other = explain(lead, "GOLD", "乙")
    assert lead.post(TAGS, json={"tag": "vip", "meaning": "丙"}).json()["code"] == "exists"
    assert lead.patch(f"{TAGS}/{other}", json={"version": 1, "tag": "Vip"}).json()["code"] == "exists"
    assert lead.get(f"{TAGS}/{other}").json()["tag"] == "GOLD"


def test_a_deleted_entry_is_gone_and_its_tag_unknown_again(lead: TestClient, world: Database) -> None:
    tag_id = explain(lead, "VIP", "甲")
    see(world, (1, {"VIP"}))
    assert lead.get(f"{TAGS}/unknown").json()["items"] == []
    assert lead.delete(f"{TAGS}/{tag_id}").status_code == 204
    assert lead.delete(f"{TAGS}/{tag_id}").status_code == 404
    assert [one["tag"] for one in lead.get(f"{TAGS}/unknown").json()["items"]] == ["VIP"]
    with world.reading() as db:
        actions = db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["assist.tag.create", "assist.tag.delete"]


def test_unknown_tags_are_ranked_by_the_accounts_that_carry_them(
    lead: TestClient, world: Database, time: Clock
) -> None:
    see(world, (1, {"A", "B"}), (2, {"B"}), (3, None), (4, set()))
    time.forward(timedelta(hours=2))
    see(world, (1, {"A", "B"}), (5, {"A"}), (2, {"B", "A"}), (3, {"C"}))
    explain(lead, "c", "丙")
    items = lead.get(f"{TAGS}/unknown").json()["items"]
    assert [(one["tag"], one["accounts"], one["visits"]) for one in items] == [("A", 3, 4), ("B", 2, 4)]
    assert (items[0]["first_at"], items[0]["last_at"]) == ("2026-11-22T04:00:00Z", "2026-11-22T06:00:00Z")
    entry = lead.get(TAGS).json()["items"][0]
    assert (entry["accounts"], entry["visits"]) == (1, 1)


def test_a_full_batch_of_accounts_is_counted(world: Database) -> None:
    see(world, *[(one, {"A", f"T{one % 7}"}) for one in range(1, 1_202)])
    with world.reading() as db:
        count = db.get(TagCount, "A")
    assert count is not None
    assert (count.accounts, count.visits) == (1_201, 1_201)


@on_sqlite
def test_only_managers_write_the_glossary(lead: TestClient, li: TestClient) -> None:
    tag_id = explain(lead, "VIP", "甲")
    assert li.post(TAGS, json={"tag": "X", "meaning": "y"}).status_code == 403
    assert li.patch(f"{TAGS}/{tag_id}", json={"version": 1}).status_code == 403
    assert li.delete(f"{TAGS}/{tag_id}").status_code == 403
    assert li.get(f"{TAGS}/unknown").status_code == 403


@on_sqlite
@pytest.mark.parametrize(
    "change", [{"tag": ""}, {"tag": "x" * 256}, {"tag": "a\x00"}, {"meaning": ""}, {"meaning": "x" * 1001}]
)
def test_a_bad_entry_is_refused(lead: TestClient, change: dict[str, str]) -> None:
    assert lead.post(TAGS, json={"tag": "A", "meaning": "甲"} | change).status_code == 422


@on_sqlite
def test_a_question_about_too_many_tags_is_refused(li: TestClient) -> None:
    assert li.get(f"{TAGS}/meanings", params={"tag": ["x"] * 101}).status_code == 422
    assert li.get(f"{TAGS}/meanings").status_code == 422


def test_the_longest_tag_can_be_explained(lead: TestClient, li: TestClient) -> None:
    longest = "ΐ" * 255
    explain(lead, longest, "长")
    assert li.get(f"{TAGS}/meanings", params={"tag": longest}).json() == [{"tag": longest, "meaning": "长"}]
