"""The pure ASGI layer that answers a repeated POST from what the first one was answered."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

import msgspec
from anyio import to_thread
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict, DesksideError
from deskside.kernel.vault import Vault
from deskside.kernel.wire import error_response
from deskside.platform.idempotency.service import Kept, claim, keep, release

LONGEST_KEY = 200
LARGEST_REQUEST = 1_000_000
CHANGED_NOTHING = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}


class Answer(msgspec.Struct):
    """A whole answer, as it is kept."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Idempotency:
    """For POSTs under /api/ that carry an Idempotency-Key; all else passes by."""

    def __init__(self, app: ASGIApp, database: Database, vault: Vault) -> None:
        self.app = app
        self._database = database
        self._vault = vault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        key = headers.get("idempotency-key", "")[:LONGEST_KEY]
        if not key or not _may_repeat(scope, headers):
            await self.app(scope, receive, send)
            return
        body = await _read(receive)
        await self._once(scope, _replay(body, receive), send, (_key_hash(scope, headers, key), _hash(body)))

    async def _once(self, scope: Scope, receive: Receive, send: Send, hashes: tuple[str, str]) -> None:
        try:
            kept = await to_thread.run_sync(self._claim, *hashes)
        except DesksideError as error:
            await error_response(error)(scope, receive, send)
            return
        if kept is None:
            await self._first(scope, receive, send, hashes[0])
            return
        answer = msgspec.json.decode(self._vault.decrypt(kept.answer), type=Answer)
        answer.headers.append((b"idempotent-replayed", b"true"))
        await send({"type": "http.response.start", "status": kept.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _first(self, scope: Scope, receive: Receive, send: Send, key_hash: str) -> None:
        collected: list[Message] = []

        async def collect(message: Message) -> None:
            collected.append(message)

        try:
            await self.app(scope, receive, collect)
        finally:
            await to_thread.run_sync(self._end(collected, key_hash))
            for message in collected:
                await send(message)

    def _claim(self, key_hash: str, request_hash: str) -> Kept | None:
        try:
            return self._database.write(claim, key_hash, request_hash)
        except IntegrityError:
            raise Conflict(
                "the same request is still running; ask again shortly", code="running", retry_after=1
            ) from None

    def _end(self, collected: list[Message], key_hash: str) -> Callable[[], None]:
        status = collected[0]["status"] if collected else HTTPStatus.INTERNAL_SERVER_ERROR
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in CHANGED_NOTHING:
            return lambda: self._database.write(release, key_hash)
        body = b"".join(message.get("body", b"") for message in collected[1:])
        answer = msgspec.json.encode(Answer(list(collected[0]["headers"]), body)).decode()
        return lambda: self._database.write(keep, key_hash, status, self._vault.encrypt(answer))


def _may_repeat(scope: Scope, headers: Headers) -> bool:
    """Whether it is a POST of ours whose body is short enough to be held."""
    length = headers.get("content-length", "")
    short = length.isdigit() and int(length) <= LARGEST_REQUEST
    return scope["method"] == "POST" and scope["path"].startswith("/api/") and short


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _key_hash(scope: Scope, headers: Headers, key: str) -> str:
    """A key is the caller's own: another caller's, or one for another address, is another key."""
    caller = headers.get("authorization") or headers.get("cookie", "")
    return _hash("\n".join((caller, scope["path"], key)).encode())


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
