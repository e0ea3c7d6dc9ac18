"""Row scope: whose rows a principal may see, decided in one place."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel.auth import Principal
from deskside.platform.identity.queries.departments import subtree_ids

Reach = Literal["own", "department", "subtree", "all"]
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


@dataclass(frozen=True)
class RowScope:
    """Rows of one user, of some departments, or (None both) all. What is outside answers 404, not 403."""

    user_id: int | None
    department_ids: frozenset[int] | None

    def covers(self, user_id: int | None, department_id: int | None) -> bool:
        """Whether a row of this owner and this department may be seen."""
        if self.department_ids is not None and department_id in self.department_ids:
            return True
        if self.user_id is not None and user_id == self.user_id:
            return True
        return self.user_id is None and self.department_ids is None

    def clause(self, user: Column, department: Column) -> ColumnElement[bool]:
        """The same as a condition on the columns that hold a row's owner and department."""
        if self.user_id is None and self.department_ids is None:
            return true()
        own = user == self.user_id if self.user_id is not None else false()
        ids = sorted(self.department_ids or ())
        return own | department.in_(ids) if ids else own


def department_scope(db: Session, principal: Principal, reach: Reach) -> RowScope:
    """What `principal` may see; who has no department sees the own rows only. Own rows are always in it."""
    if reach == "all":
        return RowScope(None, None)
    if reach == "own" or principal.department_id is None:
        return RowScope(principal.user_id, None)
    if reach == "department":
        return RowScope(principal.user_id, frozenset({principal.department_id}))
    return RowScope(principal.user_id, subtree_ids(db, principal.department_id))
