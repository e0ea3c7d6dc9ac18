"""A retention clue becomes somebody's task."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.members.errors import coach_needed, no_clue
from deskside.modules.members.models import CoachTask, RetentionClue
from deskside.modules.members.queries.coaches import find_coach
from deskside.modules.members.queries.customers import list_favourites
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.tasks import ACTIVE
from deskside.modules.members.schemas.changes import ClueTaskIn, TaskOut
from deskside.modules.members.service.asking import Asking, existing_member
from deskside.platform import audit


def make_task(asking: Asking, clue_id: int, body: ClueTaskIn) -> TaskOut:
    """The task of this clue, made unless it is there. Raise NotFound, Unavailable, Invalid."""
    database, viewer = asking.sources.database, asking.viewer
    clue = database.read(_find, viewer.site, clue_id)
    existing_member(asking, clue.member_id)
    coach_id = _coach(asking, clue.member_id, body.coach_id)
    return database.write(_make, viewer, clue_id, coach_id, body.task_type)


def _find(db: Session, site: str, clue_id: int) -> RetentionClue:
    clue = db.get(RetentionClue, clue_id)
    if clue is None or clue.site_id != site:
        raise no_clue(clue_id)
    return clue


def _coach(asking: Asking, member_id: int, wanted: int | None) -> int:
    viewer, page = asking.viewer, asking.page()
    if viewer.coach_id is not None:
        if wanted not in {None, viewer.coach_id}:
            raise coach_needed("a coach makes tasks of the own alone")
        return viewer.coach_id
    if wanted is not None:
        if page.warehouse("coach", find_coach, viewer.site, wanted).answer() is None:
            raise coach_needed(f"there is no coach {wanted} here")
        return wanted
    close = page.warehouse("favoriteCoaches", list_favourites, viewer.site, member_id).answer()
    known = [coach.assistant_id for coach in close if coach.name is not None]
    if not known:
        raise coach_needed("this customer has no coach yet: name one")
    return known[0]


def _make(db: Writes, viewer: Viewer, clue_id: int, coach_id: int, task_type: str) -> TaskOut:
    # The clue's row is the lock: two who press at once get one task.
    clue = db.scalars(select(RetentionClue).where(RetentionClue.id == clue_id).with_for_update()).one()
    task = db.scalar(select(CoachTask).where(CoachTask.clue_id == clue_id))
    if task is None:
        task = CoachTask(
            site_id=viewer.site,
            member_id=clue.member_id,
            assistant_id=coach_id,
            task_type=task_type,
            status=ACTIVE,
            created_at=clock.now(),
            clue_id=clue_id,
        )
        db.add(task)
        db.flush()
        new = {"clue": clue_id, "customer": clue.member_id, "coach": coach_id, "task_type": task_type}
        audit.record(
            db,
            actor=viewer.principal,
            action="members.task.create",
            subject=("member_task", task.id),
            new=new,
        )
    return TaskOut.model_validate(task)
