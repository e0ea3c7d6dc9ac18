"""Which jobs a worker could take now."""

from sqlalchemy import Select, exists, or_, select

from deskside.kernel.db import Reads, now_ms
from deskside.platform.jobs.handlers import known_names
from deskside.platform.jobs.models import Job, JobGroup


def takeable(ids: Select[int]) -> Select[int]:
    """Due jobs known here whose group is free: the interrupted first, then the urgent, then the oldest."""
    busy = exists().where(
        JobGroup.name == Job.group_name,
        JobGroup.until_ms > now_ms(),
        or_(JobGroup.job_id != Job.id, JobGroup.job_id.is_(None)),
    )
    due = ids.where(Job.due_at <= now_ms(), Job.name.in_(known_names()), ~busy)
    # "running" sorts before "waiting": what a dead worker left comes before the backlog, however long.
    return due.order_by(Job.state, Job.priority, Job.due_at, Job.id)


def due_jobs(db: Reads, limit: int) -> list[int]:
    """Ids of the first `limit` of them."""
    return list(db.scalars(takeable(select(Job.id)).limit(limit)))
