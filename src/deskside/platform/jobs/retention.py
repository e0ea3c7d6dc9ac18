"""Forgetting finished jobs."""

from datetime import datetime

from sqlalchemy import delete, select

from deskside.kernel.db import Writes
from deskside.platform.jobs.models import Job

SLICE = 500


def clean_finished(db: Writes, older_than: datetime, *, limit: int = SLICE) -> int:
    """Delete up to `limit` jobs that finished before `older_than`; how many. Call it until it answers 0."""
    ids = list(db.scalars(select(Job.id).where(Job.finished_at < older_than).limit(limit)))
    if ids:
        db.execute(delete(Job).where(Job.id.in_(ids), Job.finished_at < older_than))
    return len(ids)
