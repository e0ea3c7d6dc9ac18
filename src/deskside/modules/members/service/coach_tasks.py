"""A coach's tasks in their three groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from deskside.kernel.db import Database
from deskside.modules.members.models import CoachTask, Note
from deskside.modules.members.queries import own
from deskside.modules.members.queries.customers import load_names
from deskside.modules.members.rules.marks import task_look
from deskside.modules.members.rules.tasks import ABANDONED, ACTIVE, INACTIVE, group_tasks
from deskside.modules.members.schemas.base import NoteOut
from deskside.modules.members.schemas.coaches import AbandonedTask, CoachTaskItem


@dataclass(frozen=True)
class TaskGroups:
    """Disjoint; together every task that is not finished."""

    visible: list[CoachTaskItem] = field(default_factory=list)
    hidden: list[CoachTaskItem] = field(default_factory=list)
    abandoned: list[AbandonedTask] = field(default_factory=list)

    def with_names(self, names: Mapping[int, str | None]) -> "TaskGroups":
        """The same with the customers' names, where they are known."""
        for group in (self.visible, self.hidden, self.abandoned):
            for task in group:
                task.customer_name = names.get(task.customer_id)
        return self


NO_TASKS = TaskGroups()


def read_task_groups(db: Session, site: str, coach_id: int) -> TaskGroups:
    """Active, inactive and abandoned tasks; the first two with their notes."""
    groups = group_tasks(own.list_coach_tasks(db, site, coach_id))
    notes = own.load_task_notes(db, site, coach_id)
    return TaskGroups(
        [_item(task, notes) for task in groups[ACTIVE]],
        [_item(task, notes) for task in groups[INACTIVE]],
        [_abandoned(task) for task in groups[ABANDONED]],
    )


def name_customers(
    warehouse: Connection, database: Database, site: str, coach_id: int
) -> dict[int, str | None]:
    """Names of the customers whom the coach has tasks about."""
    tasks = database.read(own.list_coach_tasks, site, coach_id)
    return load_names(warehouse, site, {task.member_id for task in tasks})


def _item(task: CoachTask, notes: Mapping[int, list[Note]]) -> CoachTaskItem:
    look = task_look(task.task_type)
    return CoachTaskItem(
        task_id=task.id,
        customer_id=task.member_id,
        customer_name=None,
        task_type=task.task_type,
        task_color=look.color,
        bg_class=look.background,
        status=task.status,
        created_at=task.created_at,
        notes=[NoteOut.model_validate(note) for note in notes.get(task.id, ())],
    )


def _abandoned(task: CoachTask) -> AbandonedTask:
    return AbandonedTask(
        task_id=task.id,
        customer_id=task.member_id,
        customer_name=None,
        task_type=task.task_type,
        abandon_reason=task.abandon_reason,
        created_at=task.created_at,
    )
