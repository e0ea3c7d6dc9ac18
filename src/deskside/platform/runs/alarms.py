"""Alarms: raised once while the trouble lasts, cleared when it is over."""

from sqlalchemy import update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.platform.runs.models import Alarm


def raise_alarm(db: Writes, kind: str, subject: str, message: str) -> None:
    """Open an alarm about `subject`; while one of the same kind is open, only its message is renewed.

    `message` is for people and holds no personal data.
    """
    row = {
        "kind": kind,
        "subject": subject,
        "message": message,
        "open_key": _key(kind, subject),
        "raised_at": clock.now(),
    }
    upsert(db, Alarm, [row], keys=["open_key"], update=["message"])


def clear_alarm(db: Writes, kind: str, subject: str) -> None:
    """Close the alarm, if one is open."""
    is_open = update(Alarm).where(Alarm.open_key == _key(kind, subject))
    db.execute(is_open.values(open_key=None, cleared_at=clock.now()))


def _key(kind: str, subject: str) -> str:
    return f"{kind}:{subject}"
