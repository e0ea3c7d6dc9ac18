"""Sending again what did not arrive, or what somebody wants to have sent again."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, DesksideError
from deskside.platform.audit import record
from deskside.platform.notify.deliveries import delivery_key, new_row
from deskside.platform.notify.messages import wake
from deskside.platform.notify.models import Delivery, PostedNotice
from deskside.platform.notify.queries.log import OVER, find_delivery, show_delivery
from deskside.platform.notify.schemas.log import DeliveryDetail, Resent
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.settings import current


def resend(db: Writes, delivery_id: int, actor: Principal, language: str) -> DeliveryDetail:
    """A new delivery of the same notice on the same channel; Conflict while the old one is under way."""
    made = _again(db, delivery_id, actor)
    return show_delivery(db, made.id, language)


def resend_many(db: Writes, ids: Sequence[int], actor: Principal) -> Resent:
    """As resend, for each; what cannot be sent again is told with the reason."""
    left: dict[int, str] = {}
    resent = 0
    for delivery_id in dict.fromkeys(ids):
        try:
            _again(db, delivery_id, actor)
            resent += 1
        except DesksideError as error:
            left[delivery_id] = error.detail
    return Resent(resent=resent, left=left)


def _again(db: Writes, delivery_id: int, actor: Principal) -> Delivery:
    old, notice = find_delivery(db, delivery_id)
    if old.state not in OVER:
        raise Conflict("it is still under way: wait for its end", code="under_way")
    _refuse_overtaken(db, notice)
    count = db.scalar(select(func.count(Delivery.id)).where(Delivery.resend_of == old.id)) or 0
    row = new_row(notice, old.channel, old.position, delivery_key(notice, old.channel, (old.id, count + 1)))
    made = Delivery(**row, resend_of=old.id, resent_by=actor.name)
    db.add(made)
    notice.expires_at = clock.now() + timedelta(hours=current(db, NotifySettings).expire_hours)
    db.flush()
    record(
        db, actor=actor, action="notify.delivery.resend", subject=("delivery", old.id), new={"as": made.id}
    )
    wake(db, [old.channel])
    return made


def _refuse_overtaken(db: Writes, notice: PostedNotice) -> None:
    """The newest state is what a recipient last hears, also when somebody means well."""
    if notice.lane is None:
        return
    newer = select(PostedNotice.id).where(PostedNotice.lane == notice.lane, PostedNotice.id > notice.id)
    if db.scalar(newer.limit(1)) is not None:
        raise Conflict("a newer notice about the same was written: send that one again", code="overtaken")
