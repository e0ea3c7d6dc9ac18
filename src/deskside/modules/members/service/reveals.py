"""Full phone numbers: shown to whoever says why, counted and audited."""

import math
from datetime import timedelta

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.members.errors import too_many_reveals
from deskside.modules.members.models import PhoneReveal
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.schemas.changes import RevealOut
from deskside.modules.members.service.asking import Asking, existing_member
from deskside.platform import audit
from deskside.platform.identity import User

WINDOW = timedelta(hours=1)


def reveal_phone(asking: Asking, customer_id: int, reason: str, ip: str | None) -> RevealOut:
    """The whole number. Raise NotFound, TooManyRequests; on record before anybody sees it."""
    member = existing_member(asking, customer_id)
    limit = asking.settings.reveals_per_hour
    asking.sources.database.write(_note, asking.viewer, customer_id, reason, limit, ip)
    return RevealOut(phone=member.phone)


def _note(db: Writes, viewer: Viewer, customer_id: int, reason: str, limit: int, ip: str | None) -> None:
    actor = viewer.principal
    # The user's row is the lock: two requests of one person in two processes are counted one by one.
    db.execute(select(User.id).where(User.id == actor.user_id).with_for_update())
    moment = clock.now()
    seen = select(PhoneReveal.at).where(
        PhoneReveal.user_id == actor.user_id, PhoneReveal.at > moment - WINDOW
    )
    times = list(db.scalars(seen.order_by(PhoneReveal.at.desc()).limit(limit)))
    if len(times) >= limit:
        raise too_many_reveals(limit, max(1, math.ceil((times[-1] + WINDOW - moment).total_seconds())))
    db.add(PhoneReveal(user_id=actor.user_id, site_id=viewer.site, member_id=customer_id, at=moment))
    audit.record(
        db,
        actor=actor,
        action="members.phone.reveal",
        subject=("member", customer_id),
        new={"reason": reason, "site": viewer.site},
        ip=ip,
    )
