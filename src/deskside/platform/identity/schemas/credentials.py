"""Identity on the wire: signing in, sessions, tokens, devices."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.platform.identity.schemas.users import Line, Locale, Login, Password, Theme

MAX_SECRET = 200
Secret = Annotated[str, StringConstraints(max_length=MAX_SECRET)]
Code = Annotated[str, StringConstraints(max_length=20)]


class Me(Output):
    """Who is signed in and what they may do now; nothing while not `approved`.

    `coach_id`: who they are at the club; None for nobody there.
    """

    id: int
    login: str
    name: str
    department_id: int | None
    department_name: str | None
    coach_id: str | None
    roles: list[str]
    scopes: list[str]
    locale: str
    theme: str
    approved: bool
    totp: bool


class SignIn(Input):
    """`totp` is the six digits of those who switched the second factor on."""

    login: Annotated[str, StringConstraints(max_length=200)]
    password: Password
    totp: Code | None = None


class MePatch(Input):
    locale: Locale | None = None
    theme: Theme | None = None


class SetUp(Input):
    """The first administrator, with the token that the first start printed."""

    token: Secret
    login: Login
    name: Line
    password: Password


class PasswordChange(Input):
    old: Password
    new: Password


class PasswordReset(Input):
    """A new password by the token of a reset link."""

    token: Secret
    password: Password


class TotpStart(Output):
    """For the authenticator app; the second factor is on once a code was confirmed."""

    secret: str
    uri: str


class TotpCode(Input):
    code: Code


class PasswordProof(Input):
    """The present password once more, before the second factor changes."""

    password: Password


class SessionOut(Output):
    """A signed-in browser; `current` is the one that asks."""

    id: int
    user_id: int
    login: str
    ip: str
    agent: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


class SessionsOut(Output):
    items: list[SessionOut]
    total: int


class TokenOut(Output):
    """A token without its secret. `scopes` it was given; those its user has now limit it further."""

    id: int
    kind: str
    name: str
    user_id: int
    login: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokensOut(Output):
    items: list[TokenOut]
    total: int


class TokenIn(Input):
    """An API token for the user who asks; no more scopes than the user has."""

    name: Line
    scopes: Annotated[
        list[Annotated[str, StringConstraints(max_length=40)]], Field(min_length=1, max_length=60)
    ]
    days: int = Field(90, ge=1, le=3650)


class NewToken(TokenOut):
    """The only answer that ever holds the secret."""

    token: str


class Device(Output):
    """A paired userscript; `agent` is its user's name, `department_id` where they belong."""

    id: int
    name: str
    agent: str
    department_id: int | None
    script_version: str | None
    created_at: datetime
    last_used_at: datetime | None


class PairingCode(Output):
    """To be typed into the panel, once, before `expires_at`."""

    code: str
    expires_at: datetime
