"""Which link a request names, and whether its browser has proved to be the recipient."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.modules.projects.models.links import AccessToken, LinkViewer
from deskside.modules.projects.models.projects import ProjectCache
from deskside.modules.projects.rules.links import Role, hash_of, is_token, link_state
from deskside.modules.projects.rules.links_people import Person, people_of


@dataclass(frozen=True)
class Viewing:
    """A browser that may look at one project, as one of its people."""

    viewer: LinkViewer
    link: AccessToken
    project: ProjectCache
    person: Person


@dataclass(frozen=True)
class ViewerAccess:
    """The document's answer: whether this browser may see the project, and as whom."""

    has_access: bool
    user_id: str | None = None
    user_name: str | None = None
    access_type: Literal["customer", "engineer", "salesman"] | None = None


NO_ACCESS = ViewerAccess(has_access=False)


def people(project: ProjectCache) -> dict[Role, Person]:
    """Everybody whom the project names."""
    return people_of(project.customer, project.engineer, project.salesman)


def living_link(db: Session, token_hash: str) -> tuple[AccessToken, ProjectCache, Person] | None:
    """The link with its project and recipient; None when it is over or its recipient has left the project."""
    link = db.scalar(select(AccessToken).where(AccessToken.token_hash == token_hash))
    if link is None or link_state(link.expires_at, link.revoked_at, clock.now()) != "active":
        return None
    project = db.get(ProjectCache, link.project_id)
    person = person_of(project, link) if project is not None else None
    return (link, project, person) if project is not None and person is not None else None


def person_of(project: ProjectCache, link: AccessToken) -> Person | None:
    """The link's recipient as the project names them now."""
    found = next((one for role, one in people(project).items() if role == link.role), None)
    return found if found is not None and found.id == link.person_id else None


def viewing(db: Session, secret: str | None, token: str) -> Viewing | None:
    """What this browser may see by this link; None: nothing."""
    if not secret or not is_token(token):
        return None
    found = living_link(db, hash_of(token))
    if found is None:
        return None
    link, project, person = found
    mine = select(LinkViewer).where(LinkViewer.link_id == link.id, LinkViewer.secret_hash == hash_of(secret))
    viewer = db.scalar(mine)
    return None if viewer is None else Viewing(viewer, link, project, person)


def viewer_access(db: Session, secret: str | None, token: str, project_id: str) -> ViewerAccess:
    """Whether the browser with this secret (`rules.links_cookies.secret_in`) may see the project.

    A token by itself never grants, and never another project than its own.
    """
    found = viewing(db, secret, token)
    if found is None or found.project.id != project_id:
        return NO_ACCESS
    return ViewerAccess(True, found.person.id, found.person.name, found.person.role)
