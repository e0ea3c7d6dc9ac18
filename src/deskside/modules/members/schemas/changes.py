"""What people change: notes, tasks; and the phone number that somebody asked to see."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from deskside.modules.members.schemas.base import CamelInput, CamelOutput


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds a character that cannot be stored; type it again")
    return text


Reason = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_storable)]
Content = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_storable)]


class NoteIn(CamelInput):
    content: Content
    pinned: bool = False


class NotePatch(CamelInput):
    pinned: bool


TaskType = Literal["high_priority_recall", "priority_recall", "follow_up_visit", "relationship_building"]


class TaskPatch(CamelInput):
    """`reason` is needed to abandon."""

    status: Literal["active", "inactive", "completed", "abandoned"]
    reason: Reason | None = None


class ClueTaskIn(CamelInput):
    """Without a coach it is the one who asks, or else the customer's closest."""

    coach_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    task_type: TaskType = "priority_recall"


class TaskOut(CamelOutput):
    task_id: int = Field(validation_alias="id")
    customer_id: int = Field(validation_alias="member_id")
    coach_id: int = Field(validation_alias="assistant_id")
    task_type: str
    status: str
    abandon_reason: str | None
    created_at: datetime
    completed_at: datetime | None
    clue_id: int | None


class RevealIn(CamelInput):
    reason: Reason


class RevealOut(CamelOutput):
    """The whole number; null where the warehouse has none."""

    phone: str | None
