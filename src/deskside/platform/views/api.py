"""`/api/views`: lists as people want to see them again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query

from deskside.kernel.auth import Principal, Requires, SignedIn
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.platform.views import queries, service
from deskside.platform.views.schemas import (
    DefaultIn,
    HandedOver,
    HandOver,
    ViewIn,
    ViewOut,
    ViewPatch,
    ViewsOut,
)

router = make_router("views", "/api/views")
UserManager = Annotated[Principal, Depends(Requires("users:manage"))]


@router.get("")
def views(user: SignedIn, db: Db, list_key: Annotated[str, Query(max_length=64)]) -> ViewsOut:
    """Own and shared views of one list; 422 for a list without views, 403 for one that may not be read."""
    return db.read(queries.list_views, list_key, user)


@router.post("", status_code=HTTPStatus.CREATED)
def add_view(body: ViewIn, user: SignedIn, db: Db) -> ViewOut:
    """Keep a view. Sharing one needs the scope that manages the list."""
    return db.write(service.create_view, body, user)


@router.put("/default", status_code=HTTPStatus.NO_CONTENT)
def choose_default(body: DefaultIn, user: SignedIn, db: Db) -> None:
    """What the list opens with, for oneself or for a department."""
    db.write(service.choose_default, body, user)


@router.post("/hand-over")
def hand_over(body: HandOver, user: UserManager, db: Db) -> HandedOver:
    """Give everything that one person keeps to another."""
    return HandedOver(views=db.write(service.hand_over, body, user))


@router.patch("/{view_id}")
def edit_view(view_id: RowId, body: ViewPatch, user: SignedIn, db: Db) -> ViewOut:
    """Change a view; 409 with the present one when `version` is old."""
    return db.write(service.update_view, view_id, body, user)


@router.delete("/{view_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_view(view_id: RowId, user: SignedIn, db: Db) -> None:
    """Take a view away; it can be brought back for a day."""
    db.write(service.delete_view, view_id, user)


@router.post("/{view_id}/restore")
def restore_view(view_id: RowId, user: SignedIn, db: Db) -> ViewOut:
    """Bring a deleted view back."""
    return db.write(service.restore_view, view_id, user)
