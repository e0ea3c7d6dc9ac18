"""Writing down each attempt with a link."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.projects.cache.visits import Seen
from deskside.modules.projects.models.links import AccessToken, LinkCode, LinkViewer, LinkVisit
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.modules.projects.service.links.minting import slide
from deskside.modules.projects.settings import ShareLinks
from deskside.platform.settings import current

SLICE = 500
CODES_KEPT = timedelta(days=1)


def add_visit(db: Writes, link: AccessToken, step: str, result: str, visitor: Visitor) -> None:
    """One line of the link's log."""
    db.add(
        LinkVisit(
            at=clock.now(),
            link_id=link.id,
            project_id=link.project_id,
            recipient=link.recipient,
            step=step,
            result=result,
            network=visitor.network,
            device=visitor.device,
        )
    )


def store_visits(db: Writes, seen: list[Seen]) -> None:
    """What was noted in memory; what belongs to no link is dropped."""
    links = _links_of(db, {one.token_hash for one in seen})
    for one in seen:
        link = links.get(one.token_hash)
        if link is not None:
            db.add(_row(one, link))
    viewers = {one.viewer_id: one.at for one in seen if one.viewer_id is not None}
    for viewer_id in sorted(viewers):
        db.execute(update(LinkViewer).where(LinkViewer.id == viewer_id).values(seen_at=viewers[viewer_id]))
    if current(db, ShareLinks).sliding:
        viewed = {links[one.token_hash].id for one in seen if one.viewer_id and one.token_hash in links}
        for link_id in sorted(viewed):
            slide(db, link_id)


def _links_of(db: Writes, hashes: Iterable[str]) -> dict[str, AccessToken]:
    rows = db.scalars(select(AccessToken).where(AccessToken.token_hash.in_(sorted(hashes))))
    return {row.token_hash: row for row in rows}


def _row(one: Seen, link: AccessToken) -> LinkVisit:
    return LinkVisit(
        at=one.at,
        link_id=link.id,
        project_id=link.project_id,
        recipient=link.recipient,
        step=one.step,
        result=one.result,
        network=one.network,
        device=one.device,
    )


def forget_visits(db: Writes) -> int:
    """One slice of the visits that are over; how many."""
    before = clock.now() - timedelta(days=current(db, ShareLinks).visits_days)
    old = list(db.scalars(select(LinkVisit.id).where(LinkVisit.at < before).limit(SLICE)))
    if old:
        db.execute(delete(LinkVisit).where(LinkVisit.id.in_(old)))
    return len(old)


def forget_codes(db: Writes) -> int:
    """One slice of the codes that are long over; how many."""
    old = list(
        db.scalars(select(LinkCode.id).where(LinkCode.created_at < clock.now() - CODES_KEPT).limit(SLICE))
    )
    if old:
        db.execute(delete(LinkCode).where(LinkCode.id.in_(old)))
    return len(old)


def forget_viewers(db: Writes) -> int:
    """One slice of the browsers whose link is over; how many."""
    over = select(LinkViewer.id).join(AccessToken, AccessToken.id == LinkViewer.link_id)
    old = list(db.scalars(over.where(AccessToken.expires_at < clock.now()).limit(SLICE)))
    if old:
        db.execute(delete(LinkViewer).where(LinkViewer.id.in_(old)))
    return len(old)
