"""Keeping views."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.platform import audit
from deskside.platform.identity import subtree_ids
from deskside.platform.views.errors import (
    name_taken,
    no_view,
    not_yours_to_share,
    only_shared,
    stale,
    too_many,
    unknown_department,
)
from deskside.platform.views.lists import list_for
from deskside.platform.views.models import SavedView, ViewDefault
from deskside.platform.views.queries import access_view, departments_above, may_edit, present_views
from deskside.platform.views.schemas import DefaultIn, HandOver, ViewIn, ViewOut, ViewPatch

MOST = 50
"""Views of one list that one person keeps."""
KEPT = timedelta(days=1)
"""How long a deleted view can come back."""


def create_view(db: Writes, body: ViewIn, user: Principal) -> ViewOut:
    """Keep a view. Raise Conflict for a name in use or too many, Forbidden for sharing without the scope."""
    list_for(body.list_key, user)
    row = SavedView(
        list_key=body.list_key, owner_id=user.user_id, query={}, hidden=[], audience="me", version=1
    )
    _fill(db, row, body.model_dump(exclude={"list_key"}), user)
    own = select(func.count(SavedView.id)).where(
        SavedView.owner_id == user.user_id,
        SavedView.list_key == body.list_key,
        SavedView.deleted_at.is_(None),
    )
    if (db.scalar(own) or 0) >= MOST:
        raise too_many(MOST)
    db.add(row)
    return _done(db, "create", None, row, user)


def update_view(db: Writes, view_id: int, body: ViewPatch, user: Principal) -> ViewOut:
    """Change a view. Raise NotFound, Forbidden; Conflict with the present one when `version` is old."""
    row, old = _editable(db, view_id, user)
    if row.version != body.version:
        raise stale(row.name, old.model_dump(mode="json"))
    given = body.model_dump(exclude={"version"}, exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name == "department_id"}
    _fill(db, row, values, user)
    row.version += 1
    return _done(db, "update", old, row, user)


def delete_view(db: Writes, view_id: int, user: Principal) -> None:
    """Take a view away; `restore_view` brings it back within a day. Raise NotFound, Forbidden."""
    row, old = _editable(db, view_id, user)
    row.deleted_at = clock.now()
    long_gone = select(SavedView.id).where(SavedView.deleted_at < clock.now() - KEPT)
    gone = db.scalars(long_gone).all()
    db.execute(delete(ViewDefault).where(ViewDefault.view_id.in_(gone)))
    db.execute(delete(SavedView).where(SavedView.id.in_(gone)))
    if old.audience != "me":
        audit.record(db, actor=user, action="views.delete", subject=("view", row.id), old=old)


def restore_view(db: Writes, view_id: int, user: Principal) -> ViewOut:
    """Bring a deleted view back. Raise NotFound when its day is over, Conflict for a name in use."""
    row = access_view(db, view_id, user, deleted=True)
    if not may_edit(row, user):
        raise no_view(view_id)
    row.deleted_at = None
    _free_name(db, row)
    return _done(db, "restore", None, row, user)


def choose_default(db: Writes, body: DefaultIn, user: Principal) -> None:
    """What a list opens with, for oneself or for a department that one leads. Raise NotFound, Forbidden."""
    kept = list_for(body.list_key, user)
    view = None if body.view_id is None else access_view(db, body.view_id, user)
    if view is not None and view.list_key != body.list_key:
        raise no_view(view.id)
    if body.department_id is None:
        return _set_default(db, f"user:{user.user_id}", body)
    if kept.manages not in user.scopes:
        raise not_yours_to_share(kept.manages)
    _check_department(db, body.department_id, user)
    if view is not None and view.audience == "me":
        raise only_shared()
    _set_default(db, f"department:{body.department_id}", body)
    new = {"list": body.list_key, "view": body.view_id}
    audit.record(db, actor=user, action="views.default", subject=("department", body.department_id), new=new)
    return None


def hand_over(db: Writes, body: HandOver, actor: Principal) -> int:
    """Give everything that one person keeps to another; how many views."""
    owned = update(SavedView).where(SavedView.owner_id == body.from_user_id)
    ids = db.scalars(select(SavedView.id).where(SavedView.owner_id == body.from_user_id)).all()
    db.execute(owned.values(owner_id=body.to_user_id))
    new = {"to": body.to_user_id, "views": len(ids)}
    audit.record(db, actor=actor, action="views.hand_over", subject=("user", body.from_user_id), new=new)
    return len(ids)


def _editable(db: Writes, view_id: int, user: Principal) -> tuple[SavedView, ViewOut]:
    row = access_view(db, view_id, user)
    db.refresh(row, with_for_update=True)
    if not may_edit(row, user):
        raise not_yours_to_share(list_for(row.list_key, user).manages)
    return row, present_views(db, [row], user)[0]


def _fill(db: Writes, row: SavedView, values: dict[str, object], user: Principal) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    kept = list_for(row.list_key, user)
    if row.audience != "me" and kept.manages not in user.scopes:
        raise not_yours_to_share(kept.manages)
    if row.audience == "department":
        row.department_id = row.department_id or user.department_id
        _check_department(db, row.department_id, user)
    else:
        row.department_id = None
    row.last_modified = clock.now()
    _free_name(db, row)


def _free_name(db: Writes, row: SavedView) -> None:
    same = select(SavedView.id).where(
        SavedView.owner_id == row.owner_id,
        SavedView.list_key == row.list_key,
        SavedView.name == row.name,
        SavedView.deleted_at.is_(None),
    )
    with db.no_autoflush:
        others = [one for one in db.scalars(same) if one != row.id]
    if others:
        raise name_taken(row.name)


def _check_department(db: Writes, department_id: int | None, user: Principal) -> None:
    """Below oneself; for whoever keeps users, any."""
    if department_id is None:
        raise unknown_department()
    below = subtree_ids(db, user.department_id) if user.department_id is not None else frozenset[int]()
    everywhere = "users:manage" in user.scopes and subtree_ids(db, department_id)
    if department_id not in below and not everywhere and department_id not in departments_above(db, user)[:1]:
        raise unknown_department()


def _set_default(db: Writes, holder: str, body: DefaultIn) -> None:
    row = {"holder": holder, "list_key": body.list_key, "view_id": body.view_id}
    upsert(db, ViewDefault, [row], keys=("holder", "list_key"), update=("view_id",))


def _done(db: Writes, verb: str, old: ViewOut | None, row: SavedView, user: Principal) -> ViewOut:
    """The view as it is now; what others see, or saw, is written down."""
    db.flush()
    (new,) = present_views(db, [row], user)
    if new.audience != "me" or (old is not None and old.audience != "me"):
        audit.record(db, actor=user, action=f"views.{verb}", subject=("view", row.id), old=old, new=new)
    return new
