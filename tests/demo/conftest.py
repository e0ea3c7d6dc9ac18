"""The fake CRM, asked in the process, and a Deskside on loopback that it may relay to."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from deskside.demo.crm import make_crm


@dataclass
class Deskside:
    """A server that says what it was asked; `name` is what its script calls it."""

    server: ThreadingHTTPServer
    name: str = "https://desk.example.com"
    heard: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def deskside() -> Iterator[Deskside]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            body = self.rfile.read(length).decode()
            stand_in.heard.append(
                (self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            )
            script = f"// @downloadURL  {stand_in.name}/assist/deskside.user.js\nscript()"
            answer = script if self.path.endswith(".user.js") else '{"said":"你好"}'
            self.send_response(200 if self.command == "GET" else 201)
            self.end_headers()
            self.wfile.write(answer.encode())

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in = Deskside(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield stand_in
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def crm_at() -> Callable[[str], TestClient]:
    """A browser in front of a CRM that takes its script from the given Deskside."""

    def browse(deskside: str) -> TestClient:
        app = Starlette(routes=[Mount("/crm", make_crm(deskside))])
        return TestClient(app, base_url="http://127.0.0.1")

    return browse


@pytest.fixture
def crm(deskside: Deskside, crm_at: Callable[[str], TestClient]) -> TestClient:
    """A browser in front of the CRM, signed in."""
    client = crm_at(deskside.base)
    client.get("/crm/")
    return client
