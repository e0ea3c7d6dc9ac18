"""Questions about users."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, escape_like
from deskside.kernel.errors import NotFound, Unauthorized
from deskside.kernel.paging import Items, Page
from deskside.platform.identity.models import Department, User
from deskside.platform.identity.principals import make_principal
from deskside.platform.identity.schemas.credentials import Me
from deskside.platform.identity.schemas.users import LOGIN, UserOut


@dataclass(frozen=True)
class UserFilter:
    """What is looked for; None: anything. `text` stands in the login or the name."""

    text: str | None = None
    department_id: int | None = None
    disabled: bool | None = None


def setup_needed(db: Session) -> bool:
    """Whether nobody can sign in because there is no user yet."""
    return db.scalar(select(User.id).limit(1)) is None


def user_by_login(db: Session, login: str) -> User | None:
    """The user, whatever the case in which the login was typed."""
    folded = login.strip().lower()
    if not re.fullmatch(LOGIN, folded):
        return None
    return db.scalar(select(User).where(User.login == folded))


def existing_user(db: Session, user_id: int) -> User:
    """The user, or NotFound."""
    user = db.get(User, user_id)
    if user is None:
        raise NotFound("there is no such user; load the list again")
    return user


def principal_of(db: Session, login: str) -> Principal:
    """Who acts when the product itself does something as a user: demo data, the command line."""
    user = user_by_login(db, login)
    if user is None:
        raise NotFound(f"there is no user {login!r}; make one with `deskside user add`")
    return make_principal(user, "api", 0)


def load_user_names(db: Session) -> dict[int, str]:
    """The name of every user, disabled ones too, by id."""
    return dict(db.execute(select(User.id, User.name)).all())


def list_users(db: Reads, wanted: UserFilter, page: Page) -> Items[UserOut]:
    """Users by login."""
    conditions = _conditions(wanted)
    joined = select(User, Department.name).outerjoin(Department, Department.id == User.department_id)
    ordered = joined.where(*conditions).order_by(User.login).offset(page.offset).limit(page.size)
    items = [show_user(user, department) for user, department in db.execute(ordered)]
    return Items(items=items, total=db.scalar(select(func.count(User.id)).where(*conditions)) or 0)


def read_user(db: Session, user_id: int) -> UserOut:
    """One user as the list shows it, or NotFound."""
    user = existing_user(db, user_id)
    return show_user(user, department_name(db, user.department_id))


def read_me(db: Session, principal: Principal) -> Me:
    """Who the principal is, with what the credential allows now."""
    user = db.get(User, principal.user_id)
    if user is None:
        raise Unauthorized("sign in again")
    return Me(
        id=user.id,
        login=user.login,
        name=user.name,
        department_id=user.department_id,
        department_name=department_name(db, user.department_id),
        coach_id=user.coach_id,
        roles=sorted(user.roles),
        scopes=sorted(principal.scopes),
        locale=user.locale,
        theme=user.theme,
        approved=user.approved,
        totp=user.totp_on,
    )


def department_name(db: Session, department_id: int | None) -> str | None:
    """The name; None where there is no department."""
    return db.scalar(select(Department.name).where(Department.id == department_id))


def show_user(user: User, department: str | None) -> UserOut:
    """A user for administrators."""
    return UserOut(
        id=user.id,
        login=user.login,
        name=user.name,
        department_id=user.department_id,
        department_name=department,
        roles=sorted(user.roles),
        approved=user.approved,
        disabled=user.disabled,
        totp=user.totp_on,
        sites=user.sites,
        active_site=user.active_site,
        coach_id=user.coach_id,
        email=user.email,
        phone=user.phone,
        wecom=user.wecom,
        openid=user.openid,
        locale=user.locale,
        theme=user.theme,
        version=user.version,
        created_at=user.created_at,
    )


def _conditions(wanted: UserFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        pattern = f"%{escape_like(wanted.text.lower())}%"
        found = (func.lower(column).like(pattern, escape="\\") for column in (User.login, User.name))
        conditions.append(or_(*found))
    if wanted.department_id is not None:
        conditions.append(User.department_id == wanted.department_id)
    if wanted.disabled is not None:
        conditions.append(User.disabled == wanted.disabled)
    return conditions
