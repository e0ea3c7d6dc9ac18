"""The poll that waits for changes, as a plain ASGI path: five hundred of them are events, not threads."""

import asyncio
import time
from dataclasses import replace
from typing import Annotated
from urllib.parse import parse_qsl

import msgspec
from starlette.types import Receive, Scope, Send

from deskside.kernel.auth import Principal, check_scope
from deskside.kernel.errors import DesksideError, Invalid
from deskside.modules.assist.cache.changes import Changes, Waiter
from deskside.modules.assist.cache.rows import Rows
from deskside.modules.assist.cache.snapshot import Snapshot
from deskside.modules.assist.front.lookup import Budget, respond
from deskside.modules.assist.models import MAX_ACCT_ID
from deskside.modules.assist.rules.revisions import Revision, parse_revision
from deskside.platform.identity import TokenSnapshot

HOLD_SECONDS = 25.0


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """The query; the typed route of the same address documents it."""

    acct_id: Annotated[int, msgspec.Meta(ge=1, le=MAX_ACCT_ID)]
    since: str | None = None


class WaitForChanges:
    """`GET /api/assist/changes` for requests that carry a bearer token."""

    PATH = "/api/assist/changes"
    SCOPE = "assist:read"

    def __init__(
        self,
        snapshot: Snapshot,
        tokens: TokenSnapshot,
        rows: Rows,
        changes: Changes,
        *,
        budget: Budget,
        hold: float = HOLD_SECONDS,
    ) -> None:
        self._snapshot = snapshot
        self._tokens = tokens
        self._rows = rows
        self._changes = changes
        self._budget = budget
        self._hold = hold

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            principal = self._principal(scope)
            if principal.kind == "device":
                self._budget.spend(principal.credential_id, time.monotonic())
            body = await self._answer(scope, parse(scope["query_string"]), receive)
        except DesksideError as error:
            await respond(send, error.status, msgspec.json.encode(error.body()), error.retry_after)
            return
        if body is not None:
            await respond(send, 200, body)

    def _principal(self, scope: Scope) -> Principal:
        principal = self._tokens.of_header(scope["headers"])
        check_scope(principal, self.SCOPE)
        return principal

    async def _answer(self, scope: Scope, question: Question, receive: Receive) -> bytes | None:
        """The encoded answer; None when the client has gone. Raise Unauthorized once the token is revoked."""
        seen = self._since(question.since)
        until = time.monotonic() + self._hold
        gone = asyncio.ensure_future(_gone(receive))
        try:
            with self._changes.waiting(question.acct_id) as waiter:
                while True:
                    # Cleared before the question is asked: whatever happens after it wakes us again.
                    waiter.event.clear()
                    present = await self._present(question.acct_id)
                    if seen is None or present.later_than(seen) or self._changes.ending:
                        return _encoded(present, seen)
                    if not await _woken(waiter, gone, until - time.monotonic()):
                        return None if gone.done() else _encoded(present, seen)
                    self._principal(scope)
        finally:
            gone.cancel()

    def _since(self, text: str | None) -> Revision | None:
        """What the client has seen; a look-up tells nothing of panels, so those count from now on."""
        seen = parse_revision(text)
        return replace(seen, panel=self._changes.panel) if seen is not None and seen.panel is None else seen

    async def _present(self, acct_id: int) -> Revision:
        stored = await self._rows.of(acct_id, None)
        return Revision(self._snapshot.loaded.revision, sum(row[4] for row in stored), self._changes.panel)


def parse(query: bytes) -> Question:
    """The question. Raise Invalid for fields that are wrong."""
    try:
        return msgspec.convert(dict(parse_qsl(query.decode("latin-1"))), Question, strict=False)
    except (msgspec.ValidationError, ValueError) as error:
        raise Invalid(str(error)) from error


def _encoded(present: Revision, seen: Revision | None) -> bytes:
    return msgspec.json.encode({"revision": str(present), "changed": present.changed(seen)})


async def _gone(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _woken(waiter: Waiter, gone: "asyncio.Future[None]", seconds: float) -> bool:
    """Whether there is reason to look again; False when the time is over or the client has gone."""
    woken: asyncio.Future[bool] = asyncio.ensure_future(waiter.event.wait())
    try:
        await asyncio.wait((woken, gone), timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
        return woken.done() and not gone.done()
    finally:
        woken.cancel()
