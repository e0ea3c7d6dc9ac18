"""The follow-up list, its rule, and why somebody is or is not on it."""

from typing import Annotated

from fastapi import Depends, Query

from deskside.kernel.paging import Paged
from deskside.kernel.routing import make_router
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.modules.contacts.api.access import Reader, Writer, Zone
from deskside.modules.contacts.rules.followup import Rule
from deskside.modules.contacts.schemas.followup import FollowupOut, RuleIn, RuleOut, WhyOut
from deskside.modules.contacts.service import followup as service
from deskside.modules.contacts.settings import Operator

router = make_router("contacts", "/api/contacts")


def _rule(
    db: Db,
    importance: Annotated[int | None, Query(ge=0, le=5)] = None,
    operator: Operator | None = None,
    days: Annotated[int | None, Query(ge=1, le=3650)] = None,
) -> Rule:
    """The saved rule, or another for this question alone."""
    return db.read(service.asked_rule, importance, operator, days)


Asked = Annotated[Rule, Depends(_rule)]


@router.get("/followup")
def followup(user: Reader, db: Db, rule: Asked, page: Paged, zone: Zone) -> FollowupOut:
    """Who is due, grouped by company, the most overdue first."""
    return db.read(service.followup, rule, user, page, zone)


@router.get("/followup/why")
def why(
    user: Reader,
    db: Db,
    rule: Asked,
    zone: Zone,
    customer_id: Annotated[int, Query(ge=1, le=2**63 - 1)],
) -> WhyOut:
    """Why a customer is, or is not, on the list."""
    return db.read(service.why, customer_id, rule, user, zone)


@router.get("/followup/rule")
def followup_rule(_user: Reader, db: Db) -> RuleOut:
    """The saved rule."""
    return db.read(service.rule_of)


@router.put("/followup/rule")
def save_followup_rule(user: Writer, body: RuleIn, db: Db, vault: VaultOf) -> RuleOut:
    """Change the rule for everybody; 409 with `current` when `version` is old."""
    return db.write(service.save_rule, body, user, vault)
