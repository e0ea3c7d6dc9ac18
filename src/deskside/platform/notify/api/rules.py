"""Rules: who is told of what, and how."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.paging import Items
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.platform.notify.api.access import READS, Manager, Spoken
from deskside.platform.notify.queries.words import list_rules
from deskside.platform.notify.schemas.words import RuleIn, RuleOut, RulePatch
from deskside.platform.notify.service.words import add_rule, change_rule, remove_rule

router = make_router("notify", "/api/notify/rules")


@router.get("", dependencies=READS)
def get_rules(
    db: Db, language: Spoken, event: Annotated[str | None, Query(max_length=80)] = None
) -> Items[RuleOut]:
    """Rules by event and audience; without one an event is told as its owner thinks best."""
    return db.read(list_rules, event, language)


@router.post("", status_code=201)
def post_rule(db: Db, body: RuleIn, actor: Manager, language: Spoken) -> RuleOut:
    """Add one; 422 names unknown audiences and conditions."""
    return db.write(add_rule, body, actor, language)


@router.patch("/{rule_id}")
def patch_rule(db: Db, rule_id: RowId, body: RulePatch, actor: Manager, language: Spoken) -> RuleOut:
    """Change one; 409 has `current` when `version` is old."""
    return db.write(change_rule, rule_id, body, actor, language)


@router.delete("/{rule_id}", status_code=204)
def delete_rule(db: Db, rule_id: RowId, actor: Manager) -> None:
    """Take one away."""
    db.write(remove_rule, rule_id, actor)
