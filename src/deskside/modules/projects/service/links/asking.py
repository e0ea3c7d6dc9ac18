"""Somebody with a link asks for another, and links that end soon: the person in charge hears of both."""

from datetime import timedelta

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.projects.messages import AskForLink
from deskside.modules.projects.models.links import AccessToken
from deskside.modules.projects.models.projects import ProjectCache
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.modules.projects.service.links.events import ASKED, EXPIRING
from deskside.modules.projects.service.links.finding import person_of
from deskside.modules.projects.service.links.owners import tell_owner
from deskside.modules.projects.service.links.visits import add_visit
from deskside.platform.jobs import enqueue

PAUSE = timedelta(hours=1)
SOON = timedelta(days=1)
AT_ONCE = 200


def ask_for_link(db: Writes, token_hash: str, visitor: Visitor) -> None:
    """Take the wish down; whether there ever was such a link is looked up later."""
    enqueue(
        db,
        AskForLink(token_hash=token_hash, network=visitor.network, device=visitor.device),
        dedup=token_hash,
    )


def pass_on(db: Writes, wish: AskForLink) -> None:
    """Tell the person in charge, once an hour for each link; also for one that is over."""
    link = db.scalar(select(AccessToken).where(AccessToken.token_hash == wish.token_hash).with_for_update())
    project = db.get(ProjectCache, link.project_id) if link is not None else None
    if link is None or project is None:
        return
    visitor, moment = Visitor(wish.network, wish.device), clock.now()
    if link.asked_at is not None and moment - link.asked_at < PAUSE:
        add_visit(db, link, "ask", "again", visitor)
        return
    link.asked_at = moment
    add_visit(db, link, "ask", "sent", visitor)
    tell_owner(db, ASKED, f"asked:{link.id}:{moment:%Y%m%d%H%M}", project, link.person_name)


def tell_of_ends(db: Writes) -> int:
    """Tell of links that end within a day, each once; how many were looked at."""
    moment = clock.now()
    ending = select(AccessToken).where(
        AccessToken.expires_at > moment,
        AccessToken.expires_at <= moment + SOON,
        AccessToken.open_key.is_not(None),
        AccessToken.expiry_told_at.is_(None),
    )
    links = list(db.scalars(ending.order_by(AccessToken.id).limit(AT_ONCE)))
    for link in links:
        link.expiry_told_at = moment
        project = db.get(ProjectCache, link.project_id)
        if project is not None and project.resolved_at is None and person_of(project, link) is not None:
            key = f"expiring:{link.id}:{link.expires_at:%Y%m%d}"
            tell_owner(db, EXPIRING, key, project, link.person_name)
    return len(links)
