"""Providers that a test plays: HTTP and SMTP on loopback, recording what they are sent."""

import json
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase, RawIOBase
from typing import cast
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        return cast("dict[str, object]", json.loads(self.body))


Reply = tuple[int, object]
Answering = Callable[[Asked], Reply]


@dataclass
class Web:
    """Answers as `answering` says; None: never. `asked` is all that came."""

    answering: Answering
    base: str = ""
    asked: list[Asked] = field(default_factory=list)
    silent: bool = False

    def at(self, path: str) -> list[Asked]:
        return [one for one in self.asked if one.path == path]


@contextmanager
def web(answering: Answering) -> Iterator[Web]:
    """A provider over HTTP; while `silent` it takes a message and says nothing."""
    provider = Web(answering)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(parts.path, query, headers, body)
            provider.asked.append(asked)
            if provider.silent:
                self.close_connection = True
                return
            status, said = provider.answering(asked)
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.base = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Post:
    """A mail server. `replies` overrides the answer to a command; "" hangs up there."""

    port: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    tls: bool = False

    def answer(self, line: str) -> str:
        self.said.append(line)
        verb = line.split(" ", 1)[0].split(":", 1)[0].upper()
        usual = {
            "EHLO": f"250-here{self.offer()}\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS": "220 go on",
            "DATA": "354 go on",
            "AUTH": "235 welcome",
            "QUIT": "221 bye",
        }
        return self.replies.get(verb, usual.get(verb, "250 OK"))

    def offer(self) -> str:
        return "\r\n250-STARTTLS" if self.tls else ""


def talk(office: Post, hears: BufferedIOBase, speaks: BufferedIOBase | RawIOBase) -> None:
    """One connection, until one side has enough or TLS begins."""
    while line := hears.readline():
        answer = office.answer(line.decode().strip())
        speaks.write(f"{answer}\r\n".encode() if answer else b"")
        if answer.startswith("354"):
            office.mails.append(read_mail(hears))
            answer = office.replies.get(".", "250 taken as 42")
            speaks.write(f"{answer}\r\n".encode() if answer else b"")
        if not answer or office.said[-1] == "STARTTLS":
            return


def read_mail(hears: BufferedIOBase) -> EmailMessage:
    lines = []
    while (line := hears.readline()) not in {b".\r\n", b""}:
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return message_from_bytes(b"".join(lines), policy=default)


@contextmanager
def post_office(tls: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Post]:
    """A mail server on loopback; with `tls` it offers STARTTLS, or speaks it `at_once`."""
    office = Post(tls=tls is not None and not at_once)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            talk(office, self.rfile, self.wfile)
            if office.tls and tls is not None and office.said[-1:] == ["STARTTLS"]:
                with suppress(OSError), tls.wrap_socket(self.connection, server_side=True) as safe:
                    talk(office, safe.makefile("rb"), safe.makefile("wb", 0))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused certificate is no news
    if tls is not None and at_once:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    office.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()


def until(truth: Callable[[], object], seconds: float = 5) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
