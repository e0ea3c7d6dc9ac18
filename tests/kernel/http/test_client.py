import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused, RemoteUnavailable
from deskside.kernel.db import Database
from deskside.kernel.http import AddressRefused, HttpClient, HttpLimits, parse_nets
from deskside.kernel.money import Money

LOOPBACK = parse_nets("127.0.0.0/8")
Play = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Counts connections, notes requests, and answers as `play` says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.connections = 0
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.play: Play = lambda handler: handler.answer()
        self.url = f"http://127.0.0.1:{self.server_port}"

    def process_request(self, request: object, client_address: object) -> None:
        self.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers, body))
        self.server.play(self)

    do_GET = do_POST = do_HEAD = handle_any  # noqa: N815 - http.server's names

    def answer(self, status: int = 200, body: bytes = b"{}", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def start() -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def make() -> Server:
        server = Server()
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        return server

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(start: Callable[[], Server]) -> Server:
    return start()


@pytest.fixture
def client() -> Iterator[HttpClient]:
    limits = HttpLimits(read_seconds=2, total_seconds=1, answer_bytes=100_000)
    with HttpClient("the vendor", private_nets=LOOPBACK, headers={"X-Key": "k"}, limits=limits) as client:
        yield client


@pytest.fixture
def guarded() -> Iterator[HttpClient]:
    with HttpClient("the vendor") as client:
        yield client


class Bill(msgspec.Struct):
    total: Money


def test_a_get_sends_its_query_and_headers_and_parses_the_answer(server: Server, client: HttpClient) -> None:
    server.play = lambda handler: handler.answer(body=b'{"total": 69.5, "more": 1}')
    answer = client.get(f"{server.url}/bills?a=1", params={"b": "中"}, headers={"X-Other": "o"})
    assert answer.json(Bill) == Bill(Money(6950))
    method, path, headers, _ = server.asked[0]
    assert (method, path) == ("GET", "/bills?a=1&b=%E4%B8%AD")
    assert (headers["x-key"], headers["x-other"]) == ("k", "o")
    assert headers["user-agent"].startswith("deskside/")


def test_a_post_sends_json_or_a_form(server: Server, client: HttpClient) -> None:
    client.post(f"{server.url}/a", json=Bill(Money(6950)))
    client.post(f"{server.url}/a", form={"user": "王"})
    assert [body for *_, body in server.asked] == [b'{"total":69.5}', b"user=%E7%8E%8B"]
    assert server.asked[1][2]["content-type"] == "application/x-www-form-urlencoded"


def test_connections_are_used_again(server: Server, client: HttpClient) -> None:
    for _ in range(3):
        client.get(server.url)
    assert server.connections == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_status_that_passes_is_unavailable(server: Server, client: HttpClient, status: int) -> None:
    server.play = lambda handler: handler.answer(status, Retry_After="7")
    with pytest.raises(RemoteUnavailable, match=str(status)) as caught:
        client.get(f"{server.url}/a?key=hunter2")
    assert caught.value.retry_after == 7
    assert "hunter2" not in caught.value.detail


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 422])
def test_a_status_that_stays_is_refused_unless_it_is_expected(
    server: Server, client: HttpClient, status: int
) -> None:
    server.play = lambda handler: handler.answer(status)
    with pytest.raises(RemoteRefused, match="credentials"):
        client.post(server.url)
    assert client.post(server.url, accept={status}).status == status


def test_a_get_is_repeated_once_after_a_lost_connection_and_a_post_never(
    server: Server, client: HttpClient
) -> None:
    server.play = lambda handler: handler.answer() if len(server.asked) == 2 else handler.hang_up()
    assert client.get(server.url).status == 200
    server.asked.clear()
    server.play = lambda handler: handler.hang_up()
    with pytest.raises(RemoteUnavailable):
        client.get(server.url)
    assert len(server.asked) == 2
    with pytest.raises(RemoteUnavailable):
        client.post(server.url)
    assert len(server.asked) == 3


def test_an_answer_that_drips_ends_at_the_total_time_limit(server: Server, client: HttpClient) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        with suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b"X-A: 1\r\n")
                handler.wfile.flush()
                time.sleep(0.05)

    server.play = drip
    began = time.monotonic()
    with pytest.raises(RemoteUnavailable, match="in time"):
        client.get(server.url)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"x" * 100_001, "identity"),
        (gzip.compress(b"x" * 50_000_000), "gzip"),
        (gzip.compress(b"x" * 1000)[:-9], "gzip"),
        (b"x" * 100, "gzip"),
        (b"x", "br"),
    ],
)
def test_an_answer_too_long_or_damaged_is_not_read(
    server: Server, client: HttpClient, body: bytes, encoding: str
) -> None:
    server.play = lambda handler: handler.answer(body=body, Content_Encoding=encoding)
    with pytest.raises(RemoteAnswerChanged, match="cannot be read"):
        client.get(server.url)


