"""Changing passwords: one's own, and by an administrator's link."""

from datetime import timedelta

from sqlalchemy import delete

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.errors import BadRequest, Forbidden
from deskside.kernel.vault import Vault
from deskside.platform.audit import record
from deskside.platform.identity.guesses import lock_budgets, note_failure, refuse_if_spent
from deskside.platform.identity.models import OneTimeCode, User
from deskside.platform.identity.passwords import PASSWORDS, Passwords, check_new_password
from deskside.platform.identity.queries.users import existing_user
from deskside.platform.identity.schemas.credentials import PasswordChange, PasswordReset, TotpStart
from deskside.platform.identity.schemas.users import ResetLink
from deskside.platform.identity.service.credentials import end_sessions
from deskside.platform.identity.service.links import live_link, make_link, use_link
from deskside.platform.identity.service.sign_in import login_budget
from deskside.platform.identity.service.totp import start_totp, switch_off

LIFETIME = timedelta(minutes=30)


def create_reset_link(db: Writes, user_id: int, actor: Principal) -> ResetLink:
    """A link of 30 minutes with which the user sets a password, once; an earlier one is void."""
    user = existing_user(db, user_id)
    _forget_links(db, user.id)
    token = make_link(db, "reset", LIFETIME, user.id)
    record(db, actor=actor, action="identity.user.reset_link", subject=("user", user.id))
    return ResetLink(token=token, path=f"/reset#token={token}", expires_at=clock.now() + LIFETIME)


def reset_password(database: Database, body: PasswordReset, passwords: Passwords = PASSWORDS) -> None:
    """Set the password that goes with a link; signs the user out everywhere. BadRequest for a dead link."""
    login = database.read(_login_of_link, body.token)
    check_new_password(body.password, login)
    database.write(_reset, body.token, passwords.hash(body.password))


def change_password(
    database: Database, body: PasswordChange, actor: Principal, passwords: Passwords = PASSWORDS
) -> None:
    """Replace one's own; other browsers are signed out. Forbidden, and counted, for a wrong old one."""
    check_new_password(body.new, actor.login)
    prove_password(database, actor, body.old, passwords)
    database.write(_change, actor, passwords.hash(body.new))


def begin_totp(
    database: Database, password: str, actor: Principal, vault: Vault, passwords: Passwords = PASSWORDS
) -> TotpStart:
    """A secret for the authenticator app. Forbidden, and counted, for a wrong password."""
    prove_password(database, actor, password, passwords)
    return database.write(start_totp, actor, vault)


def switch_totp_off(
    database: Database, password: str, actor: Principal, passwords: Passwords = PASSWORDS
) -> None:
    """Sign in without a second factor from now on. Forbidden, and counted, for a wrong password."""
    prove_password(database, actor, password, passwords)
    database.write(_switch_totp_off, actor)


def prove_password(database: Database, actor: Principal, password: str, passwords: Passwords) -> None:
    """Raise Forbidden, and count it, unless this is the actor's password."""
    stored = database.read(_stored_hash, actor)
    if not passwords.verify(password, stored):
        database.write(_count_failure, actor)
        raise Forbidden("the present password is wrong", code="wrong_credentials")


def _stored_hash(db: Reads, actor: Principal) -> str | None:
    refuse_if_spent(db, [login_budget(actor.login)])
    return existing_user(db, actor.user_id).password_hash


def _count_failure(db: Writes, actor: Principal) -> None:
    budgets = [login_budget(actor.login)]
    lock_budgets(db, budgets)
    refuse_if_spent(db, budgets)
    note_failure(db, budgets)


def _change(db: Writes, actor: Principal, password_hash: str) -> None:
    user = existing_user(db, actor.user_id)
    user.password_hash = password_hash
    _forget_links(db, user.id)
    end_sessions(db, user.id, but=actor.credential_id if actor.kind == "session" else None)
    record(db, actor=actor, action="identity.user.password", subject=("user", user.id))


def _switch_totp_off(db: Writes, actor: Principal) -> None:
    switch_off(existing_user(db, actor.user_id))
    record(db, actor=actor, action="identity.user.totp_off", subject=("user", actor.user_id))


def _login_of_link(db: Reads, token: str) -> str:
    return _user_of(db.get(User, live_link(db, "reset", token).user_id or 0)).login


def _reset(db: Writes, token: str, password_hash: str) -> None:
    link = live_link(db, "reset", token)
    use_link(db, link)
    user = _user_of(db.get(User, link.user_id or 0))
    user.password_hash = password_hash
    end_sessions(db, user.id)
    record(db, actor=None, action="identity.user.reset", subject=("user", user.id))


def _user_of(user: User | None) -> User:
    if user is None or user.disabled:
        raise BadRequest("this link is used or over; ask an administrator for another", code="dead_link")
    return user


def _forget_links(db: Writes, user_id: int) -> None:
    db.execute(delete(OneTimeCode).where(OneTimeCode.kind == "reset", OneTimeCode.user_id == user_id))
