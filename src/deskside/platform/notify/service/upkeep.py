"""Waking what nobody sends, and forgetting what is old."""

from datetime import timedelta

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.platform.notify.messages import SENDING, wake
from deskside.platform.notify.models import Attempt, Delivery, PostedNotice
from deskside.platform.notify.quotas import forget_quotas
from deskside.platform.notify.service.ending import OPEN
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.settings import current

SLICE = 500


def wake_due(db: Writes) -> None:
    """Have each channel sent on which something is due or was left behind by a process that is gone."""
    late = (Delivery.state.in_(OPEN)) & (Delivery.due_at <= clock.now())
    left = select(Delivery.channel).where(late | (Delivery.state == "sending")).distinct()
    wake(db, [channel for channel in db.scalars(left) if channel in SENDING])


def forget_notices(db: Writes) -> int:
    """Delete one slice of the log that is older than the settings keep it; how many notices went."""
    old = clock.now() - timedelta(days=current(db, NotifySettings).kept_days)
    going = select(Delivery.notice_id).where(Delivery.state.in_((*OPEN, "sending")))
    over = select(PostedNotice.id).where(PostedNotice.created_at < old, PostedNotice.id.not_in(going))
    ids = list(db.scalars(over.order_by(PostedNotice.id).limit(SLICE)))
    if ids:
        deliveries = list(db.scalars(select(Delivery.id).where(Delivery.notice_id.in_(ids))))
        db.execute(delete(Attempt).where(Attempt.delivery_id.in_(deliveries)))
        db.execute(delete(Delivery).where(Delivery.id.in_(deliveries)))
        db.execute(delete(PostedNotice).where(PostedNotice.id.in_(ids)))
    forget_quotas(db, Site().zone)
    return len(ids)
