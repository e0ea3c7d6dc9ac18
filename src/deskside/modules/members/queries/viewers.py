"""Who asks: at which site, and whether as one coach only."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.modules.members.errors import no_coach, no_site
from deskside.platform.identity import ROLE_SCOPES, User

COACH = "coach"


@dataclass(frozen=True)
class Viewer:
    """`coach_id` is set for somebody who sees only that coach's page and members."""

    principal: Principal
    site: str
    coach_id: int | None


def find_viewer(db: Session, principal: Principal) -> Viewer:
    """The viewer. Raise Forbidden without a site, NotFound for a coach who is linked to none."""
    asked = select(User.active_site, User.sites, User.coach_id).where(User.id == principal.user_id)
    active, sites, coach_id = db.execute(asked).one()
    site = active or (sites[0] if len(sites) == 1 else None)
    if site is None:
        raise no_site()
    if not sees_only_own(principal):
        return Viewer(principal, site, None)
    if coach_id is None or not coach_id.isdigit():
        raise no_coach(0)
    return Viewer(principal, site, int(coach_id))


def sees_only_own(principal: Principal) -> bool:
    """Whether being a coach is all that lets this person see members."""
    others = principal.roles - {COACH}
    return not any("members:read" in ROLE_SCOPES.get(role, ()) for role in others)
