"""The look-up as a plain ASGI path: a token from memory, one question asked, pieces joined and sent."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import msgspec
from starlette.types import Receive, Scope, Send

from deskside.kernel import clock
from deskside.kernel.auth import Principal, check_scope
from deskside.kernel.errors import (
    BadRequest,
    DesksideError,
    Invalid,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
from deskside.modules.assist import rules
from deskside.modules.assist.cache.rows import Rows
from deskside.modules.assist.cache.seen import Seen
from deskside.modules.assist.cache.snapshot import Snapshot
from deskside.modules.assist.cache.views import Present, special_item
from deskside.modules.assist.models import MAX_ACCT_ID
from deskside.platform.identity import TokenSnapshot

PATH = "/api/assist/lookup"
SCOPE = "assist:read"
MAX_BODY = 65_536
MINUTE = 60.0
PLAIN_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """The body; the typed route of the same address documents it."""

    acct_id: Annotated[int, msgspec.Meta(ge=1, le=MAX_ACCT_ID)]
    market: str
    business: str
    cn_num: str | None = None
    tags: Annotated[list[str], msgspec.Meta(max_length=1_000)] | None = None


decode = msgspec.json.Decoder(Question).decode


class Budget:
    """Look-ups a minute of each device token, counted in this process."""

    def __init__(self, per_minute: Callable[[], int]) -> None:
        self._per_minute = per_minute
        self._used: dict[int, tuple[float, int]] = {}

    def spend(self, credential_id: int, moment: float) -> None:
        """Take one. Raise TooManyRequests when the minute's are used up."""
        began, used = self._used.get(credential_id, (moment, 0))
        if moment - began >= MINUTE:
            began, used = moment, 0
        if used >= self._per_minute():
            wait = int(began + MINUTE - moment) + 1
            raise TooManyRequests(f"too many look-ups; the next in {wait} s", retry_after=wait)
        self._used[credential_id] = (began, used + 1)


class Lookup:
    """`POST /api/assist/lookup` for requests that carry a bearer token."""

    def __init__(
        self, snapshot: Snapshot, tokens: TokenSnapshot, rows: Rows, seen: Seen, budget: Budget
    ) -> None:
        self._snapshot = snapshot
        self._tokens = tokens
        self._rows = rows
        self._seen = seen
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            principal = self._tokens.of_header(scope["headers"])
            check_scope(principal, SCOPE)
            if principal.kind == "device":
                self._budget.spend(principal.credential_id, time.monotonic())
            body = await self.body(principal, parse(await read_body(receive)), clock.now())
        except DesksideError as error:
            await respond(send, error.status, msgspec.json.encode(error.body()), error.retry_after)
            return
        await respond(send, 200, body)

    async def body(self, principal: Principal, question: Question, now: datetime) -> bytes:
        """The encoded answer. Raise BadRequest for an unknown market or product."""
        acct_id = question.acct_id
        number = None if question.cn_num is None else rules.parse_cn_num(question.cn_num)
        tags = None if question.tags is None else rules.normal_tags(question.tags)
        snapshot = self._snapshot
        loaded = snapshot.loaded
        view = snapshot.view(question.market, question.business, principal.department_id, now)
        stored = await self._rows.of(acct_id, number)
        if stored:
            special = b"" if number is None else special_item(stored, loaded.source.list_texts, number)
            present = Present(now, snapshot.zone, loaded.names)
            reminders = view.reminders(tags, stored, special, present)
            moved = sum([row[4] for row in stored])
        else:
            reminders, moved = view.variant(tags).joined, 0
        self._seen.note((acct_id, view.market, view.business, number, tags), time.monotonic())
        head = b'{"acct_id":%d,"revision":"%d.%d","reminders":[' % (acct_id, loaded.revision, moved)
        return b"".join((head, memoryview(reminders)[1:], b"]}"))


def parse(body: bytes) -> Question:
    """The question. Raise BadRequest for what is not JSON, Invalid for fields that are wrong."""
    try:
        return decode(body)
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest("the body is not JSON") from error


async def read_body(receive: Receive) -> bytes:
    """The request's body. Raise TooLarge past 64 KiB, Unavailable when the client has gone."""
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        return _within_limit(message.get("body", b""))
    parts = [message.get("body", b"")]
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        _within_limit(b"".join(parts))
    if message["type"] == "http.disconnect":
        raise Unavailable("the client has gone")
    return b"".join(parts)


def _within_limit(body: bytes) -> bytes:
    if len(body) > MAX_BODY:
        raise TooLarge("a look-up has at most 64 KiB")
    return body


async def respond(send: Send, status: int, body: bytes, retry_after: int | None = None) -> None:
    """Send a whole answer."""
    headers = [*PLAIN_HEADERS, (b"content-length", b"%d" % len(body))]
    if retry_after is not None:
        headers.append((b"retry-after", b"%d" % retry_after))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
