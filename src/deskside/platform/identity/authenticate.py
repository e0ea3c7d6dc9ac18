"""Who a request comes from: a bearer token, or the session in a cookie."""

from datetime import timedelta
from typing import Literal

from starlette.requests import Request

from deskside.kernel import clock
from deskside.kernel.auth import Authenticate, Principal
from deskside.kernel.db import Database, Reads
from deskside.kernel.errors import Unauthorized
from deskside.kernel.proxies import Caller, TrustedProxies
from deskside.kernel.site import Site
from deskside.platform.identity.cookies import session_token
from deskside.platform.identity.principals import make_principal
from deskside.platform.identity.queries.credentials import find_session, find_token
from deskside.platform.identity.same_site import check_change
from deskside.platform.identity.settings import Security
from deskside.platform.identity.snapshot import bearer_of
from deskside.platform.identity.usage import Usage
from deskside.platform.settings import current

Ended = Literal["ended", "idle"]


def make_authenticate(database: Database, site: Site) -> Authenticate:
    """What main puts on `app.state.authenticate`. The database is asked each time: revoking works at once."""
    return _Authenticator(database, site)


class _Authenticator:
    def __init__(self, database: Database, site: Site) -> None:
        self._database = database
        self._proxies = TrustedProxies(site.trusted_proxies)
        self._public_url = site.public_url
        self._usage = Usage(database)

    def __call__(self, request: Request) -> Principal:
        """The principal. Raise Unauthorized without one, ForeignRequest, InsecureAddress."""
        header = request.headers.get("authorization")
        caller = self._proxies.caller(request.scope)
        principal = self._by_cookie(request, caller) if header is None else self._by_token(header)
        self._usage.flush_if_due()
        return principal

    def _by_token(self, header: str) -> Principal:
        secret = bearer_of(header)
        entry = self._database.read(find_token, secret) if secret else None
        if entry is None:
            raise Unauthorized("this token is unknown or revoked; make another in the console")
        if entry.expires_at is not None and entry.expires_at <= clock.now():
            raise Unauthorized("this token is over; make another in the console", code="token_expired")
        self._usage.note_token(entry.principal.credential_id)
        return entry.principal

    def _by_cookie(self, request: Request, caller: Caller) -> Principal:
        secret = session_token(request, caller)
        if secret is None:
            raise Unauthorized("sign in first, or send `Authorization: Bearer …` with a token")
        check_change(request, caller, self._public_url)
        found = self._database.read(self._session, secret)
        if not isinstance(found, Principal):
            raise Unauthorized("your session is over; sign in again", code=f"session_{found}")
        self._usage.note_session(found.credential_id)
        return found

    def _session(self, db: Reads, secret: str) -> Principal | Ended:
        row = find_session(db, secret)
        if row is None:
            return "ended"
        session, user = row
        seen = max(session.last_seen_at, self._usage.session_seen(session.id) or session.last_seen_at)
        if seen + timedelta(minutes=current(db, Security).idle_minutes) <= clock.now():
            return "idle"
        return make_principal(user, "session", session.id)
