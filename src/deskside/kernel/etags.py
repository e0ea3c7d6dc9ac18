"""ETags: a client that has the answer already is told so in a few bytes."""

import hashlib
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT_BY_304 = {b"cache-control", b"vary", b"x-request-id"}


class ETags:
    """For GETs under /api/ that are answered 200 in one piece; what is streamed goes by untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        waiting: list[Message] = []

        async def tag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                waiting.append(message)
                return
            if waiting:
                start = waiting.pop()
                if not message.get("more_body"):
                    start, message = _tagged(start, message, known)
                await send(start)
            await send(message)

        await self.app(scope, receive, tag)


def _tagged(start: Message, message: Message, known: str) -> tuple[Message, Message]:
    etag = f'"{hashlib.blake2b(message.get("body", b""), digest_size=12).hexdigest()}"'
    header = (b"etag", etag.encode())
    if etag not in [part.strip().removeprefix("W/") for part in known.split(",")]:
        return {**start, "headers": [*start["headers"], header]}, message
    kept = [(name, value) for name, value in start["headers"] if name.lower() in KEPT_BY_304]
    return {**start, "status": 304, "headers": [*kept, header]}, {**message, "body": b""}
