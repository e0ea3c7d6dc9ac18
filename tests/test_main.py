"""The whole app as it is served: doors, errors of each kind, the look-up in front."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import text

from deskside.kernel.auth import Requires
from deskside.kernel.db import Database, Writes
from deskside.kernel.site import Site
from deskside.main import Beside, Web, make_web
from deskside.modules.assist.models import Business
from deskside.platform.identity import ROLE_SCOPES, SCOPES, add_user, issue_token

ROOT = Path(__file__).parents[1]
QUESTION = {"acct_id": 1001, "market": "USCN", "business": "BB"}


@pytest.fixture
def web(database: Database, tmp_path: Path, nothing_beside: Beside) -> Iterator[Web]:
    database.write(_fill)
    web = make_web(Site(data_dir=tmp_path), database, nothing_beside)
    web.start()
    yield web
    web.stop()


def _fill(db: Writes) -> None:
    db.add(Business(id=1, name="BB"))
    for role in ROLE_SCOPES:
        add_user(db, role, role, [role], "a long password")


@pytest.fixture
def client(web: Web) -> TestClient:
    return TestClient(
        web.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 1), raise_server_exceptions=False
    )


def bearer(database: Database, login: str, *scopes: str) -> dict[str, str]:
    token = database.write(issue_token, login, scopes or sorted(ROLE_SCOPES[login]), 1)
    return {"Authorization": f"Bearer {token}"}


def routes(web: Web) -> Iterator[tuple[str, str, str | None]]:
    """Method, path with every parameter 1, and the scope, of each route that needs a sign-in."""
    for route in iter_route_contexts(web.api.routes):
        dependant = getattr(route, "dependant", None)
        needs = [d.call for d in _all(dependant) if isinstance(d.call, Requires)] if dependant else []
        for method in sorted(route.methods or ()) if needs else ():
            path = "/".join("1" if part.startswith("{") else part for part in (route.path or "").split("/"))
            yield method, path, needs[0].scope


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for child in dependant.dependencies:
        yield from _all(child)


def test_every_route_refuses_strangers_and_whoever_lacks_its_scope(
    web: Web, client: TestClient, database: Database
) -> None:
    everyone = {role: bearer(database, role) for role in ROLE_SCOPES}
    found = list(routes(web))
    assert len(found) > 40
    for method, path, scope in found:
        assert client.request(method, path).status_code == 401, (method, path)
        for role, headers in everyone.items():
            if scope is not None and scope not in ROLE_SCOPES[role]:
                assert client.request(method, path, headers=headers).status_code == 403, (method, path, role)


def test_every_scope_of_a_route_is_a_scope_that_exists(web: Web) -> None:
    assert {scope for _method, _path, scope in routes(web)} - {None} <= SCOPES


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_committed_description_of_the_api_is_the_code_s(web: Web) -> None:
    committed = json.loads((ROOT / "web/api/openapi.json").read_text("utf-8"))
    assert committed == web.api.openapi(), "run `make openapi` and commit what it writes"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_addresses_that_do_not_exist_answer_in_the_form_of_their_contract(client: TestClient) -> None:
    ours, kept = client.get("/api/nothing"), client.get("/reminder/nothing")
    assert (ours.status_code, ours.json()["code"]) == (404, "not_found")
    assert (kept.status_code, list(kept.json())) == (404, ["message"])
    assert list(client.post("/reminder/acct", json={}).json()) == ["message"]
    assert list(client.put("/task/x").json()) == ["message"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/healthz", "/api/about", "/api/nothing", "/"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_readiness_names_what_is_wrong(client: TestClient, database: Database) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "deskside migrate" in answer.json()["detail"]
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"not json", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b"", 400, "JSON"),
        (json.dumps({**QUESTION, "business": "XX"}).encode(), 400, "BB"),
        (json.dumps({**QUESTION, "market": "XX"}).encode(), 400, "USCN, CACN"),
        (json.dumps({**QUESTION, "cn_num": "12a"}).encode(), 400, "digits"),
        (json.dumps({**QUESTION, "acct_id": 0}).encode(), 422, "acct_id"),
        (json.dumps({**QUESTION, "acct_id": 2**53}).encode(), 422, "acct_id"),
        (json.dumps({**QUESTION, "more": 1}).encode(), 422, "more"),
        (b"[" * 70_000, 413, "64 KiB"),
    ],
)
def test_a_bad_look_up_is_told_what_is_wrong(
    client: TestClient, database: Database, body: bytes, status: int, word: str
) -> None:
    headers = bearer(database, "agent")
    answer = client.post("/api/assist/lookup", content=body, headers=headers)
    assert answer.status_code == status
    assert word in answer.json()["detail"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_look_up_knows_who_asks(client: TestClient, database: Database) -> None:
    assert client.post("/api/assist/lookup", json=QUESTION).status_code == 401
    auditor = bearer(database, "auditor")
    assert client.post("/api/assist/lookup", json=QUESTION, headers=auditor).status_code == 403
    agent = bearer(database, "agent", "assist:read")
    answer = client.post("/api/assist/lookup", json=QUESTION, headers=agent)
    assert answer.json() == {"acct_id": 1001, "reminders": [], "revision": answer.json()["revision"]}
    nobody = {"Authorization": "Bearer dsk_nobody"}
    assert client.post("/api/assist/lookup", json=QUESTION, headers=nobody).status_code == 401


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_reads_go_on_and_writes_say_why_when_nothing_can_be_written(
    client: TestClient, database: Database
) -> None:
    headers = bearer(database, "manager")
    plan = {"plan_id": 1, "name": "n", "business": "BB"}
    with database.engines.writes.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1"))
    assert client.get("/api/assist/plans", headers=headers).status_code == 200
    refused = client.post("/api/assist/plans", json={**plan, "note": "x" * 15_000}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    with database.engines.writes.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    assert client.post("/api/assist/plans", json=plan, headers=headers).status_code == 201
