"""The grades now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.modules.calls.models import GradeSet
from deskside.modules.calls.rules.grades import default_grades
from deskside.modules.calls.schemas.grades import Grade, GradesOut


def current_grades(db: Session) -> GradesOut:
    """Those of the last edit; before any, the document's."""
    row = db.scalar(select(GradeSet).order_by(GradeSet.version.desc()).limit(1))
    if row is None:
        return GradesOut(version=0, grades=default_grades())
    grades = [Grade.model_validate(one) for one in row.grades]
    return GradesOut(version=row.version, at=row.at, author=row.actor_name, grades=grades)
