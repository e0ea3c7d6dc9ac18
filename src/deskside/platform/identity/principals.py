"""From a user to the principal of a request: what they may do now, not when they signed in."""

from collections.abc import Iterable
from typing import Literal

from deskside.kernel.auth import Principal
from deskside.platform.identity.models import User
from deskside.platform.identity.roles import scopes_of

Kind = Literal["session", "api", "device"]


def scopes_now(user: User) -> frozenset[str]:
    """What the user's roles allow; nothing before approval or after being disabled."""
    return scopes_of(user.roles) if user.approved and not user.disabled else frozenset()


def make_principal(
    user: User, kind: Kind, credential_id: int, limit: Iterable[str] | None = None
) -> Principal:
    """The principal; a token's scopes `limit` what the user may do."""
    scopes = scopes_now(user)
    return Principal(
        user_id=user.id,
        login=user.login,
        name=user.name,
        department_id=user.department_id,
        roles=frozenset(user.roles),
        scopes=scopes if limit is None else scopes & frozenset(limit),
        kind=kind,
        credential_id=credential_id,
    )
