"""The old pages' client: it submits, polls, downloads."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from tests.modules.assist.conftest import Work

Json = dict[str, Any]  # bodies as a client has them
Parts = dict[str, tuple[str | None, bytes | str]]
NEW: Json = {
    "title": "回访",
    "content": "请回访",
    "market": "USCN",
    "recurrent_interval": 7,
    "is_global": True,
    "is_all_business": True,
}
LISTED: Json = NEW | {"is_global": False}


class OldClient:
    """Sends what the old pages sent, and asks for tasks as they did."""

    def __init__(self, client: TestClient, work: Work) -> None:
        self.client = client
        self.work = work

    def end(self, submitted: Response) -> Json:
        """How the task of an answer ends."""
        assert submitted.status_code == 202, submitted.text
        assert list(submitted.json()) == ["task_id"]
        path = f"/task/{submitted.json()['task_id']}"
        said: Json = self.client.get(path).json()
        if said == {"status": "PENDING"}:
            self.work()
            said = self.client.get(path).json()
        return said

    def insert(self, data: Json, content: bytes | None = None, name: str = "账户.xlsx") -> Response:
        """`/reminder/insert`, as JSON or with a file."""
        if content is None:
            return self.client.post("/reminder/insert", json=data)
        parts: Parts = {"reminder_data": (None, json.dumps(data)), "file": (name, content)}
        return self.client.post("/reminder/insert", files=parts)

    def inserted(self, data: Json, content: bytes | None = None) -> int:
        """The id of the reminder that was made or edited."""
        said = self.end(self.insert(data, content))
        assert said["status"] == "SUCCESS", said
        words, _, made = said["result"].rpartition(" ")
        assert words == "Insert successful:"
        return int(made)

    def found(self, path: str, **query: str) -> list[Json]:
        """What a search finds."""
        said = self.end(self.client.get(f"/reminder/search/{path}", params=query))
        assert said["status"] == "SUCCESS"
        items: list[Json] = said["result"]
        return items

    def upload(self, content: bytes, name: str = "计划.xlsx") -> Response:
        """`/plan/upload`."""
        return self.client.post("/plan/upload", files={"file": (name, content)})


@pytest.fixture
def old(lead: TestClient, work: Work) -> OldClient:
    """A manager with the old pages."""
    return OldClient(lead, work)


@pytest.fixture
def old_of(sign_in: Callable[[str], TestClient], work: Work) -> Callable[[str], OldClient]:
    """The same, of somebody else."""
    return lambda name: OldClient(sign_in(name), work)
