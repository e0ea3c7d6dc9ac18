"""Emoji, colours and classes that stand for a figure or a state."""

from typing import NamedTuple

CLOSE, WARM = 0.7, 0.3


class TaskLook(NamedTuple):
    """How a kind of task is shown."""

    color: str
    background: str


PLAIN_TASK = TaskLook("#8a8f99", "bg-grey")
TASKS = {
    "high_priority_recall": TaskLook("#d64545", "bg-red"),
    "priority_recall": TaskLook("#e08a1e", "bg-orange"),
    "follow_up_visit": TaskLook("#2f6fde", "bg-blue"),
    "relationship_building": TaskLook("#c2477f", "bg-pink"),
}
PLAIN_LEVEL = "#8a8f99"
LEVELS = {"初级": "#5b8c5a", "中级": "#2f6fde", "高级": "#8a4fd0", "星级": "#c98a00"}
RECALLS = frozenset({"high_priority_recall", "priority_recall"})
CALLBACK = "follow_up_visit"


def favourite_emoji(relation: float) -> str:
    """For a member's coach."""
    return "💖" if relation >= CLOSE else "💛"


def heart_emoji(relation: float) -> str:
    """For a coach's member."""
    if relation >= CLOSE:
        return "❤️"
    return "💛" if relation >= WARM else "🤍"


def task_look(task_type: str) -> TaskLook:
    return TASKS.get(task_type, PLAIN_TASK)


def level_color(level: str | None) -> str:
    return LEVELS.get(level or "", PLAIN_LEVEL)
