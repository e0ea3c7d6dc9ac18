"""Links as staff give them out and watch them, and the tasks that feedback becomes."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Query

from deskside.kernel.auth import Principal, requires
from deskside.kernel.paging import Items, Paged
from deskside.kernel.proxies import CallerOf
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.projects.queries.links.staff import list_feedback, list_visits, show_people
from deskside.modules.projects.schemas.links import (
    ExtendIn,
    FeedbackOut,
    FinishIn,
    LinkOut,
    MintedOut,
    MintIn,
    PeopleOut,
    VisitOut,
)
from deskside.modules.projects.service.links.staff import (
    extend_link,
    finish_feedback,
    mint_link,
    revoke_link,
    rotate_link,
    send,
)

router = make_router("projects")
Reader = Annotated[Principal, requires("projects:read")]
Manager = Annotated[Principal, requires("projects:manage")]
ProjectId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:\-]+$")]
LINK = "/api/project-links/{link_id}"


@router.get("/api/projects/{project_id}/people")
def get_people(project_id: ProjectId, db: Db, _actor: Reader) -> PeopleOut:
    """Customer, engineer and salesman with their links; addresses are masked."""
    return db.read(show_people, project_id)


@router.post("/api/projects/{project_id}/links", status_code=HTTPStatus.CREATED)
def post_link(project_id: ProjectId, body: MintIn, db: Db, actor: Reader, caller: CallerOf) -> MintedOut:
    """The recipient's link, to be copied; 409 where this site is not reached by https."""
    return db.write(mint_link, project_id, body.role, actor, caller.origin)


@router.get("/api/projects/{project_id}/visits")
def get_visits(project_id: ProjectId, db: Db, page: Paged, _actor: Reader) -> Items[VisitOut]:
    """Every attempt with a link of the project."""
    return db.read(list_visits, project_id, page)


@router.post(f"{LINK}/send")
def post_send(link_id: RowId, db: Db, actor: Reader) -> LinkOut:
    """Send it to its recipient; 409 where no address is on file."""
    return db.write(send, link_id, actor)


@router.post(f"{LINK}/rotate", status_code=HTTPStatus.CREATED)
def post_rotate(link_id: RowId, db: Db, actor: Manager, caller: CallerOf) -> MintedOut:
    """A new link for the same recipient; the old one ends."""
    return db.write(rotate_link, link_id, actor, caller.origin)


@router.post(f"{LINK}/extend")
def post_extend(link_id: RowId, body: ExtendIn, db: Db, actor: Manager) -> LinkOut:
    """Good for so many days from now; never for less than it was."""
    return db.write(extend_link, link_id, body.days, actor)


@router.post(f"{LINK}/revoke")
def post_revoke(link_id: RowId, db: Db, actor: Manager) -> LinkOut:
    """End it, and every view through it, at once."""
    return db.write(revoke_link, link_id, actor)


@router.get("/api/project-feedback")
def get_feedback(
    db: Db,
    page: Paged,
    actor: Reader,
    *,
    mine: Annotated[bool, Query()] = False,
    still_open: Annotated[bool, Query(alias="open")] = True,
) -> Items[FeedbackOut]:
    """What customers said; by default what is still to be dealt with."""
    return db.read(list_feedback, page, still_open=still_open, owner_id=actor.user_id if mine else None)


@router.post("/api/project-feedback/{feedback_id}/finish")
def post_finish(feedback_id: RowId, body: FinishIn, db: Db, actor: Reader) -> FeedbackOut:
    """It is dealt with; 409 when the customer said something else meanwhile."""
    return db.write(finish_feedback, feedback_id, body.version, actor)
