"""What a recipient who was told of one state is told of the next, and what the messages say by default."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DEFAULT_TEXT = "您的{type}项目【{title}】状态已更新：{old} → {new}"
DEFAULT_TEXT_EN = "Your {type} “{title}” has changed: {old} → {new}"


@dataclass(frozen=True)
class Change:
    """One change of state, as the timeline has it."""

    id: int
    at: datetime
    old: str
    new: str


def baseline(changes: Sequence[Change], judged: Change, window: timedelta) -> str:
    """The state before the burst of changes that `judged` belongs to; `changes` in their order.

    For who was told nothing yet: of a burst that led back to where it began nothing is told either.
    """
    burst = [one for one in changes if judged.at - window <= one.at and one.id <= judged.id]
    return min(burst, key=lambda one: one.id).old if burst else judged.old


def usual_channels(role: str, is_user: bool, chosen: Sequence[str]) -> tuple[str, ...]:  # noqa: FBT001 - one fact
    """The channels in the order in which they are tried; who signs in here also has an inbox."""
    staff = ("inbox",) if is_user and role != "customer" else ()
    return (*staff, *(name for name in chosen if name not in staff))
