"""Whom stored reminders are for, and what is known of an account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.modules.assist import rules
from deskside.modules.assist.models import AssistAccount, Number, Reminder
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.people import departments_above
from deskside.modules.assist.queries.reminders import business_ids_of, department_ids_of


@dataclass(frozen=True, slots=True)
class Reported:
    """What a client says of the account on its screen; None = it does not say."""

    market: str | None = None
    business: str | None = None
    cn_num: str | None = None
    tags: Sequence[str] | None = None


NOTHING_TOLD = Reported()


def targets_of(db: Session, reminders: Iterable[Reminder]) -> dict[int, rules.Target]:
    """Targets by reminder id."""
    rows = list(reminders)
    ids = [row.id for row in rows]
    businesses, departments = business_ids_of(db, ids), department_ids_of(db, ids)
    return {
        row.id: rules.Target(
            markets=frozenset(row.market.split(",")),
            business_ids=rules.target_businesses(
                businesses.get(row.id, []), is_all=row.is_all_business, is_global=row.is_global
            ),
            is_global=row.is_global,
            tag=row.tag,
            number_list_id=row.number_list_id,
            department_ids=frozenset(departments.get(row.id, [])),
        )
        for row in rows
    }


def facts_of(db: Session, told: Reported, agent: Principal) -> rules.Facts:
    """What is told of an account, checked. Raise BadRequest for an unknown market, business or bad number."""
    number = rules.parse_cn_num(told.cn_num)
    return rules.Facts(
        market=rules.parse_market(told.market) if told.market else None,
        business_id=rules.find_business(told.business, known_businesses(db)) if told.business else None,
        tags=None if told.tags is None else rules.normal_tags(told.tags),
        number_list_ids=None if number is None else lists_with(db, number),
        department_ids=departments_above(db, agent.department_id),
    )


def lists_with(db: Session, number: str) -> frozenset[int]:
    """The number lists that hold `number`."""
    return frozenset(db.scalars(select(Number.list_id).where(Number.number == number)))


def recorded(db: Session, acct_id: int, told: Reported) -> Reported:
    """What was told, and where it says nothing, what the last look-up told of the account."""
    row = db.get(AssistAccount, acct_id)
    if row is None:
        return told
    # Other tools share the table of products: one may have left it.
    business = row.business if row.business in known_businesses(db).values() else None
    return Reported(
        market=told.market or row.market,
        business=told.business or business,
        cn_num=told.cn_num or row.cn_num,
        tags=told.tags if told.tags is not None else row.tags,
    )
