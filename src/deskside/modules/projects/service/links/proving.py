"""From a browser that holds a link to one that has proved to be its recipient's."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from deskside.kernel.db import Writes
from deskside.modules.projects.models.links import AccessToken, LinkViewer
from deskside.modules.projects.rules.links import hash_of
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.modules.projects.service.links.codes import judge_code
from deskside.modules.projects.service.links.finding import living_link
from deskside.modules.projects.service.links.visits import add_visit

DEVICES = 3


@dataclass(frozen=True)
class Claim:
    """A browser that says to be the recipient: the link's token, its secret, and the one it gets if it is."""

    token: str
    secret: str
    new_secret: str
    visitor: Visitor


def prove_by_code(db: Writes, claim: Claim, digits: str) -> bool:
    """Whether the digits are right; then the browser, under its new secret, may see the project."""
    token_hash = hash_of(claim.token)
    judged = judge_code(db, token_hash, hash_of(claim.secret), digits)
    if judged == "right":
        return _admit(db, claim, "proof")
    link = db.scalar(select(AccessToken).where(AccessToken.token_hash == token_hash))
    if link is not None:
        add_visit(db, link, "proof", judged, claim.visitor)
    return False


def prove_by_openid(db: Writes, claim: Claim, openid: str | None) -> bool:
    """Whether WeChat knows this browser as the recipient."""
    found = living_link(db, hash_of(claim.token))
    if found is None:
        return False
    link, _project, person = found
    if openid and person.openid == openid:
        return _admit(db, claim, "wechat")
    add_visit(db, link, "wechat", "other" if openid else "failed", claim.visitor)
    return False


def _admit(db: Writes, claim: Claim, step: str) -> bool:
    found = living_link(db, hash_of(claim.token))
    if found is None:
        return False
    link = found[0]
    old, new = hash_of(claim.secret), hash_of(claim.new_secret)
    # What was known before the proof is worth nothing after it; other links of this browser go along.
    db.execute(update(LinkViewer).where(LinkViewer.secret_hash == old).values(secret_hash=new))
    _make_room(db, link, new)
    viewer = LinkViewer(
        link_id=link.id,
        secret_hash=new,
        proof=step,
        network=claim.visitor.network,
        device=claim.visitor.device,
    )
    db.add(viewer)
    add_visit(db, link, step, "ok", claim.visitor)
    return True


def _make_room(db: Writes, link: AccessToken, secret_hash: str) -> None:
    """Of three devices the one that was used longest ago makes way for a fourth."""
    # Two that are admitted at once wait for one another here.
    db.execute(update(AccessToken).where(AccessToken.id == link.id).values(seed=AccessToken.seed))
    db.execute(delete(LinkViewer).where(LinkViewer.link_id == link.id, LinkViewer.secret_hash == secret_hash))
    devices = select(LinkViewer.id).where(LinkViewer.link_id == link.id)
    ordered = list(db.scalars(devices.order_by(LinkViewer.seen_at.desc(), LinkViewer.id.desc())))
    if len(ordered) >= DEVICES:
        db.execute(delete(LinkViewer).where(LinkViewer.id.in_(ordered[DEVICES - 1 :])))


def leave(db: Writes, token: str, secret: str) -> None:
    """Let this browser see the project no more."""
    link = db.scalar(select(AccessToken.id).where(AccessToken.token_hash == hash_of(token)))
    if link is not None:
        mine = (LinkViewer.link_id == link, LinkViewer.secret_hash == hash_of(secret))
        db.execute(delete(LinkViewer).where(*mine))
