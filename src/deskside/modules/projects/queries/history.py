"""The history of syncs, what each changed, and drops that wait for a decision."""

from sqlalchemy import case, select

from deskside.kernel.db import Reads
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.projects.models import HeldDrop, ProjectCache, ProjectChange, SyncHistory
from deskside.modules.projects.queries.lists import present_change
from deskside.modules.projects.queries.showing import showing
from deskside.modules.projects.rules.types import Language, type_of
from deskside.modules.projects.schemas.syncing import (
    DropOut,
    HistoryOut,
    HistoryPageOut,
    SyncChangeOut,
    SyncOut,
)
from deskside.platform.runs import run_of_job

MOST_CHANGES = 100


def list_history(db: Reads, page: Page) -> HistoryPageOut:
    """A page of syncs, the newest first."""
    asked = select(SyncHistory)
    rows = db.scalars(asked.order_by(SyncHistory.id.desc()).offset(page.offset).limit(page.size))
    items = [HistoryOut.model_validate(_line(row)) for row in rows]
    return HistoryPageOut(items=items, total=count_rows(db, asked), page=page.number, page_size=page.size)


def _line(row: SyncHistory) -> dict[str, object]:
    known = {name: getattr(row, name) for name in HistoryOut.model_fields if name != "complete"}
    return known | {"complete": row.status == "success"}


def list_run_changes(db: Reads, run_id: int, page: Page, language: Language) -> Items[SyncChangeOut]:
    """What a sync changed, the newest first."""
    asked = select(ProjectChange, ProjectCache.type).where(ProjectChange.run_id == run_id)
    asked = asked.join(ProjectCache, ProjectCache.id == ProjectChange.project_id)
    types = showing(db, language).types
    rows = db.execute(asked.order_by(ProjectChange.id.desc()).offset(page.offset).limit(page.size))
    items = []
    for row, kind in rows:
        shown = present_change(row, type_of(types, kind), language)
        items.append(SyncChangeOut(**shown.model_dump(), project_id=row.project_id))
    return Items(items=items, total=count_rows(db, asked))


def outcome_of(db: Reads, job_id: int, language: Language) -> SyncOut | None:
    """How the sync of a job ended; None while it says nothing yet."""
    run = run_of_job(db, job_id)
    if run is None:
        return None
    line = db.scalar(select(SyncHistory).where(SyncHistory.job_id == job_id))
    changes = list_run_changes(db, run.id, Page(1, MOST_CHANGES), language).items
    if line is not None:
        known = {name: getattr(line, name) for name in SyncOut.model_fields if name != "changes"}
        return SyncOut.model_validate(known | {"changes": changes})
    done = run.state == "done"
    began = run.started_at or run.created_at
    ended = run.finished_at or began
    return SyncOut(
        run_id=run.id,
        status="success" if done and run.complete else "partial" if done else "failed",
        total=run.read_count,
        updated=run.changed_count,
        unchanged=max(0, run.read_count - run.changed_count) if done else 0,
        failed=0 if done else 1,
        sync_time=began,
        duration=round((ended - began).total_seconds(), 3),
        note=run.error or "",
        changes=changes,
    )


def list_drops(db: Reads, page: Page) -> Items[DropOut]:
    """Those that wait first, then the newest."""
    asked = select(HeldDrop)
    waiting = case((HeldDrop.open_key.is_not(None), 0), else_=1)
    rows = db.scalars(asked.order_by(waiting, HeldDrop.id.desc()).offset(page.offset).limit(page.size))
    return Items(items=[DropOut.model_validate(row) for row in rows], total=count_rows(db, asked))
