"""Rows of assist whose time is over: accounts nobody opened for long, and what agents used of the panel."""

from datetime import timedelta

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.assist.models import AccountTag, AssistAccount
from deskside.modules.assist.models.panel import PanelUse
from deskside.modules.assist.settings import AssistSettings
from deskside.platform.settings import current

SLICE = 500


def forget_accounts(db: Writes) -> int:
    """One slice of the accounts that no look-up reported for so many days, with their tags; how many.

    Ticks and account lists stay: they are the history of reminders, not of look-ups.
    """
    before = clock.now() - timedelta(days=current(db, AssistSettings).accounts_days)
    old = list(db.scalars(select(AssistAccount.acct_id).where(AssistAccount.seen_at < before).limit(SLICE)))
    if old:
        # An account that is reported at this moment is stored anew right after.
        db.execute(delete(AccountTag).where(AccountTag.acct_id.in_(old)))
        db.execute(delete(AssistAccount).where(AssistAccount.acct_id.in_(old)))
    return len(old)


def forget_uses(db: Writes) -> int:
    """One day of what agents used of the panel, the oldest that is over; how many rows."""
    before = (clock.now() - timedelta(days=current(db, AssistSettings).accounts_days)).date()
    day = db.scalar(select(PanelUse.day).where(PanelUse.day < before).order_by(PanelUse.day).limit(1))
    if day is None:
        return 0
    return db.connection().execute(delete(PanelUse).where(PanelUse.day == day)).rowcount
