"""Syncs that somebody asks for."""

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Invalid
from deskside.modules.projects.connectors.opening import is_set_up
from deskside.modules.projects.errors import not_set_up
from deskside.modules.projects.messages import RefreshProject, SyncProjects
from deskside.modules.projects.schemas.syncing import SyncIn
from deskside.platform import audit
from deskside.platform.jobs import Message, enqueue, write_jobs

AT_ONCE = 10
"""Before what the timetable asks for: somebody waits."""


def ask_sync(db: Writes, body: SyncIn, actor: Principal) -> int:
    """Have it read; the job, which is that of the same wish while one waits. Conflict without a library."""
    message = _message(body)
    if not is_set_up():
        raise not_set_up()
    ticket = enqueue(
        db,
        message,
        dedup=f"manual {message.model_dump_json()}",
        trigger="manual",
        actor_id=actor.user_id,
        priority=AT_ONCE,
    )
    write_jobs(db)
    subject = ("project", body.project_id or ",".join(body.project_types) or "all")
    audit.record(db, actor=actor, action="projects.sync", subject=subject, new={"force": body.force})
    return ticket.id


def _message(body: SyncIn) -> Message:
    if body.sync_type == "project":
        if body.project_id is None:
            raise Invalid("同步单个项目需要 project_id", fields={"project_id": "missing"})
        return RefreshProject(project_id=body.project_id, started="manual", force=body.force)
    if body.sync_type == "type" and not body.project_types:
        raise Invalid("按类型同步需要 project_types", fields={"project_types": "missing"})
    return SyncProjects(types=body.project_types, started="manual", force=body.force, full=True)
