"""Cached projects, one at a time and by what a page of the remote brought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads, now_ms
from deskside.modules.projects.models import ProjectCache, ProjectFetch, ProjectTypeSet, TypeSync
from deskside.modules.projects.rules.freshness import confirmed
from deskside.modules.projects.rules.types import DEFAULT_TYPES, ProjectType, by_key, load


@dataclass(frozen=True, slots=True)
class Cached:
    """What is known of a project. `read_at` is the database's clock (ms) when that was asked.

    `source_down` says why the last attempt to know more failed; None where it did not, or nobody tried.
    """

    project: ProjectCache | None
    synced_at: datetime | None
    source_down: str | None
    read_at: int


def find_cached(db: Session, project_id: str) -> Cached:
    """The project as it is cached, with its age."""
    # The clock first: what ends while this looks counts as news.
    read_at = db.scalars(select(now_ms())).one()
    asked = select(ProjectCache, TypeSync).outerjoin(TypeSync, TypeSync.type == ProjectCache.type)
    asked = asked.where(ProjectCache.id == project_id).execution_options(populate_existing=True)
    row = db.execute(asked).one_or_none()
    project, sync = (None, None) if row is None else (row.ProjectCache, row.TypeSync)
    fetch = db.get(ProjectFetch, project_id, populate_existing=True)
    if project is None:
        return Cached(None, None, _failed_fetch(fetch, None), read_at)
    synced_at = synced_at_of(project, sync)
    down = _failed_fetch(fetch, synced_at) or _failed_sync(sync, synced_at)
    return Cached(project, synced_at, down, read_at)


def synced_at_of(project: ProjectCache, sync: TypeSync | None) -> datetime:
    """As of when the row is known."""
    return confirmed(project.synced_at, sync.confirmed_at if sync else None, project.missing_since)


def _failed_fetch(fetch: ProjectFetch | None, synced_at: datetime | None) -> str | None:
    if fetch is None or fetch.outcome != "failed" or fetch.ended_at is None:
        return None
    if synced_at is not None and fetch.ended_at < synced_at.timestamp() * 1000:
        return None
    return fetch.error or "no answer"


def _failed_sync(sync: TypeSync | None, synced_at: datetime) -> str | None:
    if sync is None or sync.failed_at is None or sync.failed_at < synced_at:
        return None
    return sync.error or "no answer"


def type_syncs(db: Session) -> dict[str, TypeSync]:
    """How far each type was read."""
    return {row.type: row for row in db.scalars(select(TypeSync))}


def current_types(db: Session) -> tuple[int, tuple[ProjectType, ...]]:
    """The version and the types that count now; version 0 are the defaults."""
    row = db.scalar(select(ProjectTypeSet).order_by(ProjectTypeSet.version.desc()).limit(1))
    return (0, DEFAULT_TYPES) if row is None else (row.version, load(row.types))


def types_now(db: Session) -> dict[str, ProjectType]:
    """The types under their keys."""
    return by_key(current_types(db)[1])


class Known(NamedTuple):
    """What a row is compared by."""

    id: str
    content_hash: str
    synced_at: datetime
    missing_since: datetime | None


def known_rows(db: Reads, ids: Collection[str]) -> dict[str, Known]:
    """What a page is compared with, by id."""
    columns = (
        ProjectCache.id,
        ProjectCache.content_hash,
        ProjectCache.synced_at,
        ProjectCache.missing_since,
    )
    found = db.execute(select(*columns).where(ProjectCache.id.in_(ids)))
    return {row[0]: Known(*row) for row in found}
