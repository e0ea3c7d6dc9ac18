"""Pairing, by the routes of assist."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from deskside import __version__
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.proxies import TrustedProxies
from deskside.modules.assist.models.panel import EVERYBODY
from deskside.modules.assist.schemas.panel import PolicyBody, PolicyIn
from deskside.modules.assist.service.policies import put_policy

ASSIST = "/api/assist"
LI = Principal(2, "u2", "李娜", 12, frozenset(), frozenset({"assist:read", "assist:tick"}), "session", 1)


@pytest.fixture
def in_console(app: FastAPI) -> TestClient:
    """李娜 signed in to the console."""
    app.state.authenticate = lambda _request: LI
    app.state.proxies = TrustedProxies("")
    return TestClient(app)


def test_a_code_from_the_console_becomes_one_device_that_can_be_ended(in_console: TestClient) -> None:
    pairing = in_console.post(f"{ASSIST}/pairings")
    assert (pairing.status_code, list(pairing.json())) == (201, ["code", "expires_at"])
    body = {"code": pairing.json()["code"], "name": "坐席电脑", "script_version": "0.1.0"}
    paired = in_console.post(f"{ASSIST}/devices", json=body)
    assert paired.status_code == 201
    assert paired.json()["agent"] == {"id": 2, "name": "李娜", "login": "u2", "department_id": 12}
    assert paired.json()["token"]
    assert in_console.post(f"{ASSIST}/devices", json=body).status_code == 400
    (device,) = in_console.get(f"{ASSIST}/devices").json()["items"]
    assert (device["name"], device["agent"], device["script_version"]) == ("坐席电脑", "李娜", "0.1.0")
    assert in_console.delete(f"{ASSIST}/devices/{device['id']}").status_code == 204
    assert in_console.delete(f"{ASSIST}/devices/{device['id']}").status_code == 404
    assert in_console.get(f"{ASSIST}/devices").json()["total"] == 0


def test_a_device_that_updated_its_script_says_so_when_it_asks_what_to_go_by(
    in_console: TestClient, app: FastAPI
) -> None:
    code = in_console.post(f"{ASSIST}/pairings").json()["code"]
    in_console.post(f"{ASSIST}/devices", json={"code": code, "script_version": "0.1.0"})
    (device,) = in_console.get(f"{ASSIST}/devices").json()["items"]
    app.state.authenticate = lambda _request: replace(LI, kind="device", credential_id=device["id"])
    assert in_console.get(f"{ASSIST}/panel", params={"script": "0.2.0"}).status_code == 200
    assert in_console.get(f"{ASSIST}/panel", params={"script": "<b>"}).status_code == 422
    app.state.authenticate = lambda _request: LI
    assert in_console.get(f"{ASSIST}/panel", params={"script": "9.9.9"}).status_code == 200
    assert in_console.get(f"{ASSIST}/devices").json()["items"][0]["script_version"] == "0.2.0"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_panel_learns_whose_it_is_and_what_the_server_has(
    li: TestClient, sign_in: Callable[[str], TestClient]
) -> None:
    told = li.get(f"{ASSIST}/panel").json()
    assert told["agent"] == {"id": 2, "name": "李娜", "login": "u2"}
    assert (told["version"], told["min_version"]) == (__version__, "0.1.0")
    assert sign_in("stranger").get(f"{ASSIST}/panel").status_code == 401


def test_a_device_is_outdated_when_the_department_of_its_agent_wants_a_newer_script(
    in_console: TestClient, database: Database
) -> None:
    def pair(version: str | None) -> None:
        code = in_console.post(f"{ASSIST}/pairings").json()["code"]
        body = {"code": code, "name": str(version), "script_version": version}
        assert in_console.post(f"{ASSIST}/devices", json=body).status_code == 201

    for version in ("0.9.9", "0.10.0", None):
        pair(version)

    def outdated() -> dict[str, bool]:
        items = in_console.get(f"{ASSIST}/devices").json()["items"]
        return {str(one["script_version"]): one["outdated"] for one in items}

    assert not any(outdated().values())
    for department, least in ((EVERYBODY, "9.0.0"), (LI.department_id or 0, "0.10.0")):
        said = PolicyIn(version=0, body=PolicyBody(min_version=least))
        database.write(put_policy, department, said, LI)
    assert outdated() == {"0.9.9": True, "0.10.0": False, "None": False}
