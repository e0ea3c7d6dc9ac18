"""Signing in: guesses are counted exactly, and who does not exist costs as much as who does."""

from dataclasses import dataclass
from hashlib import sha256

from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.errors import Unauthorized
from deskside.kernel.proxies import Caller
from deskside.kernel.vault import Vault
from deskside.platform.audit import record
from deskside.platform.identity.cookies import cookie_name
from deskside.platform.identity.guesses import Budget, lock_budgets, note_failure, refuse_if_spent
from deskside.platform.identity.passwords import PASSWORDS, Passwords
from deskside.platform.identity.queries.users import user_by_login
from deskside.platform.identity.schemas.credentials import SignIn
from deskside.platform.identity.service.credentials import NewSession, begin_session
from deskside.platform.identity.service.totp import use_code

PER_USER = 10
PER_ADDRESS = 100


@dataclass(frozen=True)
class Attempt:
    """One try: who calls, from which browser, and what it may be counted against."""

    body: SignIn
    caller: Caller
    agent: str

    @property
    def budgets(self) -> list[Budget]:
        """The login's, known or not, and the address's."""
        budgets = [login_budget(self.body.login)]
        if self.caller.budget_key is not None:
            budgets.append(Budget(f"address:{self.caller.budget_key}", PER_ADDRESS))
        return budgets


def login_budget(login: str) -> Budget:
    """Counted by a hash: what is typed into the field is at times a password."""
    folded = login.strip().lower().encode("utf-8", "replace")
    return Budget(f"login:{sha256(folded).hexdigest()}", PER_USER)


def sign_in(
    database: Database, attempt: Attempt, vault: Vault, passwords: Passwords = PASSWORDS
) -> NewSession:
    """A new session. Unauthorized, the same for every reason; TooManyRequests; InsecureAddress.

    Not inside a transaction: hashing takes long, and a failure is counted although it raises.
    """
    cookie_name(attempt.caller)
    stored = database.read(_stored_hash, attempt)
    right = passwords.verify(attempt.body.password, stored)
    outcome = database.write(_conclude, attempt, stored if right else None, vault)
    if isinstance(outcome, Unauthorized):
        raise outcome
    return outcome


def _stored_hash(db: Reads, attempt: Attempt) -> str | None:
    refuse_if_spent(db, attempt.budgets)
    user = user_by_login(db, attempt.body.login)
    return None if user is None or user.disabled else user.password_hash


def _conclude(db: Writes, attempt: Attempt, proven: str | None, vault: Vault) -> NewSession | Unauthorized:
    """Count again, now alone: of many tries at once no more than the budget learn anything."""
    lock_budgets(db, attempt.budgets)
    refuse_if_spent(db, attempt.budgets)
    user = user_by_login(db, attempt.body.login)
    # Between reading and writing the password may have been changed, or the user disabled.
    if user is None or user.disabled or proven is None or user.password_hash != proven:
        return _refuse(db, attempt, None if user is None else user.id)
    if user.totp_on and not attempt.body.totp:
        return Unauthorized("enter the six digits of your authenticator app", code="totp_needed")
    if user.totp_on and not use_code(db, user, attempt.body.totp or "", vault):
        return _refuse(db, attempt, user.id)
    return begin_session(db, user, attempt.caller, attempt.agent)


def _refuse(db: Writes, attempt: Attempt, user_id: int | None) -> Unauthorized:
    note_failure(db, attempt.budgets)
    subject = ("user", "unknown" if user_id is None else user_id)
    record(db, actor=None, action="identity.session.refuse", subject=subject, ip=attempt.caller.ip)
    return Unauthorized("the login, the password or the code is wrong", code="wrong_credentials")
