"""What is written down of every request: one log line with its id, and figures for /metrics."""

import secrets
import time

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskside.kernel import logs

log = structlog.get_logger(__name__)
ANSWERED = Counter("deskside_requests", "Requests answered", ["method", "status"])
SECONDS = Histogram("deskside_request_seconds", "Seconds from the request to the end of its answer")
REQUEST_ID = b"x-request-id"


class RequestLog:
    """Gives each request an id, which the answer carries too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        began = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID, request_id.encode())]
            await send(message)

        with logs.context(request_id=request_id):
            try:
                await self.app(scope, receive, note)
            finally:
                seconds = time.perf_counter() - began
                ANSWERED.labels(scope["method"], status).inc()
                SECONDS.observe(seconds)
                log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    ms=round(seconds * 1000, 1),
                )
