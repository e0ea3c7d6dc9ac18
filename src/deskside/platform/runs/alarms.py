"""Alarms: raised once while the trouble lasts, cleared when it is over; people are told of both."""

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.platform.runs.models import Alarm
from deskside.platform.runs.telling import RAISED, RECOVERED, tell_of_alarm


def raise_alarm(db: Writes, kind: str, subject: str, message: str) -> None:
    """Open an alarm about `subject`; while one of the same kind is open, only its message is renewed.

    `message` is for people and holds no personal data.
    """
    is_open = Alarm.open_key == _key(kind, subject)
    known = db.scalar(select(Alarm.id).where(is_open))
    row = {
        "kind": kind,
        "subject": subject,
        "message": message,
        "open_key": _key(kind, subject),
        "raised_at": clock.now(),
    }
    upsert(db, Alarm, [row], keys=["open_key"], update=["message"])
    if known is None:
        tell_of_alarm(db, db.scalars(select(Alarm).where(is_open)).one(), RAISED)


def clear_alarm(db: Writes, kind: str, subject: str) -> None:
    """Close the alarm, if one is open."""
    alarm = db.scalar(select(Alarm).where(Alarm.open_key == _key(kind, subject)))
    if alarm is None:
        return
    still_open = update(Alarm).where(Alarm.id == alarm.id, Alarm.open_key.is_not(None))
    closed = db.connection().execute(still_open.values(open_key=None, cleared_at=clock.now()))
    if closed.rowcount:
        tell_of_alarm(db, alarm, RECOVERED)


def _key(kind: str, subject: str) -> str:
    return f"{kind}:{subject}"
