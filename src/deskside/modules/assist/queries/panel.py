"""What the panel of an agent goes by: policies of the departments above, the nearest last."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.modules.assist.models.panel import EVERYBODY, PanelPolicy, QuickLink, SiteProfile
from deskside.modules.assist.queries.changes import count_edits
from deskside.modules.assist.queries.people import department_names, user_names
from deskside.modules.assist.schemas.panel import (
    HIDDEN_STATUSES,
    SECTIONS,
    LinkOfPanel,
    PolicyBody,
    PolicyOut,
    Section,
    Tweaks,
)
from deskside.modules.assist.schemas.profiles import ProfileBody
from deskside.platform.identity import load_department_paths

VERSION = "panel"
"""What each edit of profiles, links and policies bumps."""


class Orders(NamedTuple):
    """What holds for an agent; everything said or by default."""

    enabled: bool
    message: str | None
    min_version: str | None
    tweaks: Tweaks
    sections: list[Section]
    hidden_statuses: list[str]
    profile: ProfileBody
    links: list[LinkOfPanel]
    revision: int


def orders_for(db: Session, department_id: int | None) -> Orders:
    """What holds for the agents of a department; None = of no department."""
    above = load_department_paths(db).get(department_id or EVERYBODY, ())
    said = _said(db, above[::-1])
    sections = said.sections or []
    named = {section.key for section in sections}
    rest = [Section(key=key) for key in SECTIONS if key not in named]
    return Orders(
        enabled=said.enabled is not False,
        message=said.message or None,
        min_version=said.min_version,
        tweaks=said.tweaks or Tweaks(),
        sections=[*sections, *rest],
        hidden_statuses=list(HIDDEN_STATUSES) if said.hidden_statuses is None else said.hidden_statuses,
        profile=_profile(db, said.profile_id),
        links=_links(db, frozenset(above)),
        revision=count_edits(db, {VERSION}),
    )


def least_versions(db: Session, departments: Iterable[int | None]) -> dict[int | None, str | None]:
    """The oldest userscript that each of these departments takes, where anybody has said so."""
    paths = load_department_paths(db)
    return {one: _said(db, paths.get(one or EVERYBODY, ())[::-1]).min_version for one in departments}


def _said(db: Session, departments: Sequence[int]) -> PolicyBody:
    wanted = [EVERYBODY, *departments]
    rows = db.scalars(select(PanelPolicy).where(PanelPolicy.department_id.in_(wanted)))
    by_department = {row.department_id: row.body for row in rows}
    whole: dict[str, object] = {}
    for one in wanted:
        whole |= {name: value for name, value in by_department.get(one, {}).items() if value is not None}
    return PolicyBody.model_validate(whole)


def _profile(db: Session, profile_id: int | None) -> ProfileBody:
    """The profile a policy names, else the first there is, else the demo CRM's."""
    first = select(SiteProfile).order_by(SiteProfile.id).limit(1)
    row = (db.get(SiteProfile, profile_id) if profile_id is not None else None) or db.scalar(first)
    return ProfileBody() if row is None else ProfileBody.model_validate(row.body)


def _links(db: Session, departments: frozenset[int]) -> list[LinkOfPanel]:
    rows = db.scalars(
        select(QuickLink).where(QuickLink.enabled.is_(True)).order_by(QuickLink.position, QuickLink.id)
    )
    return [
        LinkOfPanel.model_validate(row)
        for row in rows
        if not row.departments or departments.intersection(row.departments)
    ]


def list_policies(db: Session) -> list[PolicyOut]:
    """Everybody's policy first, though nobody set it yet; then those of departments."""
    rows = list(db.scalars(select(PanelPolicy).order_by(PanelPolicy.department_id)))
    if not any(row.department_id == EVERYBODY for row in rows):
        return [nothing_said(), *present_policies(db, rows)]
    return present_policies(db, rows)


def nothing_said(department_id: int = EVERYBODY) -> PolicyOut:
    """The policy of a department that has none."""
    return PolicyOut(
        department_id=department_id,
        department=None,
        body=PolicyBody(),
        last_modified=None,
        by=None,
        version=0,
    )


def present_policies(db: Session, rows: Sequence[PanelPolicy]) -> list[PolicyOut]:
    """Stored policies as they are answered."""
    names = user_names(db, {row.modified_by for row in rows})
    departments = department_names(db, {row.department_id for row in rows})
    return [
        PolicyOut(
            department_id=row.department_id,
            department=departments.get(row.department_id),
            body=PolicyBody.model_validate(row.body),
            last_modified=row.last_modified,
            by=names.get(row.modified_by or 0),
            version=row.version,
        )
        for row in rows
    ]
