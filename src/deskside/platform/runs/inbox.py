"""What a person has not seen yet: alarms raised, and alarms that recovered."""

from datetime import datetime

from sqlalchemy import func, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, Writes, upsert
from deskside.platform.runs.models import Alarm, AlarmRead
from deskside.platform.runs.schemas import InboxOut, alarm_out
from deskside.platform.runs.titles import Language

SHOWN = 10

changed_at = func.coalesce(Alarm.cleared_at, Alarm.raised_at)


def show_inbox(db: Reads | Writes, actor: Principal, language: Language) -> InboxOut:
    """The ten latest changes, and how many came since the person last looked; at first the open ones."""
    seen_at = db.scalar(select(AlarmRead.seen_at).where(AlarmRead.user_id == actor.user_id))
    unread = select(func.count()).select_from(Alarm)
    unread = unread.where(Alarm.open_key.is_not(None) if seen_at is None else changed_at > seen_at)
    rows = db.scalars(select(Alarm).order_by(changed_at.desc(), Alarm.id.desc()).limit(SHOWN))
    return InboxOut(
        unread=db.scalars(unread).one(),
        seen_at=seen_at,
        items=[alarm_out(row, language) for row in rows],
    )


def mark_seen(db: Writes, actor: Principal, until: datetime, language: Language) -> InboxOut:
    """Note that the person has seen what happened until then."""
    row = {"user_id": actor.user_id, "seen_at": until}
    upsert(db, AlarmRead, [row], keys=["user_id"], update=["seen_at"])
    return show_inbox(db, actor, language)
