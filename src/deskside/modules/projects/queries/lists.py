"""Lists of projects, their timelines, and how many there are of each type and state."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from deskside.kernel.db import Reads
from deskside.kernel.paging import Items, Page, count_rows
from deskside.modules.projects.errors import no_project
from deskside.modules.projects.models import ProjectCache, ProjectChange
from deskside.modules.projects.queries.projects import current_types, synced_at_of, type_syncs
from deskside.modules.projects.queries.showing import masked, row_out, showing
from deskside.modules.projects.rules.types import Language, ProjectType, Types, type_of
from deskside.modules.projects.schemas.projects import (
    ChangeOut,
    ProjectRowOut,
    StateOut,
    TypeOut,
)


@dataclass(frozen=True)
class Filter:
    """What is wanted; of several states any. `open_only`: in no final state."""

    type: str | None = None
    states: tuple[str, ...] = ()
    text: str = ""
    open_only: bool = False
    missing: bool = False


def list_projects(db: Reads, wanted: Filter, page: Page, language: Language) -> Items[ProjectRowOut]:
    """The newest change of the remote first."""
    show, syncs = showing(db, language), type_syncs(db)
    asked = _filtered(wanted, show.types)
    newest = asked.order_by(ProjectCache.remote_updated_at.desc(), ProjectCache.id)
    rows = db.scalars(newest.offset(page.offset).limit(page.size))
    items = [row_out(row, synced_at_of(row, syncs.get(row.type)), show) for row in rows]
    return Items(items=items, total=count_rows(db, asked))


def _filtered(wanted: Filter, types: Types) -> Select[ProjectCache]:
    asked = select(ProjectCache)
    if wanted.type:
        asked = asked.where(ProjectCache.type == wanted.type)
    if wanted.states:
        asked = asked.where(ProjectCache.state.in_(wanted.states))
    for word in wanted.text.lower().split():
        asked = asked.where(ProjectCache.search_text.contains(word, autoescape=True))
    if wanted.open_only:
        asked = asked.where(~_over(types))
    if wanted.missing:
        asked = asked.where(ProjectCache.missing_since.is_not(None))
    return asked


def _over(types: Types) -> ColumnElement[bool]:
    ended = [
        and_(ProjectCache.type == key, ProjectCache.state.in_(kind.finals())) for key, kind in types.items()
    ]
    return or_(*ended) if ended else ProjectCache.id.is_(None)


def list_changes(db: Reads, project_id: str, page: Page, language: Language) -> Items[ChangeOut]:
    """The timeline, the newest first; NotFound for a project that nobody read."""
    project = db.get(ProjectCache, project_id)
    if project is None:
        raise no_project()
    kind = type_of(showing(db, language).types, project.type)
    asked = select(ProjectChange).where(ProjectChange.project_id == project_id)
    rows = db.scalars(asked.order_by(ProjectChange.id.desc()).offset(page.offset).limit(page.size))
    return Items(items=[present_change(row, kind, language) for row in rows], total=count_rows(db, asked))


def present_change(row: ProjectChange, kind: ProjectType, language: Language) -> ChangeOut:
    """A line of a timeline without what is nobody's business: numbers are masked, openids left out."""
    return ChangeOut(
        id=row.id,
        at=row.at,
        source=row.source,
        run_id=row.run_id,
        actor_name=row.actor_name,
        old_state=row.old_state,
        new_state=row.new_state,
        old_label=kind.state_label(row.old_state, language) if row.old_state else None,
        new_label=kind.state_label(row.new_state, language) if row.new_state else None,
        fields=[
            {name: masked(value) for name, value in one.items()}
            for one in row.fields
            if not str(one.get("field")).endswith(".openid")
        ],
    )


def list_types(db: Reads, language: Language) -> Items[TypeOut]:
    """Every type with its states and how many projects are in each."""
    counted = select(ProjectCache.type, ProjectCache.state, func.count())
    grouped = db.execute(counted.group_by(ProjectCache.type, ProjectCache.state))
    counts = {(kind, state): number for kind, state, number in grouped}
    items = [_type(kind, counts, language) for kind in current_types(db)[1]]
    return Items(items=items, total=len(items))


def _type(kind: ProjectType, counts: dict[tuple[str, str], int], language: Language) -> TypeOut:
    states = [
        StateOut(
            key=state.key,
            label=state.label(language),
            colour=state.colour,
            final=state.final,
            count=counts.get((kind.key, state.key), 0),
        )
        for state in kind.states
    ]
    total = sum(number for (key, _state), number in counts.items() if key == kind.key)
    return TypeOut(key=kind.key, label=kind.label(language), colour=kind.colour, count=total, states=states)