def test_a_packed_answer_is_unpacked(server: Server, client: HttpClient) -> None:
    server.play = lambda handler: handler.answer(body=gzip.compress("中".encode()), Content_Encoding="gzip")
    assert client.get(server.url).text() == "中"


def test_nobody_asks_a_remote_inside_a_write_transaction(
    server: Server, client: HttpClient, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    with pytest.raises(RuntimeError, match="inside a write"), database.writing():
        client.get(server.url)
    database.close()
    assert server.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://127.1:{port}/",
        "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/", "http://0177.0.0.1:{port}/", "http://0:{port}/",
        "http://017700000001:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/", "http://1.1.1.1@127.0.0.1:{port}/", "http://0.0.0.0:{port}/",
        "http://1.1.1.1:80@127.0.0.1:{port}/", "http://a:b@127.0.0.1:{port}#@1.1.1.1/", "http://127.0.0.1.:{port}/",
        "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http:\\\\127.0.0.1:{port}\\",
        "http:127.0.0.1:{port}", "http:///127.0.0.1:{port}", "file:///etc/passwd", "gopher://127.0.0.1:{port}/_x",
        "ftp://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "127.0.0.1:{port}", "http://[::1%25lo]:{port}/", "",
        "http://127.0.0.1:{port}\r\nHost: x/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/",
        "http://[fd00:ec2::254]/", "unix:///var/run/docker.sock", "http://127.0.0.1:99999/", "http://[::1/", "http://",
    ],
)  # fmt: skip
def test_no_spelling_of_an_address_leads_inside(server: Server, guarded: HttpClient, url: str) -> None:
    with pytest.raises((RemoteRefused, RemoteUnavailable)):
        guarded.get(url.replace("{port}", str(server.server_port)))
    assert server.connections == 0


def test_link_local_is_refused_even_where_every_net_is_named() -> None:
    with HttpClient("m", private_nets=parse_nets("0.0.0.0/0")) as client, pytest.raises(AddressRefused):
        client.get("http://169.254.169.254/")


def test_a_name_is_looked_up_once_and_connected_to_as_judged(server: Server) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with HttpClient("r", private_nets=parse_nets("127.0.0.1/32"), resolve=lambda *_: next(answers)) as client:
        client.get(f"http://rebind.example:{server.server_port}/")
    assert server.asked[0][2]["host"] == f"rebind.example:{server.server_port}"
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/", "http://169.254.169.254/", "file:///etc/passwd"]
)
def test_each_redirect_is_judged(start: Callable[[], Server], status: int, target: str) -> None:
    server, canary = start(), start()
    hops = [f"{server.url}/2", f"{server.url}/3", target.replace("{port}", str(canary.server_port))]
    server.play = lambda handler: handler.answer(status, Location=hops[len(server.asked) - 1])
    only = parse_nets("127.0.0.1/32")
    for client in (HttpClient("r", private_nets=only), HttpClient("r", trusted=True)):
        server.asked.clear()
        with client, pytest.raises(RemoteRefused):
            client.get(server.url)
        assert len(server.asked) == 3
    assert canary.connections == 0


def test_redirects_are_followed_within_limits_and_leave_headers_behind(
    start: Callable[[], Server], client: HttpClient
) -> None:
    first, second = start(), start()
    first.play = lambda handler: handler.answer(302, Location=f"{second.url}/b")
    assert client.get(first.url, headers={"Authorization": "Bearer x"}).where == f"{second.url}/b"
    assert not {"x-key", "authorization"} & set(second.asked[0][2])
    second.play = lambda handler: handler.answer(302, Location="/again")
    with pytest.raises(RemoteRefused, match="without end"):
        client.get(second.url)
    assert second.asked[-1][2]["x-key"] == "k"


def test_an_address_of_the_operator_is_trusted(server: Server) -> None:
    with HttpClient("r", trusted=True) as client:
        assert client.get(server.url).status == 200


def test_an_untrusted_certificate_is_refused_and_a_closed_port_unavailable(server: Server) -> None:
    with HttpClient("r", trusted=True) as client:
        with pytest.raises(RemoteUnavailable):
            client.get(server.url.replace("http:", "https:"))
        server.shutdown()
        server.server_close()
        with pytest.raises(RemoteUnavailable, match="cannot be reached"):
            client.get(server.url)
