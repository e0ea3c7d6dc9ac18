"""Of all processes one asks the remote for a project: a row says which, until when, and how it ended."""

import os
import secrets
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select, update

from deskside.kernel.db import Reads, Writes, now_ms, upsert
from deskside.kernel.failpoints import mark
from deskside.modules.projects.models import ProjectFetch

LEASE_MS = 12_000
"""Longer than one project may take: while a process lives nobody asks beside it."""
FAILURE_MS = 5_000
"""So long a failure answers whoever asks next: a dead remote is not asked by each viewer."""
SETTLES_MS = 1_000
"""A reading is dated before its commit: who looked between the two did not see it, and need not ask."""
CLAIMED = mark("projects.fetch_claimed")
READ = mark("projects.fetch_read")

Outcome = Literal["ok", "gone", "failed"]


def new_holder() -> str:
    """A name for one attempt."""
    return f"{os.getpid()}.{secrets.token_hex(8)}"


@dataclass(frozen=True, slots=True)
class Turn:
    """`mine`: the holder may ask. Else, once it is over, `outcome` and `error` of who did."""

    mine: bool
    outcome: Outcome | None = None
    error: str | None = None


def take_turn(db: Writes, project_id: str, holder: str, since: int) -> Turn:
    """Claim the project, unless somebody asks for it now, or has since `since` (the database's ms)."""
    seen = look(db, project_id, since)
    if seen.outcome is not None:
        return seen
    row = {"project_id": project_id, "holder": None, "lease_until": 0}
    upsert(db, ProjectFetch, [row], keys=["project_id"])
    free = or_(ProjectFetch.holder.is_(None), ProjectFetch.lease_until < now_ms())
    mine = update(ProjectFetch).where(ProjectFetch.project_id == project_id, free)
    # Whoever ended between the look and here has news: that is no free turn.
    mine = mine.where(or_(ProjectFetch.ended_at.is_(None), ProjectFetch.ended_at < since - SETTLES_MS))
    values = {"holder": holder, "lease_until": now_ms() + LEASE_MS}
    taken = db.connection().execute(mine.values(values)).rowcount == 1
    return Turn(taken) if taken else look(db, project_id, since)


def look(db: Reads | Writes, project_id: str, since: int) -> Turn:
    """Whether it was read since `since`, and how that ended."""
    row = db.execute(
        select(ProjectFetch.outcome, ProjectFetch.error, ProjectFetch.ended_at).where(
            ProjectFetch.project_id == project_id
        )
    ).one_or_none()
    if row is None or row.ended_at is None or row.outcome is None:
        return Turn(mine=False)
    good_for = SETTLES_MS if row.outcome == "ok" else FAILURE_MS
    if row.ended_at + good_for < since:
        return Turn(mine=False)
    return Turn(mine=False, outcome=row.outcome, error=row.error)


def end_turn(db: Writes, project_id: str, holder: str, outcome: Outcome, error: str | None = None) -> None:
    """Let those who wait know; nothing happens where another has the turn by now."""
    mine = update(ProjectFetch).where(ProjectFetch.project_id == project_id, ProjectFetch.holder == holder)
    db.execute(mine.values(holder=None, lease_until=0, ended_at=now_ms(), outcome=outcome, error=error))
