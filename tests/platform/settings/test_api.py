import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.platform.settings import SettingsGroup
from deskside.platform.settings.api import router

PLANTED = "planted-secret-4711"
PATH = "/api/settings/mail_of_tests"


@pytest.fixture
def client(database: Database, mail: type[SettingsGroup], vault: Vault) -> TestClient:
    def authenticate(request: Request) -> Principal:
        scopes = frozenset(request.headers.get("scopes", "").split())
        return Principal(1, "a", "A", None, frozenset(), scopes, "session", 1)

    app = FastAPI(openapi_url=None)
    app.include_router(router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate, app.state.vault = database, authenticate, vault
    assert undeclared_routes(app) == []
    return TestClient(app, headers={"scopes": "settings:read settings:manage"})


def test_a_planted_secret_appears_in_no_answer(client: TestClient) -> None:
    body = {"version": 0, "values": {"port": 25, "password": PLANTED}}
    answers = [client.put(PATH, json=body), client.put(PATH, json=body)]
    assert [answer.status_code for answer in answers] == [200, 409]
    answers += [client.get("/api/settings"), client.get(PATH), client.get(f"{PATH}/history")]
    answers.append(client.put(PATH, json={"version": 1, "values": {"password": f"{PLANTED}\0"}}))
    answers.append(client.put(PATH, json={"version": "x", "values": {"password": PLANTED}}))
    assert [answer.status_code for answer in answers[2:]] == [200, 200, 200, 422, 422]
    assert not any(PLANTED in answer.text for answer in answers)


def test_the_list_has_every_group_with_its_form(client: TestClient) -> None:
    body = client.get("/api/settings").json()
    (item,) = [item for item in body["items"] if item["name"] == "mail_of_tests"]
    assert body["total"] == len(body["items"])
    assert (item["title"], item["version"], item["author"]) == ("邮件", 0, None)
    assert item["values"] == {"port": 587, "sender": "desk@example.com"}
    assert item["form"]["properties"]["password"]["title_en"] == "Password"


@pytest.mark.parametrize(
    ("scopes", "get", "put"), [("", 403, 403), ("settings:read", 200, 403), ("settings:manage", 403, 200)]
)
def test_reading_and_saving_need_their_scopes(client: TestClient, scopes: str, get: int, put: int) -> None:
    headers = {"scopes": scopes}
    for path in ("/api/settings", PATH, f"{PATH}/history"):
        assert client.get(path, headers=headers).status_code == get
    assert client.put(PATH, json={"version": 0, "values": {}}, headers=headers).status_code == put


def test_an_unknown_group_is_404(client: TestClient) -> None:
    assert client.get("/api/settings/nonsense").status_code == 404
    assert client.get("/api/settings/nonsense/history").status_code == 404
    assert client.put("/api/settings/a%00b", json={"version": 0, "values": {}}).status_code == 404
