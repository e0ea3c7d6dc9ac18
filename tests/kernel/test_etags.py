from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from deskside.kernel.etags import ETags


@pytest.fixture
def client() -> TestClient:
    app = FastAPI(openapi_url=None)

    @app.get("/api/things")
    def things(n: int = 1) -> dict[str, int]:
        return {"n": n}

    @app.get("/api/stream")
    def stream() -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            yield b"a"
            yield b"b"

        return StreamingResponse(parts())

    return TestClient(ETags(app))


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/things")
    again = client.get("/api/things", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_another_answer_is_sent_whole(client: TestClient) -> None:
    etag = client.get("/api/things").headers["etag"]
    other = client.get("/api/things?n=2", headers={"If-None-Match": etag})
    assert (other.status_code, other.json()) == (200, {"n": 2})
    assert other.headers["etag"] != etag


def test_streams_errors_and_other_methods_pass_untouched(client: TestClient) -> None:
    assert client.get("/api/stream").text == "ab"
    for answer in (client.get("/api/stream"), client.get("/api/nothing"), client.post("/api/things")):
        assert "etag" not in answer.headers
