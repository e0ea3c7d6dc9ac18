"""Users and departments, as far as assist names them."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskside.kernel.db import escape_like
from deskside.platform.identity import Department, User, load_department_paths


def user_names(db: Session, ids: Collection[int | None]) -> dict[int, str]:
    """Names by user id."""
    known = [one for one in ids if one is not None]
    if not known:
        return {}
    return dict(db.execute(select(User.id, User.name).where(User.id.in_(known))).all())


def users_called(part: str) -> Select[int]:
    """The ids of users whose name holds `part`."""
    return select(User.id).where(User.name.ilike(f"%{escape_like(part)}%", escape="\\"))


def department_names(db: Session, ids: Collection[int]) -> dict[int, str]:
    """Names by department id; ids that do not exist are left out."""
    if not ids:
        return {}
    wanted = select(Department.id, Department.name).where(Department.id.in_(list(ids)))
    return dict(db.execute(wanted).all())


def departments_above(db: Session, department_id: int | None) -> frozenset[int]:
    """A department and those it belongs to: what is for a department is for its parts too."""
    if department_id is None:
        return frozenset()
    return frozenset(load_department_paths(db).get(department_id, ()))
