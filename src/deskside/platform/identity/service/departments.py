"""Changing the tree of departments."""

from sqlalchemy import or_, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, Invalid, NotFound
from deskside.platform.audit import record
from deskside.platform.identity.models import Department, User
from deskside.platform.identity.queries.departments import read_department, subtree_ids
from deskside.platform.identity.schemas.users import DepartmentIn, DepartmentOut, DepartmentPatch
from deskside.platform.versions import bump


def add_department(db: Writes, name: str, parent_id: int | None = None) -> Department:
    """A new department, by the product itself; `parent_id` None makes a root."""
    return _add(db, name, parent_id, None)


def create_department(db: Writes, body: DepartmentIn, actor: Principal) -> DepartmentOut:
    """A new department; Invalid for an unknown parent, Conflict for a sister of that name."""
    return read_department(db, _add(db, body.name, body.parent_id, actor))


def update_department(
    db: Writes, department_id: int, body: DepartmentPatch, actor: Principal
) -> DepartmentOut:
    """Rename or move; Conflict with `current` when `body.version` is not the present one."""
    bump(db, "departments")
    row = _existing(db, department_id)
    if row.version != body.version:
        raise _stale(read_department(db, row))
    old = {"name": row.name, "parent_id": row.parent_id}
    name = body.name or row.name
    parent_id = body.parent_id if "parent_id" in body.model_fields_set else row.parent_id
    _check_place(db, name, parent_id, row.id)
    row.name, row.parent_id, row.version = name, parent_id, row.version + 1
    db.flush()
    new = {"name": name, "parent_id": parent_id}
    record(
        db, actor=actor, action="identity.department.update", subject=("department", row.id), old=old, new=new
    )
    return read_department(db, row)


def delete_department(db: Writes, department_id: int, actor: Principal) -> None:
    """Remove an empty one; Conflict while it has people or departments below it."""
    bump(db, "departments")
    row = _existing(db, department_id)
    below = select(Department.id).where(Department.parent_id == row.id).exists()
    people = select(User.id).where(User.department_id == row.id).exists()
    if db.scalar(select(or_(below, people))):
        raise Conflict("this department has people or departments in it; move them first")
    old = {"name": row.name, "parent_id": row.parent_id}
    record(db, actor=actor, action="identity.department.delete", subject=("department", row.id), old=old)
    db.delete(row)


def check_department(db: Writes, department_id: int | None) -> None:
    """Raise Invalid unless it exists or is None."""
    if department_id is not None and db.get(Department, department_id) is None:
        problem = "there is no such department; choose one from the list"
        raise Invalid(problem, fields={"department_id": problem})


def _add(db: Writes, name: str, parent_id: int | None, actor: Principal | None) -> Department:
    bump(db, "departments")
    _check_place(db, name, parent_id, None)
    row = Department(name=name, parent_id=parent_id, version=1)
    db.add(row)
    db.flush()
    new = {"name": name, "parent_id": parent_id}
    record(db, actor=actor, action="identity.department.create", subject=("department", row.id), new=new)
    return row


def _check_place(db: Writes, name: str, parent_id: int | None, own_id: int | None) -> None:
    """The counter was moved before: two changes of the tree never look at it at the same time."""
    check_department(db, parent_id)
    if own_id is not None and parent_id in subtree_ids(db, own_id):
        raise Invalid(
            "a department cannot lie below itself; choose another parent", fields={"parent_id": "below"}
        )
    sisters = select(Department.id).where(Department.parent_id.is_not_distinct_from(parent_id))
    if db.scalar(sisters.where(Department.name == name, Department.id != (own_id or 0)).limit(1)) is not None:
        raise Conflict("there is a department of this name there; choose another", fields={"name": "taken"})


def _existing(db: Writes, department_id: int) -> Department:
    row = db.get(Department, department_id)
    if row is None:
        raise NotFound("there is no such department; load the list again")
    return row


def _stale(present: DepartmentOut) -> Conflict:
    extra = {"current": present.model_dump(mode="json")}
    return Conflict("someone changed this department meanwhile; look at theirs", code="stale", extra=extra)
