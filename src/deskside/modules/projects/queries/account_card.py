"""What projects knows of an account of the CRM: the card in the agent's side panel."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from deskside.contracts import knows_phones, recognises_phones
from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads
from deskside.kernel.hooks import Card, Fact, Panel, Tone
from deskside.modules.projects.models import ProjectCache, TypeSync
from deskside.modules.projects.queries.projects import synced_at_of, type_syncs, types_now
from deskside.modules.projects.rules.times import age_text
from deskside.modules.projects.rules.types import type_of

MOST = 5
"""Projects of one account that are listed, the newest first."""


def read_card(db: Reads, _user: Principal, account_id: int) -> Card:
    """The projects of the account, each with its state and age; empty when there are none."""
    mine = select(ProjectCache).where(ProjectCache.account_ref == str(account_id))
    rows = list(db.scalars(mine.order_by(ProjectCache.changed_at.desc(), ProjectCache.id).limit(MOST)))
    if not rows:
        return Card()
    types, syncs = types_now(db), type_syncs(db)
    ages = {row.id: synced_at_of(row, syncs.get(row.type)) for row in rows}
    facts = []
    for row in rows:
        kind = type_of(types, row.type)
        age = age_text((clock.now() - ages[row.id]).total_seconds())
        value = f"{kind.state_label(row.state)}（{age}）"
        facts.append(Fact(row.title, value, _tone(row, syncs.get(row.type)), f"/projects/{row.id}"))
    return Card(facts, min(ages.values()))


def _tone(row: ProjectCache, sync: TypeSync | None) -> Tone:
    """Marked while the source does not answer."""
    failed = sync is not None and sync.failed_at is not None and sync.failed_at > row.synced_at
    return "warning" if failed else "plain"


@knows_phones
def numbers_of(db: Reads, account_id: int) -> Iterable[str]:
    """The customers' numbers in the projects of the account."""
    held = select(ProjectCache.customer_phone).where(ProjectCache.account_ref == str(account_id))
    return (phone for phone in db.scalars(held.distinct()) if phone)


@recognises_phones
def numbers_among(db: Reads, keys: Collection[str]) -> Iterable[str]:
    """Those that are a customer's of some project."""
    held = select(ProjectCache.customer_phone).where(ProjectCache.customer_phone.in_(sorted(keys)))
    return (phone for phone in db.scalars(held.distinct()) if phone)


PANEL = Panel("projects", "项目", "projects:read", read_card)
