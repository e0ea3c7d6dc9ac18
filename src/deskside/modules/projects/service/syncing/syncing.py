"""A sync: the types one after the other, what is missing afterwards, and its line in the history."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.modules.projects.messages import SyncProjects
from deskside.modules.projects.models import HeldDrop, ProjectCache, SyncHistory, TypeSync
from deskside.modules.projects.queries.projects import type_syncs
from deskside.modules.projects.rules.dropping import is_drop
from deskside.modules.projects.schemas.remote import ListWanted
from deskside.modules.projects.service.storing import Reading
from deskside.modules.projects.service.syncing.reading import OVERLAP, Tally, TypeRead, read_type
from deskside.modules.projects.settings import ProjectsSettings, ProjectSyncConfig
from deskside.platform.runs import RunContext, clear_alarm, raise_alarm, run_of_job
from deskside.platform.settings import current

SLICE = 2_000
Sync = RunContext[SyncProjects]


def sync_projects(run: Sync) -> None:
    """Read the types that are asked for; a type that fails does not keep the others from being read."""
    message, began = run.message, clock.now()
    with run.read() as db:
        config, settings = current(db, ProjectSyncConfig), current(db, ProjectsSettings)
        row = run_of_job(db, run.job.job_id)
    types = message.types or config.sync_types
    if message.started == "auto":
        types = tuple(one for one in types if one in config.sync_types) if config.auto_sync_enabled else ()
    if not types:
        with run.finish():
            run.skip("not synced by itself: switched off in the settings")
        return
    tally, ends = Tally(), []
    run_id = None if row is None else row.id
    for kind in types:
        wanted, cursor = _wanted(run, kind, settings)
        tally.cursor = cursor
        reading = Reading(message.started, clock.now(), settings.account_field, run_id, message.force)
        read = read_type(run, wanted, reading, tally)
        _end_type(run, read, tally, settings, run_id)
        ends.append(read)
    _finish(run, _history(run, tally, ends, began), ends)


def _wanted(run: Sync, kind: str, settings: ProjectsSettings) -> tuple[ListWanted, datetime | None]:
    with run.read() as db:
        sync = type_syncs(db).get(kind)
    often = timedelta(hours=settings.full_hours)
    due = sync is None or sync.full_at is None or sync.cursor is None or clock.now() - sync.full_at >= often
    if due or run.message.full or run.message.force or sync is None or sync.cursor is None:
        return ListWanted(kind), sync.cursor if sync else None
    return ListWanted(kind, sync.cursor - OVERLAP), sync.cursor


def _end_type(
    run: Sync, read: TypeRead, tally: Tally, settings: ProjectsSettings, run_id: int | None
) -> None:
    values: dict[str, object] = {"failed_at": clock.now(), "error": "只读到一部分"}
    if read.error is not None:
        values["error"] = read.error.detail
        tally.notes.append(f"{read.type}: {read.error.detail}")
    elif read.end == "complete":
        values = {"failed_at": None, "error": None, "confirmed_at": read.began, "cursor": tally.cursor}
        if read.full:
            values |= _end_full(run, read, tally, settings, run_id)
    with run.step() as db:
        upsert(db, TypeSync, [{"type": read.type}], keys=["type"])
        db.execute(update(TypeSync).where(TypeSync.type == read.type).values(**values))


def _end_full(
    run: Sync, read: TypeRead, tally: Tally, settings: ProjectsSettings, run_id: int | None
) -> dict[str, object]:
    """Mark what the remote left out, unless it left out too much to be true."""
    with run.read() as db:
        sync = type_syncs(db).get(read.type)
    before, after = sync.full_count if sync else None, len(tally.seen)
    if is_drop(before, after, settings.drop_percent, settings.drop_minimum):
        tally.notes.append(f"{read.type}: 从 {before} 减少到 {after}，等待确认")
        with run.step() as db:
            _hold(db, read.type, before or 0, after, run_id)
        # Nothing is confirmed: what was not read may be there still.
        return {"confirmed_at": sync.confirmed_at if sync else None}
    tally.missing += _mark_missing(run, read, tally.seen)
    with run.step() as db:
        clear_alarm(db, "projects_drop", read.type)
    return {"full_at": read.began, "full_count": after}


def _hold(db: Writes, kind: str, before: int, after: int, run_id: int | None) -> None:
    row = {
        "type": kind,
        "open_key": kind,
        "before": before,
        "after": after,
        "at": clock.now(),
        "run_id": run_id,
        "state": "held",
    }
    upsert(db, HeldDrop, [row], keys=["open_key"], update=["after", "at", "run_id"])
    said = f"{kind} 从 {before} 个减少到 {after} 个：请在 项目同步 中确认"
    raise_alarm(db, "projects_drop", kind, said)


def _mark_missing(run: Sync, read: TypeRead, seen: set[str]) -> int:
    """A missing project is not a deleted one: it stays, and says since when it is missing."""
    last, found = "", 0
    while True:
        run.check()
        slice_ = select(ProjectCache.id).where(ProjectCache.type == read.type, ProjectCache.id > last)
        slice_ = slice_.where(ProjectCache.missing_since.is_(None), ProjectCache.synced_at < read.began)
        with run.read() as db:
            ids = list(db.scalars(slice_.order_by(ProjectCache.id).limit(SLICE)))
        gone = [one for one in ids if one not in seen]
        if gone:
            with run.step() as db:
                mine = update(ProjectCache).where(ProjectCache.id.in_(gone))
                db.execute(mine.values(missing_since=read.began))
        found += len(gone)
        if len(ids) < SLICE:
            return found
        last = ids[-1]


def _history(run: Sync, tally: Tally, ends: list[TypeRead], began: datetime) -> dict[str, object]:
    failed = [one for one in ends if one.end == "failed"]
    whole = not tally.notes and not tally.failed and all(one.end == "complete" for one in ends)
    nothing = len(failed) == len(ends) and not tally.total
    return {
        "job_id": run.job.job_id,
        "sync_time": began,
        "sync_type": run.message.started,
        "scope": [one.type for one in ends],
        "full": all(one.full for one in ends),
        "total": tally.total,
        "created": tally.created,
        "updated": tally.updated + tally.created,
        "unchanged": tally.unchanged,
        "failed": tally.failed,
        "missing": tally.missing,
        "duration": round((clock.now() - began).total_seconds(), 3),
        "status": "success" if whole else "failed" if nothing else "partial",
        "note": "；".join(tally.notes)[:2_000],
        "cursor_after": tally.cursor,
    }


def _finish(run: Sync, values: dict[str, object], ends: list[TypeRead]) -> None:
    """The line of the history; where nothing at all was had the run fails, with the remote's words."""
    error = next((one.error for one in ends if one.error is not None), None)
    if values["status"] == "failed" and error is not None:
        with run.step() as db:
            _write(db, run, values)
        raise error
    if values["status"] == "partial":
        run.partial(str(values["note"]))
    with run.finish() as db:
        _write(db, run, values)


def _write(db: Writes, run: Sync, values: dict[str, object]) -> None:
    """One line a sync, however often it was tried."""
    row = run_of_job(db, run.job.job_id)
    present = db.scalar(select(SyncHistory).where(SyncHistory.job_id == run.job.job_id))
    line = present or SyncHistory(run_id=None if row is None else row.id)
    for name, value in values.items():
        setattr(line, name, value)
    db.add(line)
