"""Pairing a userscript with its agent: a short code from the console, typed into the panel once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.errors import BadRequest, Forbidden
from deskside.kernel.proxies import Caller
from deskside.platform.audit import record
from deskside.platform.identity.guesses import Budget, lock_budgets, note_failure, refuse_if_spent
from deskside.platform.identity.models import OneTimeCode, User
from deskside.platform.identity.opaque import hashed
from deskside.platform.identity.principals import make_principal
from deskside.platform.identity.roles import DEVICE_SCOPES
from deskside.platform.identity.schemas.credentials import PairingCode
from deskside.platform.identity.service.credentials import add_token

LIFETIME = timedelta(minutes=2)
TRIES = 5
PER_ADDRESS = 20
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 4
NAME_LENGTH, VERSION_LENGTH = 100, 40


@dataclass(frozen=True)
class Redeeming:
    """What a panel sends. The first half of the code finds it, the second proves it."""

    code: str
    name: str
    script_version: str | None
    caller: Caller

    @property
    def budgets(self) -> list[Budget]:
        """Wrong codes per address; the machine itself has no limit."""
        key = self.caller.budget_key
        return [] if key is None else [Budget(f"pairing:{key}", PER_ADDRESS)]


def create_pairing(db: Writes, principal: Principal) -> PairingCode:
    """A code of two minutes for the principal's panel; an earlier one is void."""
    if principal.kind == "device":
        raise Forbidden("a panel cannot pair another; make the code in the console")
    moment = clock.now()
    own = (OneTimeCode.kind == "pairing") & (OneTimeCode.user_id == principal.user_id)
    db.execute(delete(OneTimeCode).where(or_(own, OneTimeCode.expires_at <= moment)))
    code = _free_code(db)
    row = OneTimeCode(
        kind="pairing",
        selector=code[:HALF],
        code_hash=hashed(code),
        user_id=principal.user_id,
        scopes=sorted(DEVICE_SCOPES & principal.scopes),
        tries_left=TRIES,
        expires_at=moment + LIFETIME,
    )
    db.add(row)
    subject = ("user", principal.user_id)
    record(db, actor=principal, action="identity.pairing.create", subject=subject)
    return PairingCode(code=f"{code[:HALF]}-{code[HALF:]}", expires_at=row.expires_at)


def redeem_pairing(
    database: Database, code: str, name: str | None, script_version: str | None, caller: Caller
) -> tuple[str, Principal]:
    """The device token, told once, and whose it is. BadRequest for a wrong or dead code; TooManyRequests.

    Opens its own transactions: a wrong code is counted although it raises.
    """
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    shown, version = _shown(name, NAME_LENGTH), _shown(script_version, VERSION_LENGTH)
    body = Redeeming(plain, shown or "userscript", version, caller)
    database.read(_refuse_early, body)
    outcome = database.write(_redeem, body)
    if isinstance(outcome, BadRequest):
        raise outcome
    return outcome


def _shown(text: str | None, length: int) -> str | None:
    """What a stranger's page sends is cut to what can be shown and stored."""
    return "".join(letter for letter in text or "" if letter.isprintable()).strip()[:length] or None


def _refuse_early(db: Reads, body: Redeeming) -> None:
    refuse_if_spent(db, body.budgets)


def _redeem(db: Writes, body: Redeeming) -> tuple[str, Principal] | BadRequest:
    lock_budgets(db, body.budgets)
    refuse_if_spent(db, body.budgets)
    row = _live_code(db, body.code[:HALF])
    user = db.get(User, row.user_id) if row is not None and _take(db, row, body.code) else None
    if row is None or user is None or user.disabled:
        note_failure(db, body.budgets)
        return BadRequest("this code is wrong, used or over; make another in the console", code="wrong_code")
    version = body.script_version
    secret, token = add_token(db, user, "device", body.name, row.scopes, script_version=version)
    principal = make_principal(user, "device", token.id, token.scopes)
    new = {"kind": "device", "name": token.name, "user_id": user.id, "script_version": version}
    subject = ("token", token.id)
    ip = body.caller.ip
    record(db, actor=principal, action="identity.token.create", subject=subject, new=new, ip=ip)
    return secret, principal


def _live_code(db: Writes, selector: str) -> OneTimeCode | None:
    wanted = select(OneTimeCode).where(OneTimeCode.kind == "pairing", OneTimeCode.selector == selector)
    return db.scalar(wanted.where(OneTimeCode.expires_at > clock.now(), OneTimeCode.tries_left > 0))


def _take(db: Writes, row: OneTimeCode, code: str) -> bool:
    """One try. A right code dies with it, and only one of those who send it at once gets in."""
    same = OneTimeCode.id == row.id
    if not hmac.compare_digest(hashed(code), row.code_hash):
        db.execute(update(OneTimeCode).where(same).values(tries_left=OneTimeCode.tries_left - 1))
        return False
    spend = update(OneTimeCode).where(same, OneTimeCode.tries_left > 0).values(tries_left=0)
    taken = db.connection().execute(spend)
    return taken.rowcount == 1


def _free_code(db: Writes) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
        if db.scalar(select(OneTimeCode.id).where(OneTimeCode.selector == code[:HALF])) is None:
            return code
