"""Site profiles: edited with care, tried on recorded answers, read as the panel reads."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deskside.demo.crm import data, payloads
from deskside.modules.assist.queries.profiles import RECORDED, recorded_answers
from deskside.modules.assist.rules.profiles import payload_of, select, text_at
from deskside.modules.assist.schemas.profiles import ProfileBody

PROFILES = "/api/assist/site-profiles"


@pytest.fixture
def made(lead: TestClient) -> Any:
    return lead.post(PROFILES, json={"name": "CRM", "body": {"root": "data"}}).json()


def test_the_first_profile_is_what_panels_go_by_until_a_policy_names_another(
    lead: TestClient, li: TestClient, made: Any
) -> None:
    other = lead.post(PROFILES, json={"name": "新 CRM", "body": {"root": "result"}}).json()
    assert li.get("/api/assist/panel").json()["profile"]["root"] == "data"
    policy = {"version": 0, "body": {"profile_id": other["id"]}}
    assert lead.put("/api/assist/panel-policies/11", json=policy).status_code == 200
    assert li.get("/api/assist/panel").json()["profile"]["root"] == "result"
    assert lead.delete(f"{PROFILES}/{other['id']}").status_code == 409
    assert lead.delete(f"{PROFILES}/{made['id']}").status_code == 204


def test_an_edit_is_a_version_that_can_be_brought_back(lead: TestClient, made: Any) -> None:
    body = made["body"] | {"functionalBusiness": "AHC2"}
    edited = lead.patch(f"{PROFILES}/{made['id']}", json={"version": 1, "body": body}).json()
    assert (edited["version"], edited["body"]["functionalBusiness"]) == (2, "AHC2")
    stale = lead.patch(f"{PROFILES}/{made['id']}", json={"version": 1, "name": "x"})
    assert (stale.status_code, stale.json()["current"]["body"]["functionalBusiness"]) == (409, "AHC2")
    back = lead.post(f"{PROFILES}/{made['id']}/restore", json={"version": 2, "to_version": 1}).json()
    assert (back["version"], back["body"]) == (3, made["body"])
    versions = lead.get(f"{PROFILES}/{made['id']}/versions").json()["items"]
    assert [(one["version"], one["by"]) for one in versions] == [(3, "张主管"), (2, "张主管"), (1, "张主管")]
    missing = lead.post(f"{PROFILES}/{made['id']}/restore", json={"version": 3, "to_version": 9})
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"accounts": {"rows": "list"}}, "body.body.accounts.rows"),
        ({"extension": {"market": "a..b"}}, "body.body.extension.market"),
        ({"extension": {"colour": "x"}}, "body.body.extension.colour"),
        ({"tickets": {"pageSize": 0}}, "body.body.tickets.pageSize"),
        ({"endpoints": {"tags": "a/b"}}, "body.body.endpoints.tags"),
        ({"selectors": {"planName": ""}}, "body.body.selectors.planName"),
    ],
)
def test_a_wrong_profile_is_refused_by_the_path_of_what_is_wrong(
    lead: TestClient, body: dict[str, object], path: str
) -> None:
    refused = lead.post(PROFILES, json={"name": "CRM", "body": body})
    assert refused.status_code == 422
    assert [f"body.{name}" for name in refused.json()["fields"]] == [path]


def test_two_profiles_have_two_names(lead: TestClient, made: Any) -> None:
    assert lead.post(PROFILES, json={"name": made["name"], "body": {}}).status_code == 409


def test_the_built_in_profile_reads_all_of_the_recorded_answers(lead: TestClient) -> None:
    tried = lead.post(f"{PROFILES}/try", json={"body": lead.get(f"{PROFILES}/built-in").json()}).json()
    read = {(one["part"], one["field"]): one["value"] for one in tried["readings"]}
    assert tried["unread"] == {}
    assert read["extension", "account"] == "1001"
    assert read["accounts", "rows"] is not None
    assert "VIP" in read["tags", "text"]
    assert {key for key, value in read.items() if value is None} <= {
        ("accounts", "comboTag"),
        ("extension", "chinaPstn"),
    }


def test_a_profile_that_misses_says_which_path(lead: TestClient) -> None:
    body = {"body": {"extension": {"account": "Base.Nothing"}, "root": "resultData"}}
    tried = lead.post(f"{PROFILES}/try", json=body).json()
    missed = [one for one in tried["readings"] if one["value"] is None]
    assert ("extension", "account", "Base.Nothing") in [
        (one["part"], one["field"], one["path"]) for one in missed
    ]
    assert tried["missing"] == len(missed)


def test_answers_of_ones_own_are_read_too(lead: TestClient) -> None:
    answers = {"extension": {"resultData": '{"ProductType": " BB "}'}, "tags": {"resultData": "[1,"}}
    tried = lead.post(f"{PROFILES}/try", json={"body": {}, "answers": answers}).json()
    assert tried["readings"][0]["value"] == "BB"
    assert "JSON" in tried["unread"]["tags"]
    assert tried["unread"]["tickets"] == "no answer was given"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"Message": NaN}', '{"Message": ' + "9" * 5000 + "}"])
def test_an_answer_that_cannot_be_read_is_named_and_the_others_are_read(lead: TestClient, text: str) -> None:
    answers = {"tags": {"resultData": text}, "extension": {"resultData": {"ProductType": "BB"}}}
    tried = lead.post(f"{PROFILES}/try", json={"body": {}, "answers": answers})
    assert (tried.status_code, "tags" in tried.json()["unread"]) == (200, True)
    assert tried.json()["readings"][0]["value"] == "BB"


def test_the_recorded_answers_are_those_of_the_demo_crm() -> None:
    account = data.ACCOUNTS[1001]
    recorded = recorded_answers()
    assert recorded["extension"] == payloads.answer(payloads.product_extension(account))
    assert recorded["tags"] == payloads.answer(payloads.account_tags(account))
    assert set(json.loads(RECORDED.read_text())) == set(recorded)


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ({"a": {"b": 1}}, "a.b", [1]),
        ({"a": [{"b": [1, 2]}, {"b": [3]}, {"c": 1}]}, "a[].b[]", [1, 2, 3]),
        ({"a": "x"}, "a.b", []),
        ({"a": None}, "a", []),
        ([1], "a", []),
        ({"a": {"b": 1}}, "a[]", []),
    ],
)
def test_paths_are_followed_as_the_panel_follows_them(value: object, path: str, found: list[object]) -> None:
    assert select(value, path) == found


@pytest.mark.parametrize(
    "one", json.loads((Path(__file__).parent / "crm_texts.json").read_text("utf-8")), ids=str
)
def test_a_value_is_the_same_text_here_and_in_the_panel(one: dict[str, str]) -> None:
    # web/userscript/tests/crm-texts.test.ts reads the same file.
    assert text_at(json.loads(one["json"]), one["path"]) == one["text"]


def test_values_are_text_as_the_panel_takes_them() -> None:
    assert text_at({"a": 5.0}, "a") == "5"
    assert text_at({"a": True}, "a") is None
    assert text_at({"a": {}}, "a") is None
    assert payload_of({"r": "plain"}, "r") == "plain"
    assert payload_of([1], "r") == [1]


def test_the_built_in_profile_is_the_one_that_the_userscript_has_built_in() -> None:
    # web/userscript/tests/profile.test.ts compares the same file with its own.
    body = ProfileBody().model_dump(by_alias=True)
    assert body == json.loads((Path(__file__).parent / "site_profile.json").read_text())
    assert ProfileBody.model_validate(body) == ProfileBody()
