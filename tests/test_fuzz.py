"""Requests that nobody thought of: whatever is sent, the answer is none of the server's failures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.main import Beside, Web, make_web
from deskside.platform.identity import SCOPES, add_user, issue_token

QUIET = settings(
    max_examples=12,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def web(database: Database, tmp_path: Path, nothing_beside: Beside) -> Iterator[Web]:
    web = make_web(Site(data_dir=tmp_path), database, nothing_beside)
    web.start()
    yield web
    web.stop()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.timeout(300)
def test_no_request_that_fits_the_description_breaks_the_server(web: Web, database: Database) -> None:
    database.write(add_user, "boss", "Boss", ["admin"], "a long password")
    token = database.write(issue_token, "boss", sorted(SCOPES), 1)
    client = TestClient(
        web.app, "http://127.0.0.1:8000", raise_server_exceptions=False, follow_redirects=False
    )
    schema = schemathesis.openapi.from_dict(web.api.openapi())
    headers = {"Authorization": f"Bearer {token}"}
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path == "/readyz":
            continue  # without migrations it says, rightly, 503

        @QUIET
        @given(case=operation.as_strategy())
        def ask(case: "schemathesis.Case[Any]") -> None:
            nonlocal asked
            asked += 1
            body = case.body if isinstance(case.body, (dict, list, str, int, float, bool)) else None
            answer = client.request(
                case.method, case.formatted_path, params=case.query or None, json=body, headers=headers
            )
            assert answer.status_code < 500, (case.method, case.formatted_path, case.query, body, answer.text)

        ask()
    assert asked > 300
