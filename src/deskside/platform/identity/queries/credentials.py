"""Questions about sessions and tokens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.platform.identity.models import SignInSession, Token, User
from deskside.platform.identity.opaque import digest, hashed
from deskside.platform.identity.principals import Kind, make_principal
from deskside.platform.identity.schemas.credentials import (
    Device,
    SessionOut,
    SessionsOut,
    TokenOut,
    TokensOut,
)

MANAGES_USERS = "users:manage"
MANAGES_DEVICES = frozenset({"users:manage", "assist:manage"})


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A bearer token's principal; it counts before `expires_at` only (None: until revoked)."""

    principal: Principal
    expires_at: datetime | None


def load_token_principals(db: Session) -> dict[bytes, TokenEntry]:
    """Every token of users who are not disabled, by the SHA-256 of the token."""
    rows = db.execute(select(Token, User).join(User, User.id == Token.user_id).where(~User.disabled))
    return {bytes.fromhex(token.token_hash): _entry(token, user) for token, user in rows}


def find_token(db: Session, secret: str) -> TokenEntry | None:
    """The token's entry as the tables stand now."""
    wanted = select(Token, User).join(User, User.id == Token.user_id)
    row = db.execute(wanted.where(Token.token_hash == digest(secret).hex(), ~User.disabled)).first()
    return None if row is None else _entry(*row)


def find_session(db: Session, secret: str) -> tuple[SignInSession, User] | None:
    """The session and its user, unless one is over or the other disabled; idleness is not looked at."""
    wanted = select(SignInSession, User).join(User, User.id == SignInSession.user_id)
    valid = (
        SignInSession.token_hash == hashed(secret),
        SignInSession.expires_at > clock.now(),
        ~User.disabled,
    )
    row = db.execute(wanted.where(*valid)).first()
    return None if row is None else (row[0], row[1])


def list_sessions(db: Reads, actor: Principal, user_id: int | None) -> SessionsOut:
    """The sessions of `user_id`, or one's own; those of others are shown to who manages users, else none."""
    owner = actor.user_id if user_id is None else user_id
    if owner != actor.user_id and MANAGES_USERS not in actor.scopes:
        return SessionsOut(items=[], total=0)
    wanted = select(SignInSession, User.login).join(User, User.id == SignInSession.user_id)
    valid = wanted.where(SignInSession.user_id == owner, SignInSession.expires_at > clock.now())
    rows = db.execute(valid.order_by(SignInSession.last_seen_at.desc()))
    items = [_shown_session(row, login, actor) for row, login in rows]
    return SessionsOut(items=items, total=len(items))


def list_tokens(db: Reads, actor: Principal, *, everyone: bool) -> TokensOut:
    """One's own API and device tokens; those of `everyone` for who manages users."""
    wanted = select(Token, User.login).join(User, User.id == Token.user_id).order_by(Token.id.desc())
    if not (everyone and MANAGES_USERS in actor.scopes):
        wanted = wanted.where(Token.user_id == actor.user_id)
    items = [show_token(token, login) for token, login in db.execute(wanted)]
    return TokensOut(items=items, total=len(items))


def list_devices(db: Reads, principal: Principal) -> list[Device]:
    """One's own paired userscripts; everybody's for who manages users or assist."""
    wanted = select(Token, User).join(User, User.id == Token.user_id).where(Token.kind == "device")
    if not MANAGES_DEVICES & principal.scopes:
        wanted = wanted.where(Token.user_id == principal.user_id)
    rows = db.execute(wanted.order_by(Token.id.desc()))
    return [_shown_device(token, user) for token, user in rows]


def show_token(token: Token, login: str) -> TokenOut:
    """A token for people, without its secret."""
    return TokenOut(
        id=token.id,
        kind=token.kind,
        name=token.name,
        user_id=token.user_id,
        login=login,
        scopes=sorted(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


def script_of(db: Session, token_id: int) -> str | None:
    """The version of the script that a device told last."""
    return db.scalar(select(Token.script_version).where(Token.id == token_id))


def _entry(token: Token, user: User) -> TokenEntry:
    kind: Kind = "device" if token.kind == "device" else "api"
    return TokenEntry(make_principal(user, kind, token.id, token.scopes), token.expires_at)


def _shown_session(row: SignInSession, login: str, actor: Principal) -> SessionOut:
    return SessionOut(
        id=row.id,
        user_id=row.user_id,
        login=login,
        ip=row.ip,
        agent=row.agent,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        current=actor.kind == "session" and actor.credential_id == row.id,
    )


def _shown_device(token: Token, user: User) -> Device:
    return Device(
        id=token.id,
        name=token.name,
        agent=user.name,
        department_id=user.department_id,
        script_version=token.script_version,
        created_at=token.created_at,
        last_used_at=token.last_used_at,
    )
