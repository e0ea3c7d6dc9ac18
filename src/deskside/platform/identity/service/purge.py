"""Forgetting what is over: called by the nightly clean-up."""

from datetime import timedelta

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.platform.identity.models import FailedGuess, GuessLock, OneTimeCode, SignInSession, Token

KEEP_TOKENS = timedelta(days=30)
KEEP_GUESSES = timedelta(days=1)


def purge_expired(db: Writes) -> int:
    """Delete sessions, codes and guesses that are over, and tokens a month later; how many rows."""
    moment = clock.now()
    steps = (
        delete(SignInSession).where(SignInSession.expires_at <= moment),
        delete(OneTimeCode).where(OneTimeCode.expires_at <= moment),
        delete(FailedGuess).where(FailedGuess.at <= moment - KEEP_GUESSES),
        delete(Token).where(Token.expires_at <= moment - KEEP_TOKENS),
        delete(GuessLock).where(GuessLock.name.not_in(select(FailedGuess.name))),
    )
    return sum(db.connection().execute(step).rowcount for step in steps)
