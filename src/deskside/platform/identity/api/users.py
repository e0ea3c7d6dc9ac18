"""`/api/users`, for administrators."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.identity.api.access import CanManageUsers, UserAdmin
from deskside.platform.identity.queries.users import UserFilter, list_users, read_user
from deskside.platform.identity.schemas.users import Id, ResetLink, UserIn, UserOut, UserPatch
from deskside.platform.identity.service.passwords import create_reset_link
from deskside.platform.identity.service.users import create_user, update_user

router = make_router("identity", "/api/users")
Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$"), Query()]


def _filter(
    q: Text | None = None, department_id: Id | None = None, *, disabled: bool | None = None
) -> UserFilter:
    return UserFilter(q, department_id, disabled)


@router.get("", dependencies=[CanManageUsers])
def get_users(db: Db, wanted: Annotated[UserFilter, Depends(_filter)], page: Paged) -> Items[UserOut]:
    """Users by login."""
    return db.read(list_users, wanted, page)


@router.get("/{user_id}", dependencies=[CanManageUsers])
def get_user(db: Db, user_id: Id) -> UserOut:
    """One user."""
    return db.read(read_user, user_id)


@router.post("", status_code=201)
def post_user(db: Db, actor: UserAdmin, body: UserIn) -> UserOut:
    """Add a user."""
    return create_user(db, body, actor)


@router.patch("/{user_id}")
def patch_user(db: Db, actor: UserAdmin, user_id: Id, body: UserPatch) -> UserOut:
    """Change, approve or disable a user; 409 with `current` when `version` is old."""
    return db.write(update_user, user_id, body, actor)


@router.post("/{user_id}/reset-link", status_code=201)
def post_reset_link(db: Db, actor: UserAdmin, user_id: Id) -> ResetLink:
    """A link with which the user sets a new password."""
    return db.write(create_reset_link, user_id, actor)
