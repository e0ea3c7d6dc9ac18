"""The first start: a one-time link that makes the first administrator; there is no default account."""

from datetime import timedelta

from sqlalchemy import delete

from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.errors import Conflict
from deskside.kernel.proxies import Caller
from deskside.platform.identity.cookies import cookie_name
from deskside.platform.identity.models import OneTimeCode
from deskside.platform.identity.passwords import PASSWORDS, Passwords, check_new_password
from deskside.platform.identity.queries.users import setup_needed
from deskside.platform.identity.schemas.credentials import SetUp
from deskside.platform.identity.schemas.users import UserIn
from deskside.platform.identity.service.credentials import NewSession, begin_session
from deskside.platform.identity.service.links import live_link, make_link, use_link
from deskside.platform.identity.service.users import insert_user

LIFETIME = timedelta(days=1)


def setup_token(db: Writes) -> str | None:
    """A token for `/setup`, good for a day and once; None when there is a user. Earlier ones are void."""
    if not setup_needed(db):
        return None
    db.execute(delete(OneTimeCode).where(OneTimeCode.kind == "setup"))
    return make_link(db, "setup", LIFETIME)


def set_up(
    database: Database, body: SetUp, caller: Caller, agent: str, passwords: Passwords = PASSWORDS
) -> NewSession:
    """Make and sign in the first administrator. BadRequest for a dead link, Conflict once there is a user.

    Not inside a transaction: hashing takes long, and only a live link is worth it.
    """
    cookie_name(caller)
    database.read(_check, body)
    check_new_password(body.password, body.login)
    return database.write(_set_up, body, passwords.hash(body.password), caller, agent)


def _check(db: Reads, body: SetUp) -> None:
    if not setup_needed(db):
        raise Conflict("Deskside is set up already; sign in, or ask an administrator for an account")
    live_link(db, "setup", body.token)


def _set_up(db: Writes, body: SetUp, password_hash: str, caller: Caller, agent: str) -> NewSession:
    use_link(db, live_link(db, "setup", body.token))
    if not setup_needed(db):
        raise Conflict("Deskside is set up already; sign in, or ask an administrator for an account")
    given = UserIn(login=body.login, name=body.name, roles=["admin"])
    return begin_session(db, insert_user(db, given, password_hash, None), caller, agent)
