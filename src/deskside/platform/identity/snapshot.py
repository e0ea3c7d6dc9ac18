"""Bearer tokens in memory, for the paths that answer without asking the database who asks."""

import threading
import time
from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy.exc import DBAPIError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.kernel.errors import Unauthorized, Unavailable
from deskside.platform.identity.opaque import digest
from deskside.platform.identity.queries.credentials import TokenEntry, find_token, load_token_principals
from deskside.platform.identity.usage import Usage

QUESTIONS_A_SECOND = 20
BEARER = "bearer"
MAX_HEADERS = 20_000


class TokenSnapshot:
    """Correct when cold: the first question loads it. Have `refresh` called when any of VERSIONS moves."""

    VERSIONS: ClassVar[frozenset[str]] = frozenset({"tokens", "users"})

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries: dict[bytes, TokenEntry] = {}
        self._headers: dict[bytes, TokenEntry] = {}
        self._used: set[int] = set()
        self._fresh = False
        self._one_at_a_time = threading.Lock()
        self._asking_since = 0.0
        self._asked = 0
        self._usage = Usage(database)

    def refresh(self) -> None:
        """Load every token again; after a failure nobody is let in until it succeeds."""
        with self._one_at_a_time:
            try:
                self._entries = self._database.read(load_token_principals)
            except DBAPIError:
                self._fresh = False
                raise
            # After the entries: whoever holds the old dictionary writes to one that nobody reads any more.
            self._headers = {}
            self._fresh = True

    def flush_uses(self) -> None:
        """Write which tokens were used, if the last time was a while ago; for a thread, now and then."""
        used, self._used = self._used, set()
        for token_id in used:
            self._usage.note_token(token_id)
        self._usage.flush_if_due()

    def of_header(self, headers: Iterable[tuple[bytes, bytes]]) -> Principal:
        """Whose `Authorization: Bearer …` it is, by ASGI headers. Raise Unauthorized or Unavailable."""
        found = [value for name, value in headers if name == b"authorization"]
        header = found[0] if len(found) == 1 else b""
        known = self._headers
        entry = known.get(header) if self._fresh else None
        if entry is None or _is_over(entry):
            entry = self._find(bearer_of(header.decode("latin-1")))
            if entry is None:
                raise Unauthorized(
                    "this needs a token: send `Authorization: Bearer …` with one that is valid"
                )
            if len(known) < MAX_HEADERS:
                known[header] = entry
        self._used.add(entry.principal.credential_id)
        return entry.principal

    def find(self, secret: str | None) -> Principal | None:
        """Whose token it is; None for one that is unknown, over or revoked."""
        entry = self._find(secret)
        return None if entry is None else entry.principal

    def _find(self, secret: str | None) -> TokenEntry | None:
        if secret is None:
            return None
        if not self._fresh:
            self._load()
        entry = self._entries.get(digest(secret)) or self._ask(secret)
        return None if entry is None or _is_over(entry) else entry

    def _load(self) -> None:
        try:
            self.refresh()
        except DBAPIError as error:
            raise Unavailable("nobody can be recognised: the database is away", retry_after=5) from error

    def _ask(self, secret: str) -> TokenEntry | None:
        """A token made a moment ago is not here yet; strangers cannot make us ask often."""
        moment = time.monotonic()
        if moment - self._asking_since >= 1:
            self._asking_since, self._asked = moment, 0
        if self._asked >= QUESTIONS_A_SECOND:
            return None
        self._asked += 1
        return self._database.read(find_token, secret)


def _is_over(entry: TokenEntry) -> bool:
    return entry.expires_at is not None and entry.expires_at <= clock.now()


def bearer_of(header: str) -> str | None:
    """The token of an Authorization header; None for another scheme."""
    scheme, _, secret = header.partition(" ")
    return secret.strip() or None if scheme.lower() == BEARER else None
