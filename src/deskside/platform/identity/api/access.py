"""What several routes ask of who calls."""

from typing import Annotated

from fastapi import Depends

from deskside.kernel.auth import Principal, Requires, SignedIn
from deskside.kernel.errors import Forbidden


def _in_person(principal: SignedIn) -> Principal:
    if principal.kind != "session":
        raise Forbidden("a token cannot do this; sign in to the console", code="session_needed")
    return principal


def _approved(principal: SignedIn) -> Principal:
    if not principal.scopes:
        raise Forbidden("your account is not approved yet; ask an administrator", code="not_approved")
    return principal


InPerson = Annotated[Principal, Depends(_in_person)]
"""Somebody signed in with a password: a stolen token must not make itself more tokens."""

Approved = Annotated[Principal, Depends(_approved)]
UserAdmin = Annotated[Principal, Depends(Requires("users:manage"))]
CanManageUsers = Depends(Requires("users:manage"))
CanBeAnyoneApproved = Depends(_approved)
