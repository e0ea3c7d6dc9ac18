"""Making and ending sessions and tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Forbidden, Invalid, NotFound
from deskside.kernel.proxies import Caller
from deskside.platform.audit import record
from deskside.platform.identity.cookies import LIFETIME
from deskside.platform.identity.models import SignInSession, Token, User
from deskside.platform.identity.opaque import TOKEN_PREFIX, hashed, new_secret
from deskside.platform.identity.principals import Kind, make_principal, scopes_now
from deskside.platform.identity.queries.credentials import MANAGES_DEVICES, MANAGES_USERS, show_token
from deskside.platform.identity.queries.users import existing_user, read_me, user_by_login
from deskside.platform.identity.schemas.credentials import Me, NewToken, TokenIn
from deskside.platform.versions import bump

AGENT_LENGTH = 200


@dataclass(frozen=True)
class NewSession:
    """A session just begun: `token` goes into the cookie, and nowhere else."""

    token: str
    me: Me


def begin_session(db: Writes, user: User, caller: Caller, agent: str) -> NewSession:
    """A session of 12 hours at most; those of the user that are over go."""
    moment = clock.now()
    db.execute(
        delete(SignInSession).where(SignInSession.user_id == user.id, SignInSession.expires_at <= moment)
    )
    token = new_secret()
    row = SignInSession(
        token_hash=hashed(token),
        user_id=user.id,
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + LIFETIME,
        ip=caller.ip,
        agent="".join(c for c in agent if c.isprintable())[:AGENT_LENGTH],
    )
    db.add(row)
    db.flush()
    principal = make_principal(user, "session", row.id)
    subject = ("session", row.id)
    record(db, actor=principal, action="identity.session.create", subject=subject, ip=caller.ip)
    return NewSession(token, read_me(db, principal))


def end_session(db: Writes, session_id: int, actor: Principal) -> None:
    """Sign out one browser: one's own, or anybody's for who manages users; else NotFound."""
    row = db.get(SignInSession, session_id)
    if row is None or (row.user_id != actor.user_id and MANAGES_USERS not in actor.scopes):
        raise NotFound("there is no such session; it may have ended by itself")
    old = {"user_id": row.user_id}
    record(db, actor=actor, action="identity.session.delete", subject=("session", row.id), old=old)
    db.delete(row)


def end_sessions(db: Writes, user_id: int, *, but: int | None = None) -> None:
    """Sign a user out everywhere, except of the session `but`."""
    where: list[ColumnElement[bool]] = [SignInSession.user_id == user_id]
    if but is not None:
        where.append(SignInSession.id != but)
    db.execute(delete(SignInSession).where(*where))


def end_tokens(db: Writes, user_id: int) -> None:
    """Revoke all API and device tokens of a user."""
    db.execute(delete(Token).where(Token.user_id == user_id))
    bump(db, "tokens")


def create_token(db: Writes, body: TokenIn, actor: Principal) -> NewToken:
    """An API token; Forbidden for scopes that the actor lacks."""
    user = existing_user(db, actor.user_id)
    _check_scopes(body.scopes, actor.scopes)
    secret, row = add_token(db, user, "api", body.name, body.scopes, days=body.days)
    _record_new(db, row, actor)
    return NewToken(**show_token(row, user.login).model_dump(), token=secret)


def issue_token(db: Writes, login: str, scopes: Collection[str], days: int) -> str:
    """An API token from the command line. NotFound for the user, Forbidden for scopes the user lacks."""
    user = user_by_login(db, login)
    if user is None:
        raise NotFound(f"there is no user {login!r}; make one with `deskside user add`")
    _check_scopes(scopes, scopes_now(user))
    secret, row = add_token(db, user, "api", "command line", scopes, days=days)
    _record_new(db, row, None)
    return secret


def note_script(db: Writes, token_id: int, version: str) -> None:
    """A device says which script it runs now."""
    db.execute(update(Token).where(Token.id == token_id).values(script_version=version))


def add_token(
    db: Writes,
    user: User,
    kind: Kind,
    name: str,
    scopes: Collection[str],
    *,
    days: int | None = None,
    script_version: str | None = None,
) -> tuple[str, Token]:
    """The secret, told once, and its row."""
    moment, secret = clock.now(), new_secret(TOKEN_PREFIX)
    row = Token(
        kind=kind,
        token_hash=hashed(secret),
        user_id=user.id,
        name=name,
        scopes=sorted(set(scopes)),
        script_version=script_version,
        created_at=moment,
        expires_at=None if days is None else moment + timedelta(days=days),
    )
    db.add(row)
    db.flush()
    bump(db, "tokens")
    return secret, row


def revoke_token(db: Writes, token_id: int, actor: Principal) -> None:
    """End a token: one's own, or anybody's for who manages users; else NotFound."""
    _revoke(db, db.get(Token, token_id), actor, frozenset({MANAGES_USERS}))


def revoke_device(db: Writes, device_id: int, actor: Principal) -> None:
    """End a paired userscript: one's own, or anybody's for who manages users or assist; else NotFound."""
    row = db.get(Token, device_id)
    _revoke(db, row if row is not None and row.kind == "device" else None, actor, MANAGES_DEVICES)


def _revoke(db: Writes, row: Token | None, actor: Principal, wide: frozenset[str]) -> None:
    if row is None or (row.user_id != actor.user_id and not wide & actor.scopes):
        raise NotFound("there is no such token; it may be revoked already")
    old = {"kind": row.kind, "name": row.name, "user_id": row.user_id}
    record(db, actor=actor, action="identity.token.delete", subject=("token", row.id), old=old)
    db.delete(row)
    bump(db, "tokens")


def _check_scopes(wanted: Collection[str], allowed: frozenset[str]) -> None:
    if not wanted:
        raise Invalid("a token needs a scope; name at least one", fields={"scopes": "empty"})
    excess = sorted(set(wanted) - allowed)
    if excess:
        raise Forbidden(f"the user lacks {', '.join(excess)[:200]}; a token cannot do more than its user")


def _record_new(db: Writes, row: Token, actor: Principal | None) -> None:
    new = {"kind": row.kind, "name": row.name, "user_id": row.user_id, "scopes": row.scopes}
    new["expires_at"] = row.expires_at
    record(db, actor=actor, action="identity.token.create", subject=("token", row.id), new=new)
