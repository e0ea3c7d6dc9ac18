"""What the warehouse knows of one coach."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import CompoundSelect, Connection, Date, and_, bindparam, func, literal, select, union_all

from deskside.kernel.db import UtcDateTime
from deskside.kernel.money import Money
from deskside.modules.members.models.types import total_yuan
from deskside.modules.members.models.warehouse import ASSISTANT, CARD, RELATION, SALARY, SERVICE
from deskside.modules.members.queries.filters import COACH_ID, IDS, MONTH, coach_of, live, of_site
from deskside.modules.members.queries.rows import CoachRow, Salary

TOP = 20
_COLUMNS = [ASSISTANT.c[name] for name in CoachRow._fields]
_FIND = select(*_COLUMNS).where(coach_of(COACH_ID)).limit(1)
_COACHES = select(ASSISTANT.c.assistant_id, *_COLUMNS).where(
    live(ASSISTANT), ASSISTANT.c.assistant_id.in_(IDS)
)
_LEVELS = select(SALARY.c.assistant_id, SALARY.c.level).where(
    of_site(SALARY), SALARY.c.salary_month == MONTH, SALARY.c.assistant_id.in_(IDS)
)
_SALARIES = select(*(SALARY.c[name] for name in Salary._fields)).where(
    of_site(SALARY),
    SALARY.c.assistant_id == COACH_ID,
    SALARY.c.salary_month.in_(bindparam("months", type_=Date(), expanding=True)),
)
_CARDS = (
    select(CARD.c.member_id, CARD.c.card_id, CARD.c.balance)
    .join_from(
        CARD,
        RELATION,
        and_(
            RELATION.c.member_id == CARD.c.member_id, of_site(RELATION), RELATION.c.assistant_id == COACH_ID
        ),
    )
    .where(live(CARD))
    .distinct()
    .subquery()
)
_BALANCE = select(total_yuan(_CARDS.c.balance))
_CLOSENESS = func.max(RELATION.c.relation_index).label("closeness")
_MINE = and_(of_site(RELATION), RELATION.c.assistant_id == COACH_ID)
_CLOSEST = (
    select(_CLOSENESS).where(_MINE).group_by(RELATION.c.member_id).order_by(_CLOSENESS.desc()).limit(TOP)
).subquery()
_TOP = (
    select(RELATION.c.member_id, _CLOSENESS)
    .where(_MINE)
    .group_by(RELATION.c.member_id)
    .having(func.max(RELATION.c.relation_index) >= select(func.min(_CLOSEST.c.closeness)).scalar_subquery())
)
_SERVED = and_(live(SERVICE), SERVICE.c.assistant_id == COACH_ID)
_SPENT = (
    select(SERVICE.c.tenant_member_id, total_yuan(SERVICE.c.ledger_amount))
    .where(_SERVED)
    .group_by(SERVICE.c.tenant_member_id)
)
_SPENT_BY = _SPENT.where(SERVICE.c.tenant_member_id.in_(IDS))
MANY_IDS = 500
"""Of more members than this, what everybody spent is asked for."""


def find_coach(warehouse: Connection, site: str, coach_id: int) -> CoachRow | None:
    """The coach of this site, unless removed."""
    row = warehouse.execute(_FIND, {"site": site, "coach_id": coach_id}).one_or_none()
    return None if row is None else CoachRow(*row)


def load_coaches(warehouse: Connection, site: str, coach_ids: Iterable[int]) -> dict[int, CoachRow]:
    """Coaches by id; those who were removed are left out."""
    ids = sorted(set(coach_ids))
    rows = warehouse.execute(_COACHES, {"site": site, "ids": ids}) if ids else ()
    return {row[0]: CoachRow(*row[1:]) for row in rows}


def load_levels(
    warehouse: Connection, site: str, coach_ids: Iterable[int], month: date
) -> dict[int, str | None]:
    """The level that each coach is paid by in a month; those without a salary are left out."""
    ids = sorted(set(coach_ids))
    return dict(warehouse.execute(_LEVELS, {"site": site, "ids": ids, "month": month}).all()) if ids else {}


def load_salaries(
    warehouse: Connection, site: str, coach_id: int, months: Sequence[date]
) -> dict[date, Salary]:
    """The salary of each of these months (named by their first day) that has one."""
    rows = warehouse.execute(_SALARIES, {"site": site, "coach_id": coach_id, "months": list(months)})
    return {row[0]: Salary(*row) for row in rows}


def sum_customer_balance(warehouse: Connection, site: str, coach_id: int) -> Money:
    """What all members related to the coach have left, each card once however often related."""
    total: Money = warehouse.execute(_BALANCE, {"site": site, "coach_id": coach_id}).scalar_one()
    return total


def load_closest(warehouse: Connection, site: str, coach_id: int) -> dict[int, float]:
    """How close the TOP closest members are to the coach, and whoever is as close as the last of them."""
    return dict(warehouse.execute(_TOP, {"site": site, "coach_id": coach_id}).all())


def sum_spent(warehouse: Connection, site: str, coach_id: int, member_ids: Iterable[int]) -> dict[int, Money]:
    """What each of these members spent with the coach; who spent nothing is left out."""
    ids, values = sorted(set(member_ids)), {"site": site, "coach_id": coach_id}
    if not ids:
        return {}
    if len(ids) > MANY_IDS:
        return dict(warehouse.execute(_SPENT, values).all())
    return dict(warehouse.execute(_SPENT_BY, {**values, "ids": ids}).all())


def count_customers(
    warehouse: Connection, site: str, coach_id: int, spans: Sequence[tuple[datetime, datetime]]
) -> list[int]:
    """How many different members the coach served in each span, in one statement."""
    values: dict[str, object] = {"site": site, "coach_id": coach_id}
    for index, (since, until) in enumerate(spans):
        values |= {f"since_{index}": since, f"until_{index}": until}
    found = dict(warehouse.execute(_customers(len(spans)), values).all())
    return [found[index] for index in range(len(spans))]


@cache
def _customers(spans: int) -> CompoundSelect[int, int]:
    members = func.count(SERVICE.c.tenant_member_id.distinct()).label("members")
    return union_all(
        *(
            select(literal(index).label("span"), members).where(
                _SERVED,
                SERVICE.c.create_time >= bindparam(f"since_{index}", type_=UtcDateTime()),
                SERVICE.c.create_time < bindparam(f"until_{index}", type_=UtcDateTime()),
            )
            for index in range(spans)
        )
    )
