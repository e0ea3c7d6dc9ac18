"""What our own tables know: tasks, notes, clues, insights."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from deskside.modules.members.models import AiCache, CoachTask, Note, RetentionClue
from deskside.modules.members.rules.days import Month, month_of
from deskside.modules.members.rules.insight import APP_TYPE
from deskside.modules.members.rules.marks import CALLBACK, RECALLS
from deskside.modules.members.rules.tasks import COMPLETED, LISTED

MEMBER_TARGET = "member"
COACH_TARGETS = ("coach", "assistant")
NOTE_LIMIT = 20


def latest_insight(db: Session, site: str, member_id: int) -> tuple[str, datetime] | None:
    """The newest analysis of a member as it was stored, and when."""
    asked = select(AiCache.cache_value, AiCache.created_at).where(
        AiCache.site_id == site, AiCache.cache_type == APP_TYPE, AiCache.target_id == str(member_id)
    )
    row = db.execute(asked.order_by(AiCache.created_at.desc()).limit(1)).one_or_none()
    return None if row is None else (row[0], row[1])


def list_clues(db: Session, site: str, member_id: int) -> Sequence[RetentionClue]:
    """Clues about a member, the newest first."""
    asked = select(RetentionClue).where(RetentionClue.site_id == site, RetentionClue.member_id == member_id)
    return db.scalars(asked.order_by(RetentionClue.created_at.desc(), RetentionClue.id.desc())).all()


def list_notes(db: Session, site: str, targets: Sequence[str], target_id: int) -> Sequence[Note]:
    """At most NOTE_LIMIT notes on one target, the newest first; a pinned one gives way to no other."""
    asked = select(Note).where(
        Note.site_id == site, Note.target_type.in_(targets), Note.target_id == target_id
    )
    kept = asked.order_by(Note.pinned.desc(), Note.created_at.desc(), Note.id.desc()).limit(NOTE_LIMIT)
    return sorted(db.scalars(kept), key=lambda note: (note.created_at, note.id), reverse=True)


def list_member_tasks(
    db: Session, site: str, member_id: int, coach_id: int | None = None
) -> Sequence[CoachTask]:
    """Tasks about a member in every state, the newest first; with `coach_id` that coach's alone."""
    asked = select(CoachTask).where(CoachTask.site_id == site, CoachTask.member_id == member_id)
    if coach_id is not None:
        asked = asked.where(CoachTask.assistant_id == coach_id)
    return db.scalars(asked.order_by(CoachTask.created_at.desc(), CoachTask.id.desc())).all()


def list_coach_tasks(db: Session, site: str, coach_id: int) -> Sequence[CoachTask]:
    """A coach's active, inactive and abandoned tasks, the newest first."""
    asked = select(CoachTask).where(
        CoachTask.site_id == site, CoachTask.assistant_id == coach_id, CoachTask.status.in_(LISTED)
    )
    return db.scalars(asked.order_by(CoachTask.created_at.desc(), CoachTask.id.desc())).all()


def load_task_notes(db: Session, site: str, coach_id: int) -> dict[int, list[Note]]:
    """Notes on the coach's tasks by task id, the newest first."""
    asked = (
        select(Note)
        .join(CoachTask, CoachTask.id == Note.task_id)
        .where(Note.site_id == site, CoachTask.site_id == site, CoachTask.assistant_id == coach_id)
        .order_by(Note.created_at.desc(), Note.id.desc())
    )
    notes: dict[int, list[Note]] = {}
    for note in db.scalars(asked):
        notes.setdefault(note.task_id or 0, []).append(note)
    return notes


def count_completed(db: Session, site: str, coach_id: int, span: tuple[datetime, datetime]) -> int:
    """How many tasks the coach finished in the span."""
    done = _completed(site, coach_id, span)
    return db.scalar(select(func.count(CoachTask.id)).where(*done)) or 0


def count_visits(
    db: Session, site: str, coach_id: int, months: Sequence[Month], zone: ZoneInfo
) -> dict[Month, tuple[int, int]]:
    """Finished call-backs and recalls by month, of months that follow one another."""
    span = (min(months).span(zone)[0], max(months).span(zone)[1])
    wanted = CoachTask.task_type.in_([CALLBACK, *sorted(RECALLS)])
    asked = select(CoachTask.task_type, CoachTask.completed_at).where(
        *_completed(site, coach_id, span), wanted
    )
    counts = {month: [0, 0] for month in months}
    for task_type, completed_at in db.execute(asked):
        if completed_at is not None:
            counts[month_of(completed_at, zone)][0 if task_type == CALLBACK else 1] += 1
    return {month: (callbacks, recalls) for month, (callbacks, recalls) in counts.items()}


def _completed(site: str, coach_id: int, span: tuple[datetime, datetime]) -> tuple[ColumnElement[bool], ...]:
    return (
        CoachTask.site_id == site,
        CoachTask.assistant_id == coach_id,
        CoachTask.status == COMPLETED,
        CoachTask.completed_at >= span[0],
        CoachTask.completed_at < span[1],
    )
