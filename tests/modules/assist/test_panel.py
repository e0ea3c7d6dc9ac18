"""What panels are told, by department; quick links; what is used."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from tests.modules.assist.conftest import Clock

from deskside.kernel.db import Database
from deskside.modules.assist.queries.panel import orders_for
from deskside.modules.assist.rules.links import BadLinkError, check_url, fill_url
from deskside.platform.versions import Version

A = "/api/assist"
LINK = {"title": "查看账单", "url": "/crm/css/bills?acct={acct_id}", "products": ["bb"]}


def put_policy(lead: TestClient, department: int, version: int = 0, **body: Any) -> Any:
    return lead.put(f"{A}/panel-policies/{department}", json={"version": version, "body": body})


def test_without_any_word_of_managers_the_panel_goes_by_the_defaults(li: TestClient) -> None:
    told = li.get(f"{A}/panel").json()
    assert told["agent"] == {"id": 2, "name": "李娜", "login": "u2"}
    assert (told["enabled"], told["message"], told["links"]) == (True, None, [])
    assert told["tweaks"] == {"functional_ids": True, "blank_hover": True}
    assert [one["key"] for one in told["sections"]][:3] == ["links", "reminders", "todos"]
    assert "CLOSED" in told["hidden_statuses"]
    assert told["profile"]["extension"]["cnNumber"] == "BaseProductInfo.CNNumber"
    assert told["profile"]["promotion"] == {"from": "BB", "tag": "Prime", "to": "Prime"}


def test_the_nearest_department_that_says_something_is_heard(
    lead: TestClient, li: TestClient, sign_in: Callable[[str], TestClient]
) -> None:
    assert put_policy(lead, 0, message="全体", min_version="0.2.0").status_code == 200
    assert put_policy(lead, 11, message="客服部", hidden_statuses=["closed"]).status_code == 200
    assert put_policy(lead, 12, sections=[{"key": "tickets"}, {"key": "plan", "state": "hidden"}]).is_success
    told = li.get(f"{A}/panel").json()
    assert (told["message"], told["min_version"], told["hidden_statuses"]) == ("客服部", "0.2.0", ["CLOSED"])
    assert told["sections"][:2] == [{"key": "tickets", "state": "open"}, {"key": "plan", "state": "hidden"}]
    assert len(told["sections"]) == 7
    others = sign_in("wang").get(f"{A}/panel").json()
    assert (others["message"], others["sections"][0]["key"]) == ("全体", "links")


def test_a_department_can_switch_its_panels_off_and_tweaks_apart(lead: TestClient, li: TestClient) -> None:
    put_policy(lead, 11, enabled=False, tweaks={"functional_ids": True, "blank_hover": False})
    told = li.get(f"{A}/panel").json()
    assert (told["enabled"], told["tweaks"]["blank_hover"]) == (False, False)
    assert put_policy(lead, 12, enabled=True).is_success
    assert li.get(f"{A}/panel").json()["enabled"] is True
    assert lead.delete(f"{A}/panel-policies/12").status_code == 204
    assert li.get(f"{A}/panel").json()["enabled"] is False


def test_a_policy_is_refused_when_it_is_stale_unknown_or_names_a_section_twice(lead: TestClient) -> None:
    put_policy(lead, 11, message="一")
    stale = put_policy(lead, 11, message="二")
    assert (stale.status_code, stale.json()["current"]["body"]["message"]) == (409, "一")
    assert put_policy(lead, 99, message="无").status_code == 404
    assert put_policy(lead, 0, sections=[{"key": "plan"}, {"key": "plan"}]).status_code == 422
    assert put_policy(lead, 0, profile_id=9).status_code == 404
    assert lead.delete(f"{A}/panel-policies/13").status_code == 404
    listed = lead.get(f"{A}/panel-policies").json()["items"]
    assert [(one["department_id"], one["version"]) for one in listed] == [(0, 0), (11, 1)]


def test_links_are_for_products_and_departments_in_their_order(
    lead: TestClient, li: TestClient, sign_in: Callable[[str], TestClient]
) -> None:
    first = lead.post(f"{A}/quick-links", json=LINK | {"position": 2}).json()
    second = lead.post(f"{A}/quick-links", json=LINK | {"title": "客服", "departments": [11]}).json()
    lead.post(f"{A}/quick-links", json=LINK | {"title": "停用", "enabled": False})
    assert first["products"] == ["BB"]
    assert [one["title"] for one in li.get(f"{A}/panel").json()["links"]] == ["客服", "查看账单"]
    assert [one["id"] for one in sign_in("wang").get(f"{A}/panel").json()["links"]] == [first["id"]]
    edited = lead.patch(f"{A}/quick-links/{second['id']}", json={"version": 1, "title": "工单"})
    assert (edited.status_code, edited.json()["version"]) == (200, 2)
    stale = lead.patch(f"{A}/quick-links/{second['id']}", json={"version": 1, "title": "旧"})
    assert (stale.status_code, stale.json()["current"]["title"]) == (409, "工单")
    assert lead.delete(f"{A}/quick-links/{second['id']}").status_code == 204
    assert lead.get(f"{A}/quick-links/{second['id']}").status_code == 404


def test_every_edit_is_told_to_open_panels(lead: TestClient, world: Database) -> None:
    def counted() -> int:
        with world.reading() as db:
            row = db.get(Version, "panel")
            return 0 if row is None else row.v

    before = counted()
    lead.post(f"{A}/quick-links", json=LINK)
    put_policy(lead, 0, message="新")
    lead.post(f"{A}/site-profiles", json={"name": "CRM", "body": {}})
    assert counted() == before + 3
    assert world.read(orders_for, None).revision == before + 3


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)//{acct_id}",
        "data:text/html,{acct_id}",
        "//evil.example/{acct_id}",
        "https://{acct_id}.example/",
        "https://u{userid}@h.example/",
        "https:///x",
        "/a b",
        "/a\\b",
        "/{secret}",
        "/{",
        "relative",
        "ftp://h/x",
        "http://[",
        "http://a\u2100b/",
        "https://h:99999/",
        "https://h:port/{acct_id}",
    ],
)
def test_an_address_that_no_panel_should_follow_is_refused(lead: TestClient, url: str) -> None:
    refused = lead.post(f"{A}/quick-links", json=LINK | {"url": url})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["url"])
    assert lead.post(f"{A}/quick-links/preview", json={"url": url, "acct_id": 5}).status_code == 422


def test_the_refusal_of_a_variable_names_the_known_ones(lead: TestClient) -> None:
    refused = lead.post(f"{A}/quick-links", json=LINK | {"url": "/x?{phone}"}).json()
    known = [one["name"] for one in lead.get(f"{A}/quick-links/variables").json()]
    assert all(name in refused["detail"] for name in known)


def test_a_preview_is_filled_as_a_panel_fills_it(lead: TestClient) -> None:
    url = "https://css.example/{market}/x?a={acct}&n={cn_num}"
    body = {"url": url, "acct_id": 5, "market": "US&CN", "cn_num": "139"}
    filled = lead.post(f"{A}/quick-links/preview", json=body).json()["url"]
    assert filled == "https://css.example/US%26CN/x?a=5&n=139"
    assert lead.post(f"{A}/quick-links/preview", json={"url": url, "acct_id": 5}).json() == {"url": None}


@given(st.text(min_size=1))
def test_whatever_the_account_is_called_it_stays_within_its_place(value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    filled = fill_url("/x?a={business}&b=1", {"business": value})
    assert filled is not None
    assert filled.startswith("/x?a=")
    assert not set(filled[5:-4]) & set("&#/?:@ <>\"'{}")


@given(st.text())
def test_a_checked_address_has_a_known_scheme_or_a_path(url: str) -> None:
    try:
        check_url(url)
    except BadLinkError:
        return
    assert url.startswith("/") or url.lower().startswith(("http://", "https://"))


def test_uses_are_counted_by_day_and_agent_and_unused_links_are_named(
    lead: TestClient, li: TestClient, sign_in: Callable[[str], TestClient], time: Clock
) -> None:
    used = lead.post(f"{A}/quick-links", json=LINK).json()["id"]
    lead.post(f"{A}/quick-links", json=LINK | {"title": "没人点"})
    clicks = [{"kind": "link", "key": str(used), "acct_id": 5}] * 3
    assert (
        li.post(f"{A}/usage", json={"events": [*clicks, {"kind": "plan", "key": "20101"}]}).status_code == 204
    )
    time.forward(timedelta(days=1))
    sign_in("wang").post(f"{A}/usage", json={"events": clicks[:1]})
    told = lead.get(f"{A}/usage").json()
    assert [(one["name"], one["times"], one["agents"]) for one in told["links"]] == [
        ("查看账单", 4, 2),
        ("没人点", 0, 0),
    ]
    assert [(one["key"], one["times"]) for one in told["plans"]] == [("20101", 1)]
    assert [(one["name"], one["department"], one["links"], one["plans"]) for one in told["agents"]] == [
        ("李娜", "客服一组", 3, 1),
        ("王强", None, 1, 0),
    ]
    assert [(one["day"], one["links"]) for one in told["days"]] == [("2026-11-22", 3), ("2026-11-23", 1)]
    one_day = lead.get(f"{A}/usage", params={"since": "2026-11-23", "until": "2026-11-23"}).json()
    assert one_day["links"][0]["times"] == 1
    listed = lead.get(f"{A}/quick-links").json()["items"]
    assert [one["clicks"] for one in listed] == [4, 0]


@pytest.mark.parametrize(
    "query",
    [{"since": "2026-11-23", "until": "2026-11-22"}, {"since": "2020-01-01"}, {"until": "heute"}],
)
def test_a_span_that_is_none_is_refused(lead: TestClient, query: dict[str, str]) -> None:
    assert lead.get(f"{A}/usage", params=query).status_code == 422


def test_agents_may_use_but_not_configure(li: TestClient) -> None:
    assert li.get(f"{A}/quick-links").status_code == 403
    assert li.get(f"{A}/usage").status_code == 403
    assert put_policy(li, 0, message="x").status_code == 403
    assert li.post(f"{A}/site-profiles", json={"name": "x", "body": {}}).status_code == 403
