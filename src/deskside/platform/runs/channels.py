"""The alarm of a channel through which nothing reaches people."""

from sqlalchemy import select

from deskside.kernel.db import Writes
from deskside.platform.notify.models import ChannelState
from deskside.platform.runs.alarms import clear_alarm, raise_alarm

KIND = "channel"
FAILURES = 3


def watch_channels(db: Writes) -> None:
    """Raise it for those that refuse, or failed several times in a row; clear it once one works."""
    for state in db.scalars(select(ChannelState).order_by(ChannelState.channel)):
        if state.refused or state.failures >= FAILURES:
            raise_alarm(db, KIND, state.channel, state.last_error or "")
        else:
            clear_alarm(db, KIND, state.channel)
