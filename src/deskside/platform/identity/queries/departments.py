"""Questions about the tree of departments."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads
from deskside.platform.identity.models import Department
from deskside.platform.identity.schemas.users import DepartmentOut, DepartmentsOut

Parents = dict[int, int | None]


def load_department_paths(db: Session) -> dict[int, tuple[int, ...]]:
    """For each department its own id, its parent's, and so on up to the root."""
    rows = db.execute(select(Department.id, Department.parent_id))
    parents: Parents = dict(rows.all())
    return {each: _upwards(parents, each) for each in parents}


def subtree_ids(db: Session, department_id: int) -> frozenset[int]:
    """The department and everything below it."""
    paths = load_department_paths(db)
    return frozenset(each for each, path in paths.items() if department_id in path)


def list_departments(db: Reads) -> DepartmentsOut:
    """Every department, in the order of the tree."""
    rows = {row.id: row for row in db.scalars(select(Department))}
    parents: Parents = {each: row.parent_id for each, row in rows.items()}
    items = [_shown(rows, row, _upwards(parents, row.id)) for row in rows.values()]
    return DepartmentsOut(items=sorted(items, key=lambda item: (item.path, item.id)), total=len(items))


def read_department(db: Session, row: Department) -> DepartmentOut:
    """One department as the list shows it."""
    rows = {each.id: each for each in db.scalars(select(Department))}
    parents: Parents = {each: one.parent_id for each, one in rows.items()}
    return _shown(rows, row, _upwards(parents, row.id))


def _shown(rows: dict[int, Department], row: Department, upwards: tuple[int, ...]) -> DepartmentOut:
    path = " / ".join(rows[each].name for each in reversed(upwards))
    return DepartmentOut(id=row.id, name=row.name, parent_id=row.parent_id, path=path, version=row.version)


def _upwards(parents: Parents, start: int) -> tuple[int, ...]:
    # Bounded by what was seen: a ring in the table must not hang whoever reads it.
    path: list[int] = []
    present: int | None = start
    while present is not None and present in parents and present not in path:
        path.append(present)
        present = parents[present]
    return tuple(path)
