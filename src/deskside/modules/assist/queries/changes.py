"""What moved since somebody looked."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.modules.assist.models import AcctReminder, ProcessLog
from deskside.platform.versions import Version

LogEntry = tuple[int, int]
"""Id of an accepted tick, and its account."""


def count_edits(db: Session, names: Collection[str]) -> int:
    """How often what goes by `names` was edited, all together."""
    moved = select(func.coalesce(func.sum(Version.v), 0)).where(Version.name.in_(sorted(names)))
    return int(db.scalar(moved) or 0)


def count_ticks(db: Session, acct_id: int) -> int:
    """How many ticks of the account were accepted."""
    counted = select(func.coalesce(func.sum(AcctReminder.version), 0)).where(AcctReminder.acct_id == acct_id)
    return int(db.scalar(counted) or 0)


def newest_tick(db: Session) -> int:
    """The id of the newest accepted tick; 0 when there is none."""
    return db.scalar(select(func.max(ProcessLog.id))) or 0


def ticks_after(db: Session, tick_id: int, most: int) -> Sequence[LogEntry]:
    """Accepted ticks above `tick_id`, the oldest first."""
    wanted = select(ProcessLog.id, ProcessLog.acct_id).where(ProcessLog.id > tick_id)
    return [(row.id, row.acct_id) for row in db.execute(wanted.order_by(ProcessLog.id).limit(most))]
