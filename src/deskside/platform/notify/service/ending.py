"""How deliveries end or wait, with those that went in the same digest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.platform.notify.deliveries import INBOX, has_next, open_next
from deskside.platform.notify.models import Delivery, PostedNotice

OPEN = ("waiting", "maybe")


def group_of(db: Writes, leader: Delivery) -> list[Delivery]:
    """The delivery, and those that go in one message with it."""
    others = select(Delivery).where(Delivery.leader_id == leader.id).order_by(Delivery.id)
    return [leader, *db.scalars(others)]


def end_as(db: Writes, leader: Delivery, state: str, reason: str | None = None) -> None:
    """It is over. What may have been sent already is never called unsent."""
    if leader.lost and state not in {"sent", "failed"}:
        state, reason = "maybe_sent", "answer_lost"
    for one in group_of(db, leader):
        one.state, one.reason, one.finished_at, one.minted = state, reason, clock.now(), None


def move_on(db: Writes, leader: Delivery, state: str, reason: str) -> None:
    """It is over on this channel; the next one of each notice is tried."""
    end_as(db, leader, state, reason)
    if leader.state == "maybe_sent" or leader.channel == INBOX:
        return
    for one in group_of(db, leader):
        notice = db.get(PostedNotice, one.notice_id)
        if notice is not None:
            open_next(db, notice, one.position)


def another_way(db: Writes, delivery: Delivery) -> bool:
    """Whether a next channel is left, and nothing was sent that would be told twice."""
    notice = db.get(PostedNotice, delivery.notice_id)
    return not delivery.lost and delivery.channel != INBOX and has_next(_known(notice), delivery.position)


def hold(group: Sequence[Delivery], until: datetime, reason: str) -> None:
    """It waits."""
    for one in group:
        one.state = "maybe" if one.lost else "waiting"
        one.due_at, one.reason = until, reason


def _known(notice: PostedNotice | None) -> PostedNotice:
    if notice is None:
        raise LookupError("a delivery has lost its notice")
    return notice
