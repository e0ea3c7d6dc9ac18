"""Which views somebody has of a list."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.platform.identity import Department, load_department_paths, load_user_names
from deskside.platform.views.errors import no_view
from deskside.platform.views.lists import list_for
from deskside.platform.views.models import SavedView, ViewDefault
from deskside.platform.views.schemas import ViewOut, ViewsOut


def list_views(db: Session, key: str, user: Principal) -> ViewsOut:
    """Own and shared views of one list, and the default."""
    list_for(key, user)
    ordered = (
        select(SavedView)
        .where(SavedView.list_key == key, _visible(db, user))
        .order_by(SavedView.audience != "me", SavedView.name, SavedView.id)
    )
    items = present_views(db, db.scalars(ordered).all(), user)
    wanted = _default_id(db, key, user)
    known = wanted if any(item.id == wanted for item in items) else None
    return ViewsOut(items=items, total=len(items), default_id=known)


def access_view(db: Session, view_id: int, user: Principal, *, deleted: bool = False) -> SavedView:
    """The one rule of who sees a view. Raise NotFound, Forbidden without the scope that reads its list."""
    there = SavedView.deleted_at.is_not(None) if deleted else SavedView.deleted_at.is_(None)
    wanted = select(SavedView).where(SavedView.id == view_id, there, _audience(db, user))
    row = db.scalar(wanted)
    if row is None:
        raise no_view(view_id)
    list_for(row.list_key, user)
    return row


def present_views(db: Session, rows: Sequence[SavedView], user: Principal) -> list[ViewOut]:
    """Stored views as they are answered."""
    names = load_user_names(db) if rows else {}
    departments = dict(db.execute(select(Department.id, Department.name)).all()) if rows else {}
    return [
        ViewOut(
            id=row.id,
            list_key=row.list_key,
            name=row.name,
            query=row.query,
            hidden=row.hidden,
            audience=row.audience,
            department_id=row.department_id,
            department=departments.get(row.department_id or 0),
            owner=names.get(row.owner_id),
            mine=row.owner_id == user.user_id,
            editable=may_edit(row, user),
            last_modified=row.last_modified,
            version=row.version,
        )
        for row in rows
    ]


def may_edit(row: SavedView, user: Principal) -> bool:
    """One's own while it is personal; a shared one with the scope that manages the list."""
    if row.audience == "me":
        return row.owner_id == user.user_id
    return list_for(row.list_key, user).manages in user.scopes


def departments_above(db: Session, user: Principal) -> tuple[int, ...]:
    """The user's department and those it belongs to, the nearest first."""
    if user.department_id is None:
        return ()
    return load_department_paths(db).get(user.department_id, ())


def _visible(db: Session, user: Principal) -> ColumnElement[bool]:
    return and_(SavedView.deleted_at.is_(None), _audience(db, user))


def _audience(db: Session, user: Principal) -> ColumnElement[bool]:
    above = departments_above(db, user)
    for_department = and_(SavedView.audience == "department", SavedView.department_id.in_(above))
    return or_(SavedView.owner_id == user.user_id, SavedView.audience == "all", for_department)


def _default_id(db: Session, key: str, user: Principal) -> int | None:
    """The own choice, `nothing` too; without one that of the nearest department."""
    holders = [f"user:{user.user_id}", *(f"department:{one}" for one in departments_above(db, user))]
    wanted = select(ViewDefault.holder, ViewDefault.view_id)
    chosen = dict(
        db.execute(wanted.where(ViewDefault.list_key == key, ViewDefault.holder.in_(holders))).all()
    )
    return next((chosen[holder] for holder in holders if holder in chosen), None)
