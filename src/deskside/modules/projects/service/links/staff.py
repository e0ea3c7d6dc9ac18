"""What staff do with links: each finds its row, or says what is wrong."""

from dataclasses import dataclass

from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.projects.errors import link_over, no_feedback, no_link, no_project, no_recipient
from deskside.modules.projects.models import Feedback, ProjectCache
from deskside.modules.projects.models.links import AccessToken
from deskside.modules.projects.queries.links.staff import feedback_out, link_out
from deskside.modules.projects.rules.links import Role
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.schemas.links import FeedbackOut, LinkOut, MintedOut
from deskside.modules.projects.service.links.feedback import finish
from deskside.modules.projects.service.links.finding import people, person_of
from deskside.modules.projects.service.links.keys import public_base
from deskside.modules.projects.service.links.minting import Minted, extend, link_for, revoke, rotate
from deskside.modules.projects.service.links.sending import send_link


@dataclass(frozen=True)
class Chosen:
    """A link with its project and recipient, as they are now."""

    link: AccessToken
    project: ProjectCache
    person: Person


def mint_link(db: Writes, project_id: str, role: Role, actor: Principal, origin: str) -> MintedOut:
    """The recipient's link, to be copied. Raise NotFound where the project names nobody of the role."""
    base = public_base(origin)
    project = db.get(ProjectCache, project_id)
    if project is None:
        raise no_project()
    person = people(project).get(role)
    if person is None:
        raise no_recipient(role)
    return _minted(db, link_for(db, project, person, actor), base)


def send(db: Writes, link_id: int, actor: Principal) -> LinkOut:
    """Send the link to its recipient; one that expired is prolonged by being sent."""
    chosen = _chosen(db, link_id)
    send_link(db, chosen.link, chosen.project, chosen.person, actor)
    return link_out(db, chosen.link)


def rotate_link(db: Writes, link_id: int, actor: Principal, origin: str) -> MintedOut:
    """A new link for the same recipient; the old one ends at once."""
    base = public_base(origin)
    chosen = _chosen(db, link_id)
    return _minted(db, rotate(db, chosen.link, chosen.project, chosen.person, actor), base)


def extend_link(db: Writes, link_id: int, days: int, actor: Principal) -> LinkOut:
    """Good for so many days from now."""
    chosen = _chosen(db, link_id)
    extend(db, chosen.link, days, actor)
    return link_out(db, chosen.link)


def revoke_link(db: Writes, link_id: int, actor: Principal) -> LinkOut:
    """Nobody opens anything with it any more; doing it twice changes nothing."""
    link = _link(db, link_id)
    revoke(db, link, actor)
    return link_out(db, link)


def finish_feedback(db: Writes, feedback_id: int, version: int, actor: Principal) -> FeedbackOut:
    """Staff have dealt with it."""
    row = db.scalar(select(Feedback).where(Feedback.id == feedback_id).with_for_update())
    if row is None:
        raise no_feedback()
    finish(db, row, version, actor)
    project = db.get(ProjectCache, row.project_id)
    return feedback_out(row, project.title if project else None)


def _minted(db: Writes, made: Minted, base: str) -> MintedOut:
    db.flush()
    return MintedOut(**link_out(db, made.link).model_dump(), url=made.url(base))


def _link(db: Writes, link_id: int) -> AccessToken:
    link = db.scalar(select(AccessToken).where(AccessToken.id == link_id).with_for_update())
    if link is None:
        raise no_link()
    return link


def _chosen(db: Writes, link_id: int) -> Chosen:
    """Raise Conflict for a link that was revoked or whose recipient left the project."""
    link = _link(db, link_id)
    project = db.get(ProjectCache, link.project_id)
    person = person_of(project, link) if project is not None else None
    if link.revoked_at is not None or link.open_key is None or project is None or person is None:
        raise link_over()
    return Chosen(link, project, person)
