"""When sessions and tokens were last used: collected in memory, written a few times a minute."""

import threading
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from deskside.kernel import clock
from deskside.kernel.db import Database, Writes
from deskside.platform.identity.models import SignInSession, Token

log = structlog.get_logger(__name__)
EVERY = timedelta(seconds=15)
Uses = dict[int, datetime]


class Usage:
    """Thread-safe. At most 15 s of uses are lost when the process dies."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._sessions: Uses = {}
        self._tokens: Uses = {}
        self._flushed = clock.now() - EVERY

    def note_session(self, session_id: int) -> None:
        """A session asked for something now."""
        with self._lock:
            self._sessions[session_id] = clock.now()

    def note_token(self, token_id: int) -> None:
        """A token asked for something now."""
        with self._lock:
            self._tokens[token_id] = clock.now()

    def session_seen(self, session_id: int) -> datetime | None:
        """The last use that is not written yet."""
        return self._sessions.get(session_id)

    def flush_if_due(self) -> None:
        """Write, if the last time was a while ago. A database that cannot be written loses nothing else."""
        if abs(clock.now() - self._flushed) < EVERY:
            return
        try:
            self.flush()
        except DBAPIError as error:
            log.warning("identity.usage_unwritten", error=str(error.orig))

    def flush(self) -> None:
        """Write what was collected."""
        with self._lock:
            sessions, tokens = dict(self._sessions), dict(self._tokens)
            self._flushed = clock.now()
        if sessions or tokens:
            self._database.write(_write, sessions, tokens)
        with self._lock:
            self._sessions = _without(self._sessions, sessions)
            self._tokens = _without(self._tokens, tokens)


def _without(uses: Uses, written: Uses) -> Uses:
    return {one: at for one, at in uses.items() if written.get(one) != at}


def _write(db: Writes, sessions: Uses, tokens: Uses) -> None:
    for session_id, at in sorted(sessions.items()):
        seen = update(SignInSession).where(SignInSession.id == session_id, SignInSession.last_seen_at < at)
        db.execute(seen.values(last_seen_at=at))
    for token_id, at in sorted(tokens.items()):
        db.execute(update(Token).where(Token.id == token_id).values(last_used_at=at))
