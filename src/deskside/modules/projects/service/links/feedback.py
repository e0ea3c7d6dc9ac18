"""Solved or not: what a recipient says of a project, and the task that it becomes."""

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.projects.errors import feedback_moved
from deskside.modules.projects.models.links import Feedback
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.modules.projects.service.links.events import UNSOLVED
from deskside.modules.projects.service.links.finding import Viewing
from deskside.modules.projects.service.links.owners import owner_of, tell_owner
from deskside.modules.projects.service.links.visits import add_visit
from deskside.platform.audit import record


def say(db: Writes, view: Viewing, visitor: Visitor, *, solved: bool) -> None:
    """Keep the answer of this recipient for the project's present state; saying "not solved" makes a task."""
    row = _row(db, view)
    if row is None:
        row = Feedback(
            project_id=view.project.id,
            recipient=view.person.recipient,
            state=view.project.state,
            solved=solved,
            version=0,
        )
        db.add(row)
    elif row.solved == solved:
        return
    row.solved, row.at, row.version = solved, clock.now(), row.version + 1
    row.person_name = view.person.name
    owner = owner_of(db, view.project)
    row.owner_id = owner.id if owner else None
    row.done_at, row.done_by, row.done_how = (clock.now(), None, "customer") if solved else (None, None, None)
    db.flush()
    add_visit(db, view.link, "feedback", "solved" if solved else "unsolved", visitor)
    if not solved:
        key = f"feedback:{row.id}:{row.version}"
        tell_owner(db, UNSOLVED, key, view.project, view.person.name)


def _row(db: Writes, view: Viewing) -> Feedback | None:
    mine = select(Feedback).where(
        Feedback.project_id == view.project.id,
        Feedback.recipient == view.person.recipient,
        Feedback.state == view.project.state,
    )
    return db.scalar(mine.with_for_update())


def finish(db: Writes, row: Feedback, version: int, actor: Principal) -> None:
    """Staff have dealt with it. Conflict when the customer said something else meanwhile."""
    if row.version != version:
        raise feedback_moved()
    if row.done_at is not None:
        return
    row.done_at, row.done_by, row.done_how = clock.now(), actor.user_id, "staff"
    subject = ("project_feedback", row.id)
    facts = {"project": row.project_id, "state": row.state}
    record(db, actor=actor, action="projects.feedback.finish", subject=subject, new=facts)


def close_feedback(db: Writes, project_id: str, actor: Principal) -> int:
    """The project was marked as solved: its open tasks are done. How many there were."""
    still_open = update(Feedback).where(Feedback.project_id == project_id, Feedback.done_at.is_(None))
    done = {"done_at": clock.now(), "done_by": actor.user_id, "done_how": "resolved"}
    return db.connection().execute(still_open.values(**done)).rowcount
