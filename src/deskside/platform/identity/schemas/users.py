"""Identity on the wire: users, departments."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from deskside.kernel.wire import Input, Output
from deskside.platform.identity.roles import ROLES

MAX_ID = 2**63 - 1
LOGIN = r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$"
MAX_PASSWORD = 1024


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("holds a character that cannot be shown; type it again")
    return text


def _known_roles(roles: list[str]) -> list[str]:
    unknown = sorted(set(roles) - ROLES)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)[:100]}; known: {', '.join(sorted(ROLES))}")
    return sorted(set(roles))


Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Login = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=LOGIN)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_printable)]
Roles = Annotated[list[str], Field(max_length=20), AfterValidator(_known_roles)]
Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=MAX_PASSWORD)]
Sites = Annotated[list[Line], Field(max_length=200)]
CoachId = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_printable)]
Email = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^\s@<>,;:\"\x00-\x1f]+@[^\s@<>,;:\"\x00-\x1f]+$")
]
Phone = Annotated[str, StringConstraints(max_length=32, pattern=r"^\+?[0-9][0-9 -]{4,30}$")]
ChatId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.@-]+$")]
Locale = Literal["zh-CN", "en"]
Theme = Literal["light", "dark", "system"]


class UserOut(Output):
    """A user as administrators see one. `totp`: whether sign-in asks for a second factor."""

    id: int
    login: str
    name: str
    department_id: int | None
    department_name: str | None
    roles: list[str]
    approved: bool
    disabled: bool
    totp: bool
    sites: list[str]
    active_site: str | None
    coach_id: str | None
    email: str | None
    phone: str | None
    wecom: str | None
    openid: str | None
    locale: str
    theme: str
    version: int
    created_at: datetime


class UserIn(Input):
    """A new user. Without a password they set one through a reset link."""

    login: Login
    name: Line
    roles: Roles
    password: Password | None = None
    department_id: Id | None = None
    approved: bool = True
    sites: Sites = Field(default_factory=list)
    active_site: Line | None = None
    coach_id: CoachId | None = None
    email: Email | None = None
    phone: Phone | None = None
    wecom: ChatId | None = None
    openid: ChatId | None = None


class UserPatch(Input):
    """What changes; fields left out stay, and so do those that are null but for the last seven.

    `version` is the one seen. `totp` can only be switched off here.
    """

    version: int
    name: Line | None = None
    roles: Roles | None = None
    approved: bool | None = None
    disabled: bool | None = None
    totp: Literal[False] | None = None
    sites: Sites | None = None
    department_id: Id | None = None
    active_site: Line | None = None
    coach_id: CoachId | None = None
    email: Email | None = None
    phone: Phone | None = None
    wecom: ChatId | None = None
    openid: ChatId | None = None


class ResetLink(Output):
    """`path` is handed to the user, who sets a password with it once, within 30 minutes."""

    token: str
    path: str
    expires_at: datetime


class DepartmentOut(Output):
    """A node of the tree; `path` is its name after those above it."""

    id: int
    name: str
    parent_id: int | None
    path: str
    version: int


class DepartmentsOut(Output):
    items: list[DepartmentOut]
    total: int


class DepartmentIn(Input):
    name: Line
    parent_id: Id | None = None


class DepartmentPatch(Input):
    """What changes; fields left out stay. `version` is the one seen; a null parent makes a root."""

    version: int
    name: Line | None = None
    parent_id: Id | None = None
