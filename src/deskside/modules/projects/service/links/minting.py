"""Making a recipient's link, ending it, giving it longer."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.projects.models.links import AccessToken, LinkViewer
from deskside.modules.projects.models.projects import ProjectCache
from deskside.modules.projects.rules.links import hash_of, link_state, make_token, open_key
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.service.links.keys import link_secret
from deskside.modules.projects.settings import ShareLinks
from deskside.platform.audit import record
from deskside.platform.settings import current


@dataclass(frozen=True)
class Minted:
    """A recipient's link, and what its address ends with."""

    link: AccessToken
    token: str

    def url(self, base: str) -> str:
        """The address to give to the recipient."""
        return f"{base}/s/{self.token}"


def lifetime(db: Writes) -> timedelta:
    """How long a new link is good."""
    return timedelta(days=current(db, ShareLinks).link_days)


def link_for(db: Writes, project: ProjectCache, person: Person, actor: Principal | None) -> Minted:
    """The recipient's one link, from now on good for the whole time; made if there is none.

    The same link each time: who opens an older message still gets in.
    """
    row = _present(db, project.id, person)
    if row is None:
        return _made(db, project, person, actor)
    row.expires_at = max(row.expires_at, clock.now() + lifetime(db))
    row.expiry_told_at = None
    row.person_name = person.name
    return Minted(row, make_token(link_secret(), row.seed))


def _present(db: Writes, project_id: str, person: Person) -> AccessToken | None:
    """The living link. One that is over, or was made with another secret key, gives way to a new one."""
    key = open_key(project_id, person.role, person.id)
    row = db.scalar(select(AccessToken).where(AccessToken.open_key == key).with_for_update())
    if row is None:
        return None
    known = hash_of(make_token(link_secret(), row.seed)) == row.token_hash
    if known and link_state(row.expires_at, row.revoked_at, clock.now()) == "active":
        return row
    row.open_key = None
    db.flush()
    return None


def _made(db: Writes, project: ProjectCache, person: Person, actor: Principal | None) -> Minted:
    seed = secrets.token_hex(16)
    moment = clock.now()
    key = open_key(project.id, person.role, person.id)
    row = {
        "token_hash": hash_of(make_token(link_secret(), seed)),
        "seed": seed,
        "open_key": key,
        "project_id": project.id,
        "role": person.role,
        "person_id": person.id,
        "recipient": person.recipient,
        "person_name": person.name,
        "created_at": moment,
        "created_by": actor.user_id if actor else None,
        "expires_at": moment + lifetime(db),
    }
    # Of two who mint at once one keeps the other's.
    upsert(db, AccessToken, [row], keys=["open_key"])
    link = db.scalars(select(AccessToken).where(AccessToken.open_key == key)).one()
    if link.seed == seed:
        note(db, actor, "mint", link)
    return Minted(link, make_token(link_secret(), link.seed))


def revoke(db: Writes, link: AccessToken, actor: Principal | None) -> None:
    """End the link and everybody's view through it, at once."""
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.revoked_by = actor.user_id if actor else None
        note(db, actor, "revoke", link)
    link.open_key = None
    db.execute(delete(LinkViewer).where(LinkViewer.link_id == link.id))
    db.flush()


def rotate(db: Writes, link: AccessToken, project: ProjectCache, person: Person, actor: Principal) -> Minted:
    """A new link for the same recipient; the old one ends."""
    revoke(db, link, actor)
    return link_for(db, project, person, actor)


def extend(db: Writes, link: AccessToken, days: int, actor: Principal) -> None:
    """Good for so many days from now; never for less than it was."""
    before = link.expires_at
    link.expires_at = max(before, clock.now() + timedelta(days=days))
    link.expiry_told_at = None
    note(db, actor, "extend", link)


def slide(db: Writes, link_id: int) -> None:
    """Somebody who proved it looked at the page: where the site wants it, the link begins its time anew."""
    until = clock.now() + lifetime(db)
    alive = update(AccessToken).where(AccessToken.id == link_id, AccessToken.revoked_at.is_(None))
    db.execute(alive.values(expires_at=until, expiry_told_at=None))


def note(db: Writes, actor: Principal | None, what: str, link: AccessToken) -> None:
    """Write down who did what to a link; not the link itself."""
    facts = {"project": link.project_id, "recipient": link.recipient, "until": link.expires_at}
    record(db, actor=actor, action=f"projects.link.{what}", subject=("project_link", link.id), new=facts)
