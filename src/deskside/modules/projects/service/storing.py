"""Keeping what a reading brought: rows that changed, the lines of their timelines, and word of new states."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.kernel.phones import phone_key
from deskside.modules.projects.messages import StatusChanged
from deskside.modules.projects.models import ProjectCache, ProjectChange
from deskside.modules.projects.queries.projects import types_now
from deskside.modules.projects.rules.comparing import FIELDS, Diff, differences, values_of
from deskside.modules.projects.rules.types import Types, type_of
from deskside.modules.projects.rules.understanding import account_of
from deskside.modules.projects.schemas.remote import ROLES, RemoteProject
from deskside.platform.jobs import announce
from deskside.platform.runs import raise_alarm

Source = Literal["auto", "manual", "view", "customer"]
SEARCHED = 1_000
COLUMNS = (
    *FIELDS,
    "customer_id",
    "customer_phone",
    "engineer_id",
    "engineer_phone",
    "engineer_email",
    "salesman_id",
    "salesman_phone",
    "salesman_email",
    "account_ref",
    "search_text",
    "remote_updated_at",
    "content_hash",
    "synced_at",
    "changed_at",
    "state_at",
    "missing_since",
)


@dataclass(frozen=True)
class Reading:
    """Who read, and when the remote was asked: a row that was read later is never overwritten."""

    source: Source
    asked_at: datetime
    account_field: str
    run_id: int | None = None
    force: bool = False


@dataclass
class Stored:
    """What became of the rows: the ids that were created and changed, and how many came too late."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    older: int = 0
    fields: dict[str, list[str]] = field(default_factory=dict)


def store(db: Writes, projects: Sequence[RemoteProject], reading: Reading) -> Stored:
    """Write what differs, in bulk; each change of state is announced in this transaction."""
    done = Stored()
    wanted = select(ProjectCache).where(ProjectCache.id.in_([one.id for one in projects]))
    present = {row.id: row for row in db.scalars(wanted.order_by(ProjectCache.id).with_for_update())}
    rows: list[dict[str, object]] = []
    changes: list[ProjectChange] = []
    for project in {one.id: one for one in projects}.values():
        old = present.get(project.id)
        if old is not None and _is_older(project, old, reading):
            done.older += 1
            continue
        diff = [] if old is None else differences(_values(old), values_of(project))
        _note(done, project, old, diff)
        if old is not None and diff:
            changes.append(_change(project, old, diff, reading))
        rows.append(_row(project, old, diff, reading))
    upsert(db, ProjectCache, rows, keys=["id"], update=COLUMNS)
    _announce(db, changes)
    _tell_of_unknown_states(db, [one for one in projects if one.id in {str(row["id"]) for row in rows}])
    return done


def _note(done: Stored, project: RemoteProject, old: ProjectCache | None, diff: list[Diff]) -> None:
    if old is None:
        done.created.append(project.id)
    elif diff:
        done.changed.append(project.id)
        done.fields[project.id] = [str(one["field"]) for one in diff]


def _is_older(project: RemoteProject, old: ProjectCache, reading: Reading) -> bool:
    if old.synced_at > reading.asked_at:
        return True
    moments = (project.updated_at, old.remote_updated_at)
    return not reading.force and None not in moments and moments[0] < moments[1]  # type: ignore[operator]  # neither is None


def _values(row: ProjectCache) -> dict[str, object]:
    return {name: getattr(row, name) for name in FIELDS}


def _change(project: RemoteProject, old: ProjectCache, diff: list[Diff], reading: Reading) -> ProjectChange:
    moved = project.state != old.state
    return ProjectChange(
        project_id=project.id,
        at=clock.now(),
        source=reading.source,
        run_id=reading.run_id,
        old_state=old.state if moved else None,
        new_state=project.state if moved else None,
        fields=diff,
    )


def _row(
    project: RemoteProject, old: ProjectCache | None, diff: list[Diff], reading: Reading
) -> dict[str, object]:
    now = clock.now()
    same_state = old is not None and old.state == project.state
    return {
        "id": project.id,
        **values_of(project),
        **_people(project),
        "account_ref": account_of(project, reading.account_field),
        "search_text": search_text(project),
        "remote_updated_at": project.updated_at,
        "content_hash": project.raw_hash,
        "synced_at": reading.asked_at,
        "first_seen_at": now,
        "changed_at": now if old is None or diff else old.changed_at,
        "state_at": old.state_at if old is not None and same_state else now,
        "missing_since": None,
    }


def _people(project: RemoteProject) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for role in ROLES:
        person = project.people.get(role) or {}
        found[f"{role}_id"] = person.get("id")
        found[f"{role}_phone"] = phone_key(person.get("phone") or "") or None
        if role != "customer":
            found[f"{role}_email"] = (person.get("email") or "").lower() or None
    return found


def search_text(project: RemoteProject) -> str:
    """What the search box looks through: number, title, device, names and phones."""
    parts: list[str | None] = [project.id, project.title]
    for role in ROLES:
        person = project.people.get(role) or {}
        parts += [person.get("name"), person.get("id"), phone_key(person.get("phone") or "")]
    parts.append(project.device)
    return "\n".join(part for part in parts if part).lower()[:SEARCHED]


def _announce(db: Writes, changes: list[ProjectChange]) -> None:
    db.add_all(changes)
    db.flush()
    for change in changes:
        if change.new_state is not None:
            announce(db, StatusChanged(project_id=change.project_id, change_id=change.id))


def _tell_of_unknown_states(db: Writes, projects: Sequence[RemoteProject]) -> None:
    types: Types = types_now(db)
    pairs = {(one.type, one.state) for one in projects}
    for kind, state in sorted(pairs):
        if type_of(types, kind).state(state) is None:
            said = f"{kind} 出现未知状态 {state}：请在 项目类型 中添加它的名称与颜色"
            raise_alarm(db, "unknown_state", f"{kind}:{state}"[:120], said)
