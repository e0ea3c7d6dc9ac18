"""`/api/departments`: read by anybody who is approved, changed by administrators."""

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.identity.api.access import CanBeAnyoneApproved, UserAdmin
from deskside.platform.identity.queries.departments import list_departments
from deskside.platform.identity.schemas.users import (
    DepartmentIn,
    DepartmentOut,
    DepartmentPatch,
    DepartmentsOut,
    Id,
)
from deskside.platform.identity.service.departments import (
    create_department,
    delete_department,
    update_department,
)

router = make_router("identity", "/api/departments")


@router.get("", dependencies=[CanBeAnyoneApproved])
def get_departments(db: Db) -> DepartmentsOut:
    """The tree, parents before children."""
    return db.read(list_departments)


@router.post("", status_code=201)
def post_department(db: Db, actor: UserAdmin, body: DepartmentIn) -> DepartmentOut:
    """Add one."""
    return db.write(create_department, body, actor)


@router.patch("/{department_id}")
def patch_department(db: Db, actor: UserAdmin, department_id: Id, body: DepartmentPatch) -> DepartmentOut:
    """Rename or move one; 409 with `current` when `version` is old."""
    return db.write(update_department, department_id, body, actor)


@router.delete("/{department_id}", status_code=204)
def remove_department(db: Db, actor: UserAdmin, department_id: Id) -> None:
    """Delete an empty one."""
    db.write(delete_department, department_id, actor)
