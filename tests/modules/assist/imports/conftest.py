"""Uploads through the routes of today, each read at once."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.modules.assist.conftest import Work

Upload = Callable[..., Any]


@pytest.fixture
def upload_list(lead: TestClient, work: Work) -> Upload:
    """Upload a list of accounts and have it read; what is said of it."""

    def upload(content: bytes | str, name: str = "名单.xlsx", *, read: bool = True) -> Any:
        if isinstance(content, str):
            answer = lead.post("/api/assist/account-lists", json={"text": content})
        else:
            answer = lead.post("/api/assist/account-lists", files={"file": (name, content)})
        assert answer.status_code == 202, answer.text
        if read:
            work()
        return lead.get(f"/api/assist/account-lists/{answer.json()['id']}").json()

    return upload


@pytest.fixture
def upload_plans(lead: TestClient, work: Work) -> Upload:
    """Upload a table of plans and have it read; what is said of it."""

    def upload(content: bytes, name: str = "计划.xlsx", **fields: str) -> Any:
        answer = lead.post("/api/assist/plan-imports", files={"file": (name, content)}, data=fields)
        assert answer.status_code == 202, answer.text
        work()
        return lead.get(f"/api/assist/plan-imports/{answer.json()['id']}").json()

    return upload
