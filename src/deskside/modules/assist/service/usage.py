"""Counting what agents use of the panel."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist.models.panel import PanelUse
from deskside.modules.assist.schemas.panel import UseEvent


def count_uses(db: Writes, events: Sequence[UseEvent], agent: Principal, today: date) -> None:
    """Add the events to the agent's counts of today."""
    counted = Counter((event.kind, event.key) for event in events)
    rows = [
        {"day": today, "kind": kind, "used": key, "user_id": agent.user_id, "times": 0}
        for kind, key in sorted(counted)
    ]
    upsert(db, PanelUse, rows, keys=["day", "kind", "used", "user_id"])
    for (kind, key), times in sorted(counted.items()):
        ours = (PanelUse.day == today, PanelUse.user_id == agent.user_id)
        row = update(PanelUse).where(*ours, PanelUse.kind == kind, PanelUse.used == key)
        db.execute(row.values(times=PanelUse.times + times))
