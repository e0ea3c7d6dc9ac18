"""From a notice to its deliveries: the inbox at once, the other channels one after another."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.platform.notify.addresses import SHARED
from deskside.platform.notify.messages import wake
from deskside.platform.notify.models import Delivery, PostedNotice

INBOX = "inbox"


def chain_of(notice: PostedNotice) -> list[str]:
    """The channels that are tried one after another; staff hear by WeCom what customers hear by WeChat."""
    meant = ["wecom" if one == "wechat" and notice.user_id is not None else one for one in notice.chain]
    return [one for one in dict.fromkeys(meant) if one != INBOX]


def open_deliveries(db: Writes, notice: PostedNotice) -> bool:
    """Write the inbox's delivery and that of the first channel; False where they are there already."""
    first = chain_of(notice)[:1]
    inbox = [INBOX] if INBOX in notice.chain and notice.user_id is not None else []
    opened = [_open(db, notice, channel, 0) for channel in [*inbox, *first]]
    return any(opened)


def open_next(db: Writes, notice: PostedNotice, position: int) -> bool:
    """Write the delivery of the channel after the one at `position`; False where there is none."""
    chain = chain_of(notice)
    if position + 1 >= len(chain):
        return False
    return _open(db, notice, chain[position + 1], position + 1)


def has_next(notice: PostedNotice, position: int) -> bool:
    """Whether another channel is left."""
    return position + 1 < len(chain_of(notice))


def _open(db: Writes, notice: PostedNotice, channel: str, position: int) -> bool:
    key = delivery_key(notice, channel)
    if db.scalar(select(Delivery.id).where(Delivery.idempotency_key == key)) is not None:
        return False
    upsert(db, Delivery, [new_row(notice, channel, position, key)], keys=["idempotency_key"])
    wake(db, [channel])
    return True


def new_row(notice: PostedNotice, channel: str, position: int, key: str) -> dict[str, object]:
    """A delivery that waits, due at once."""
    now = clock.now()
    return {
        "idempotency_key": key,
        "notice_id": notice.id,
        "channel": channel,
        "position": position,
        "state": "waiting",
        "due_at": now,
        "attempts": 0,
        "lost": 0,
        "digest": False,
        "created_at": now,
    }


def delivery_key(notice: PostedNotice, channel: str, again: Sequence[object] = ()) -> str:
    """The same for the same event, recipient and channel; `again` tells a wanted repetition apart.

    A group is one recipient, for however many of its people a notice is meant.
    """
    told = [notice.event, notice.notice_key] if channel in SHARED else [notice.once_key]
    parts = [*told, channel, *(str(one) for one in again)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
