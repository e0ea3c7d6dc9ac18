"""The second factor: codes of an authenticator app, each good once."""

import hmac

import pyotp
from sqlalchemy import update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import BadRequest, Conflict
from deskside.kernel.vault import Vault
from deskside.platform.audit import record
from deskside.platform.identity.models import User
from deskside.platform.identity.queries.users import existing_user
from deskside.platform.identity.schemas.credentials import TotpStart
from deskside.platform.versions import bump

STEP_SECONDS = 30
ISSUER = "Deskside"


def start_totp(db: Writes, actor: Principal, vault: Vault) -> TotpStart:
    """A secret for the app; nothing is asked at sign-in until a code was confirmed."""
    user = existing_user(db, actor.user_id)
    if user.totp_on:
        raise Conflict("the second factor is on already; switch it off first")
    secret = pyotp.random_base32()
    user.totp_secret = vault.encrypt(secret)
    return TotpStart(
        secret=secret, uri=pyotp.TOTP(secret).provisioning_uri(name=user.login, issuer_name=ISSUER)
    )


def confirm_totp(db: Writes, actor: Principal, code: str, vault: Vault) -> None:
    """Switch it on; BadRequest for a code that the app does not show now."""
    user = existing_user(db, actor.user_id)
    if user.totp_on:
        raise Conflict("the second factor is on already")
    if not use_code(db, user, code, vault):
        raise BadRequest("this code is not the app's; check the clock of the phone and enter the next one")
    user.totp_on = True
    record(db, actor=actor, action="identity.user.totp_on", subject=("user", user.id))
    bump(db, "users")


def switch_off(user: User) -> None:
    """Forget the secret."""
    user.totp_secret, user.totp_on, user.totp_step = None, False, 0


def use_code(db: Writes, user: User, code: str, vault: Vault) -> bool:
    """Whether the app shows `code` now, a step before or after, and nobody used it yet; uses it up."""
    if user.totp_secret is None:
        return False
    step = _step_of(vault.decrypt(user.totp_secret), code.replace(" ", ""))
    if step is None:
        return False
    later = update(User).where(User.id == user.id, User.totp_step < step).values(totp_step=step)
    return db.connection().execute(later).rowcount == 1


def _step_of(secret: str, code: str) -> int | None:
    now = int(clock.now().timestamp()) // STEP_SECONDS
    codes = {step: pyotp.HOTP(secret).at(step) for step in (now - 1, now, now + 1)}
    found = [
        step
        for step, each in codes.items()
        if hmac.compare_digest(each.encode(), code.encode("utf-8", "replace"))
    ]
    return max(found, default=None)
