"""Access tokens of WeChat and WeCom: kept until shortly before they end, fetched by one thread of many."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

import msgspec

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import Answer

A = TypeVar("A")

EARLY_SECONDS = 300
"""A token is renewed this long before its end: clocks differ and requests take time."""
SHORTEST_SECONDS = 10
BAD_TOKEN = {40001, 40014, 42001, 42007, 41001}
LATER = {-1, 45009, 45011, 45033, 6000}
LATER_SECONDS = 60


class TokenAnswer(msgspec.Struct):
    """What `gettoken` and `token` say."""

    access_token: str = ""
    expires_in: int = 7200
    errcode: int = 0
    errmsg: str = ""


@dataclass
class _Kept:
    lock: threading.Lock = field(default_factory=threading.Lock)
    token: str | None = None
    ends: float = 0.0


class Tokens:
    """The tokens of this process, by account. Thread-safe."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def get(self, account: tuple[str, ...], fetch: Callable[[], Answer], refused: str | None = None) -> str:
        """The account's token; a new one where it ended or is the `refused` one. Others wait for the first.

        `account` holds the secret, of which only a digest is kept. Raise as `fetch`, RemoteRefused where the
        provider gives none.
        """
        name = hashlib.sha256("\0".join(account).encode()).hexdigest()
        with self._lock:
            kept = self._kept.setdefault(name, _Kept())
        with kept.lock:
            if kept.token is None or kept.token == refused or self._now() >= kept.ends:
                kept.token = None
                said = _read(fetch())
                life = max(said.expires_in - EARLY_SECONDS, SHORTEST_SECONDS)
                kept.token, kept.ends = said.access_token, self._now() + life
            return kept.token

    def using(
        self,
        account: tuple[str, ...],
        fetch: Callable[[], Answer],
        ask: Callable[[str], A],
        code_of: Callable[[A], int],
    ) -> A:
        """What `ask` is told with the token; asked once more with a new one where the token was refused."""
        token = self.get(account, fetch)
        said = ask(token)
        if code_of(said) in BAD_TOKEN:
            said = ask(self.get(account, fetch, refused=token))
        return said


def _read(answer: Answer) -> TokenAnswer:
    said = answer.json(TokenAnswer)
    if said.errcode in LATER:
        raise RemoteUnavailable(
            f"{answer.remote} gives no token now ({said.errcode} {said.errmsg})",
            remote=answer.remote,
            retry_after=LATER_SECONDS,
        )
    if said.errcode or not said.access_token:
        raise RemoteRefused(
            f"{answer.remote} gives no token ({said.errcode} {said.errmsg}); check its id, its "
            "secret and the list of addresses that may ask",
            remote=answer.remote,
        )
    return said


TOKENS = Tokens()
"""Those of the process: a sender lives for a moment, its token for two hours."""
