"""The tables of identity."""

from deskside.platform.identity.models.credentials import OneTimeCode, SignInSession, Token
from deskside.platform.identity.models.guesses import FailedGuess, GuessLock
from deskside.platform.identity.models.users import Department, User

__all__ = ["Department", "FailedGuess", "GuessLock", "OneTimeCode", "SignInSession", "Token", "User"]
