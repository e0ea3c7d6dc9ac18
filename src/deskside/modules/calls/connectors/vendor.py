"""The vendor over HTTP: business codes come in HTTP 200, tokens expire."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteRefused
from deskside.kernel.http import Answer, HttpClient, HttpLimits
from deskside.modules.calls.connectors.answers import (
    REMOTE,
    UNAUTHORIZED,
    read_ids,
    read_page,
    read_stats,
    read_token,
)
from deskside.modules.calls.connectors.base import FREE, StatKind, Turn
from deskside.modules.calls.schemas.vendor import CallPage, PageIds, Span, VendorStat
from deskside.modules.calls.settings import CallsEnv

T = TypeVar("T")

PAGE_SIZE = 1000
QUERY_TYPES: dict[StatKind, int] = {"account": 1, "task": 20}
LIMITS = HttpLimits(read_seconds=40, total_seconds=90, connections=32)

Send = Callable[[dict[str, str]], Answer]


class HttpVendor:
    """Keeps connections and the token."""

    page_size = PAGE_SIZE

    def __init__(self, env: CallsEnv, zone: ZoneInfo, client: HttpClient | None = None) -> None:
        self._env = env
        self._zone = zone
        self._base = (env.url or "").rstrip("/")
        self._client = client or HttpClient(REMOTE, trusted=True, limits=LIMITS)
        self._token: str | None = None
        self._lock = threading.Lock()

    def page(self, span: Span, number: int, turn: Turn = FREE) -> CallPage:
        """One page of records."""
        return self._ask(self._sender(span, number, turn), read_page)

    def ids(self, span: Span, number: int, turn: Turn = FREE) -> PageIds:
        """The ids of one page."""
        return self._ask(self._sender(span, number, turn), read_ids)

    def stats(self, span: Span, kind: StatKind) -> list[VendorStat]:
        """Statistics by task or account."""
        starts, ends = self._bounds(span)
        body = {"start_time": starts, "end_time": ends, "query_type": QUERY_TYPES[kind]}
        url = f"{self._base}/extension/agent/stat"
        return self._ask(
            lambda headers: self._client.post(url, json=body, headers=headers, accept=(UNAUTHORIZED,)),
            read_stats,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _sender(self, span: Span, number: int, turn: Turn) -> Send:
        starts, ends = self._bounds(span)
        params: dict[str, str | int] = {
            "startTime": starts, "endTime": ends, "page": number, "pageSize": PAGE_SIZE
        }  # fmt: skip

        def send(headers: dict[str, str]) -> Answer:
            with turn:
                url = f"{self._base}/task/cdr/all2"
                return self._client.get(url, params=params, headers=headers, accept=(UNAUTHORIZED,))

        return send

    def _ask(self, send: Send, understand: Callable[[Answer], T | None]) -> T:
        """What the answer means; `understand` gives None where it says that the token is no good."""
        token = self._current_token(None)
        meant = understand(send({"Authorization": token}))
        if meant is None:
            meant = understand(send({"Authorization": self._current_token(token)}))
        if meant is None:
            raise RemoteRefused(f"{REMOTE} refuses its own token; check the account", remote=REMOTE)
        return meant

    def _current_token(self, refused: str | None) -> str:
        """The token; another one where it is the `refused` one. Of many threads one asks."""
        with self._lock:
            if self._token is None or self._token == refused:
                self._token = self._new_token()
            return self._token

    def _new_token(self) -> str:
        env = self._env
        if env.secret is not None:
            answer = self._client.get(
                f"{self._base}/token/secret", params={"secret": env.secret.get_secret_value()}
            )
        elif env.username and env.password is not None:
            params = {"username": env.username, "password": env.password.get_secret_value()}
            answer = self._client.get(f"{self._base}/token", params=params)
        else:
            raise RemoteRefused(
                "set DESKSIDE_CALLS_USERNAME and _PASSWORD, or DESKSIDE_CALLS_SECRET", remote=REMOTE
            )
        return read_token(answer)

    def _bounds(self, span: Span) -> tuple[str, str]:
        starts = clock.start_of_day(span.day, self._zone)
        ends = clock.start_of_day(span.day + timedelta(days=1), self._zone) - timedelta(seconds=1)
        if span.until is not None:
            ends = max(starts, min(ends, datetime.fromtimestamp(span.until, self._zone)))
        return self._wall(starts), self._wall(ends)

    def _wall(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
