"""A POST that is sent again because its answer was lost."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.platform.idempotency import Idempotency, forget_old_keys
from deskside.platform.idempotency.models import IdempotencyKey

Post = Callable[..., tuple[int, object, bool]]


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def client(database: Database, made: list[int]) -> TestClient:
    app = FastAPI(openapi_url=None)

    @app.post("/api/things", status_code=201)
    def make(body: dict[str, int]) -> dict[str, int]:
        made.append(body["n"])
        if body["n"] < 0:
            raise HTTPException(-body["n"])
        return {"id": len(made)}

    return TestClient(Idempotency(app, database, Vault("secret")), raise_server_exceptions=False)


@pytest.fixture
def post(client: TestClient) -> Post:
    def send(n: int, key: str, caller: str = "Bearer a") -> tuple[int, object, bool]:
        headers = {"Idempotency-Key": key, "Authorization": caller}
        answer = client.post("/api/things", json={"n": n}, headers=headers)
        return answer.status_code, answer.json(), "idempotent-replayed" in answer.headers

    return send


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    shift = timedelta()

    def forward(by: timedelta) -> None:
        nonlocal shift
        shift += by

    clock.travel(lambda: datetime.now(UTC) + shift)
    yield forward
    clock.travel(lambda: datetime.now(UTC))


def test_the_second_is_answered_what_the_first_was(post: Post, made: list[int]) -> None:
    assert post(1, "k") == (201, {"id": 1}, False)
    assert post(1, "k") == (201, {"id": 1}, True)
    assert made == [1]


def test_a_key_belongs_to_one_caller_and_one_request(post: Post, made: list[int]) -> None:
    assert post(1, "k")[0] == 201
    assert post(1, "k", "Bearer b") == (201, {"id": 2}, False)
    assert post(2, "k")[0] == 422
    assert made == [1, 1]


@pytest.mark.parametrize(
    ("status", "again"), [(500, 2), (503, 2), (429, 2), (403, 2), (401, 2), (409, 1), (422, 1)]
)
def test_only_what_changed_nothing_may_be_tried_again(
    post: Post, made: list[int], status: int, again: int
) -> None:
    assert post(-status, "k")[0] == status
    assert post(-status, "k")[0] == status
    assert len(made) == again


def test_of_ten_at_once_one_is_made(client: TestClient, database: Database, made: list[int]) -> None:
    statuses: list[int] = []
    headers = {"Idempotency-Key": "k"}

    def send() -> None:
        statuses.append(client.post("/api/things", json={"n": 1}, headers=headers).status_code)

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses


def test_a_first_that_was_cut_off_counts_as_never_made(
    post: Post, database: Database, made: list[int], later: Callable[[timedelta], None]
) -> None:
    assert post(1, "k")[0] == 201
    with database.writing() as db:
        row = db.scalars(select(IdempotencyKey)).one()
        row.status = row.answer = None
    assert post(1, "k")[0] == 409
    later(timedelta(minutes=2))
    assert post(1, "k") == (201, {"id": 2}, False)


def test_answers_are_encrypted_and_forgotten_after_a_day(
    post: Post, database: Database, later: Callable[[timedelta], None]
) -> None:
    post(1, "k")
    with database.reading() as db:
        answer = db.scalars(select(IdempotencyKey.answer)).one()
    assert answer is not None
    assert "id" not in answer.partition(":")[2][:4]
    later(timedelta(hours=25))
    database.write(forget_old_keys)
    assert database.read(lambda db: db.scalar(select(func.count()).select_from(IdempotencyKey))) == 0


def test_without_a_key_everything_is_new(client: TestClient, made: list[int]) -> None:
    for _ in range(2):
        assert client.post("/api/things", json={"n": 1}).status_code == 201
    assert made == [1, 1]
