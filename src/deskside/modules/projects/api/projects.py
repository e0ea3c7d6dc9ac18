"""Lists of projects, their timelines and types."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from deskside.kernel.auth import Principal, requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.projects.queries.lists import Filter, list_changes, list_projects, list_types
from deskside.modules.projects.rules.types import Language
from deskside.modules.projects.schemas.projects import ChangeOut, ProjectRowOut, TypeOut

router = make_router("projects")
Reader = Annotated[Principal, requires("projects:read")]
ProjectId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:\-]+$")]


def _language(request: Request) -> Language:
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


LanguageOf = Annotated[Language, Depends(_language)]


@router.get("/api/projects")
def get_projects(
    db: Db,
    page: Paged,
    language: LanguageOf,
    _actor: Reader,
    kind: Annotated[str | None, Query(alias="type", max_length=16)] = None,
    state: Annotated[list[Annotated[str, Query(max_length=64)]] | None, Query(max_length=30)] = None,
    text: Annotated[str, Query(alias="q", max_length=100)] = "",
    *,
    still_open: Annotated[bool, Query(alias="open")] = False,
    missing: bool = False,
) -> Items[ProjectRowOut]:
    """What is cached: of a type, in any of these states, with every word of `q`; the newest first."""
    wanted = Filter(kind, tuple(state or ()), text, still_open, missing)
    return db.read(list_projects, wanted, page, language)


@router.get("/api/project-types")
def get_project_types(db: Db, language: LanguageOf, _actor: Reader) -> Items[TypeOut]:
    """Every type with its states, and how many projects are in each."""
    return db.read(list_types, language)


@router.get("/api/projects/{project_id}/timeline")
def get_timeline(
    project_id: ProjectId, db: Db, page: Paged, language: LanguageOf, _actor: Reader
) -> Items[ChangeOut]:
    """Every change, the newest first."""
    return db.read(list_changes, project_id, page, language)
