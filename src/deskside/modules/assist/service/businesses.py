"""Products."""

from sqlalchemy import delete, func, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import alias_taken, business_exists, no_business, too_many_businesses
from deskside.modules.assist.models import MAX_BUSINESS_ID, Business, BusinessAlias
from deskside.modules.assist.queries.businesses import aliases_by_business, known_businesses
from deskside.modules.assist.rules import Businesses
from deskside.modules.assist.schemas import AliasesIn, BusinessIn, BusinessOut
from deskside.platform import audit
from deskside.platform.versions import bump


def create_business(db: Writes, body: BusinessIn, actor: Principal) -> BusinessOut:
    """A new product under the next free id. Raise Conflict when one of the name exists."""
    known = known_businesses(db)
    if body.name.casefold() in {name.casefold() for name in known.values()}:
        raise business_exists(body.name)
    taken_by = known.aliases.get(body.name.casefold())
    if taken_by is not None:
        raise alias_taken(body.name, known[taken_by])
    new_id = (db.scalar(select(func.max(Business.id))) or 0) + 1
    if new_id > MAX_BUSINESS_ID:
        raise too_many_businesses()
    db.add(Business(id=new_id, name=body.name))
    out = BusinessOut(id=new_id, name=body.name)
    audit.record(
        db, actor=actor, action="assist.business.create", subject=("business", new_id), new=out.model_dump()
    )
    bump(db, "businesses")
    return out


def set_aliases(db: Writes, business_id: int, body: AliasesIn, actor: Principal) -> list[str]:
    """Have the product known by these other names too, and by no others. Raise Conflict for a taken one."""
    known = known_businesses(db)
    if business_id not in known:
        raise no_business(business_id)
    wanted = {name.casefold(): name for name in body.aliases}
    for folded, name in wanted.items():
        _check_free(name, folded, business_id, known)
    old = aliases_by_business(db).get(business_id, [])
    db.execute(delete(BusinessAlias).where(BusinessAlias.business_id == business_id))
    db.add_all(
        BusinessAlias(folded=folded, name=name, business_id=business_id) for folded, name in wanted.items()
    )
    db.flush()
    new = aliases_by_business(db).get(business_id, [])
    if new != old:
        audit.record(
            db,
            actor=actor,
            action="assist.business.aliases",
            subject=("business", business_id),
            old={"aliases": old},
            new={"aliases": new},
        )
        bump(db, "businesses")
    return new


def _check_free(name: str, folded: str, business_id: int, known: Businesses) -> None:
    own = known[business_id].casefold()
    for other in known.values():
        if other.casefold() == folded and folded != own:
            raise alias_taken(name, other)
    taken_by = known.aliases.get(folded, business_id)
    if taken_by != business_id:
        raise alias_taken(name, known[taken_by])
