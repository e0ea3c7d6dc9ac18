"""One type read to its end: page by page, written only where something changed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from deskside.kernel import clock
from deskside.kernel.connectors import RemoteAnswerChanged, RemoteError
from deskside.kernel.site import Site
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.messages import SyncProjects
from deskside.modules.projects.queries.projects import Known, known_rows
from deskside.modules.projects.rules.understanding import Head, hash_of, head_of, moment_of, understand
from deskside.modules.projects.schemas.remote import ListWanted, RemoteProject
from deskside.modules.projects.service.storing import Reading, store
from deskside.platform.runs import RunContext

OVERLAP = timedelta(minutes=10)
"""So much is asked for twice: remotes date a change before they show it."""


@dataclass
class Tally:
    """What a sync brought; `seen` are the ids of the type that is being read."""

    total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    missing: int = 0
    cursor: datetime | None = None
    seen: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TypeRead:
    """How reading one type ended; `end` is complete, short (less than the remote said) or failed."""

    type: str
    began: datetime
    full: bool
    end: Literal["complete", "short", "failed"]
    error: RemoteError | None = None


def read_type(run: RunContext[SyncProjects], wanted: ListWanted, reading: Reading, tally: Tally) -> TypeRead:
    """Read until a page brings no new id. What fails on the way ends the type, not the run."""
    began, library = clock.now(), run.port(ProjectLibrary)  # type: ignore[type-abstract]  # a Protocol stands for what implements it
    full = wanted.updated_since is None
    tally.seen.clear()
    number, told = 0, None
    try:
        while True:
            run.check()
            number += 1
            page = library.page(wanted, number)
            told = page.total if page.total is not None else told
            if not _keep(run, wanted.type, page.rows, reading, tally):
                break
            run.progress(tally.total + tally.failed, told)
    except RemoteError as error:
        return TypeRead(wanted.type, began, full, "failed", error)
    if told is not None and len(tally.seen) < told:
        tally.notes.append(f"{wanted.type}: 来源称有 {told} 个，只读到 {len(tally.seen)} 个")
        return TypeRead(wanted.type, began, full, "short")
    return TypeRead(wanted.type, began, full, "complete")


def _keep(
    run: RunContext[SyncProjects], kind: str, rows: list[bytes], reading: Reading, tally: Tally
) -> bool:
    """Write what changed of a page; whether it brought an id that was not there before."""
    fresh, heads = _fresh(kind, rows, tally)
    if not fresh:
        return bool(heads)
    with run.read() as db:
        known = known_rows(db, list(fresh))
    projects = _changed(fresh, known, reading, tally)
    tally.total += len(fresh)
    run.read_count += len(fresh)
    if projects:
        with run.step() as db:
            done = store(db, projects, reading)
        tally.created += len(done.created)
        tally.updated += len(done.changed)
        tally.unchanged += len(projects) - len(done.created) - len(done.changed)
        run.changed += len(done.created) + len(done.changed)
    return True


def _fresh(kind: str, rows: list[bytes], tally: Tally) -> tuple[dict[str, bytes], int]:
    """The rows of this type by id, and how many ids are new, of other types too."""
    fresh: dict[str, bytes] = {}
    new = 0
    for row in rows:
        try:
            head = head_of(row)
        except RemoteAnswerChanged as error:
            _fail(tally, error)
            continue
        project_id = str(head.id)
        if project_id in tally.seen:
            continue
        tally.seen.add(project_id)
        new += 1
        _move_cursor(tally, head)
        if head.type in {None, kind}:
            fresh[project_id] = row
    return fresh, new


def _changed(
    fresh: dict[str, bytes], known: dict[str, Known], reading: Reading, tally: Tally
) -> list[RemoteProject]:
    found: list[RemoteProject] = []
    zone = Site().zone
    for project_id, row in fresh.items():
        old = known.get(project_id)
        same = old is not None and old.content_hash == hash_of(row) and old.missing_since is None
        if same and not reading.force:
            tally.unchanged += 1
            continue
        try:
            found.append(understand(row, zone))
        except RemoteAnswerChanged as error:
            _fail(tally, error)
    return found


def _move_cursor(tally: Tally, head: Head) -> None:
    moment = moment_of(head.updated_at, Site().zone)
    # A row dated in the future would hide all that follow it.
    if moment is not None and moment <= clock.now() and (tally.cursor is None or moment > tally.cursor):
        tally.cursor = moment


def _fail(tally: Tally, error: RemoteAnswerChanged) -> None:
    tally.failed += 1
    if tally.failed == 1:
        tally.notes.append(error.detail)
