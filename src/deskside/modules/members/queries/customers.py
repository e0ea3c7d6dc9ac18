"""What the warehouse knows of one member."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, func, select

from deskside.kernel.money import Money
from deskside.modules.members.models.types import total_hours, total_yuan
from deskside.modules.members.models.warehouse import (
    ASSISTANT,
    CARD,
    MEMBER,
    RECHARGE,
    RELATION,
    SERVICE,
    SETTLEMENT,
)
from deskside.modules.members.queries.filters import (
    COACH_ID,
    IDS,
    MEMBER_ID,
    coach_of,
    counted,
    live,
    of_site,
    span_values,
    within,
)
from deskside.modules.members.queries.rows import (
    CourseTotals,
    Favourite,
    MemberRow,
    ServiceOfSettlement,
    ServiceTotals,
    Settlement,
)

Span = tuple[datetime, datetime]

_MEMBER = select(*(MEMBER.c[name] for name in MemberRow._fields)).where(
    of_site(MEMBER), MEMBER.c.member_id == MEMBER_ID
)
_RELATED = select(RELATION.c.member_id).where(
    of_site(RELATION), RELATION.c.member_id == MEMBER_ID, RELATION.c.assistant_id == COACH_ID
)
_FIND = _MEMBER.limit(1)
_FIND_RELATED = _MEMBER.where(_RELATED.exists()).limit(1)
_MY_SETTLEMENTS = and_(counted(), SETTLEMENT.c.member_id == MEMBER_ID)
_MY_SERVICES = and_(live(SERVICE), SERVICE.c.tenant_member_id == MEMBER_ID)
_BANNER_PARTS: tuple[Select[*tuple[object]], ...] = (
    select(total_yuan(CARD.c.balance)).where(live(CARD), CARD.c.member_id == MEMBER_ID),
    select(total_yuan(SETTLEMENT.c.ledger_amount)).where(_MY_SETTLEMENTS, within(SETTLEMENT)),
    select(func.max(SETTLEMENT.c.create_time)).where(_MY_SETTLEMENTS),
    select(func.max(SERVICE.c.create_time)).where(_MY_SERVICES, SERVICE.c.record_type == "course"),
)
_BANNER = select(*(part.scalar_subquery() for part in _BANNER_PARTS))
_SETTLEMENTS = (
    select(*(SETTLEMENT.c[name] for name in Settlement._fields))
    .where(_MY_SETTLEMENTS)
    .order_by(SETTLEMENT.c.create_time.desc(), SETTLEMENT.c.settlement_id.desc())
)
_SERVICES_OF = (
    select(
        *(SERVICE.c[name] for name in ServiceOfSettlement._fields[:-2]), ASSISTANT.c.name, ASSISTANT.c.level
    )
    .outerjoin_from(SERVICE, ASSISTANT, coach_of(SERVICE.c.assistant_id))
    .where(_MY_SERVICES, SERVICE.c.settlement_id.in_(IDS))
    .order_by(SERVICE.c.create_time, SERVICE.c.service_id)
)
_BY_COACH = (
    select(SERVICE.c.assistant_id, func.count(), total_hours(SERVICE.c.hours))
    .where(_MY_SERVICES, within(SERVICE))
    .group_by(SERVICE.c.assistant_id)
)
_KNOWN = (RELATION.c.assistant_id, ASSISTANT.c.name, ASSISTANT.c.avatar, ASSISTANT.c.level)
_FAVOURITES = (
    select(*_KNOWN, func.max(RELATION.c.relation_index))
    .outerjoin_from(RELATION, ASSISTANT, coach_of(RELATION.c.assistant_id))
    .where(of_site(RELATION), RELATION.c.member_id == MEMBER_ID)
    .group_by(*_KNOWN)
)
_KINDS = (SERVICE.c.assistant_id, SERVICE.c.course_type)
_COURSES = select(*_KINDS, func.count(), total_hours(SERVICE.c.hours)).where(_MY_SERVICES).group_by(*_KINDS)
_RECHARGES = (
    select(RECHARGE.c.assistant_id, total_yuan(RECHARGE.c.amount))
    .where(live(RECHARGE), RECHARGE.c.member_id == MEMBER_ID, RECHARGE.c.assistant_id.is_not(None))
    .group_by(RECHARGE.c.assistant_id)
)
_NAMES = select(MEMBER.c.member_id, MEMBER.c.name).where(of_site(MEMBER), MEMBER.c.member_id.in_(IDS))
_BALANCES = (
    select(CARD.c.member_id, total_yuan(CARD.c.balance))
    .where(live(CARD), CARD.c.member_id.in_(IDS))
    .group_by(CARD.c.member_id)
)


class Banner(NamedTuple):
    """The figures on top of a member's page."""

    balance: Money
    consumption: Money
    last_visit: datetime | None


def find_member(
    warehouse: Connection, site: str, member_id: int, coach_id: int | None = None
) -> MemberRow | None:
    """The member of this site; with `coach_id`, only one who is related to that coach."""
    asked, values = _FIND, {"site": site, "member_id": member_id}
    if coach_id is not None:
        asked, values = _FIND_RELATED, {**values, "coach_id": coach_id}
    row = warehouse.execute(asked, values).one_or_none()
    return None if row is None else MemberRow(*row)


def read_banner(warehouse: Connection, site: str, member_id: int, recent: Span) -> Banner:
    """Balance, consumption of the recent span, and the last visit, in one statement."""
    values = {"site": site, "member_id": member_id, **span_values(recent)}
    balance, spent, settled, seen = warehouse.execute(_BANNER, values).one()
    return Banner(balance, spent, max((each for each in (settled, seen) if each), default=None))


def list_settlements(warehouse: Connection, site: str, member_id: int, limit: int) -> list[Settlement]:
    """Settlements that count, newest first."""
    rows = warehouse.execute(_SETTLEMENTS.limit(limit), {"site": site, "member_id": member_id})
    return [Settlement(*row) for row in rows]


def list_services_of(
    warehouse: Connection, site: str, member_id: int, settlement_ids: Sequence[int]
) -> list[ServiceOfSettlement]:
    """The member's services within these settlements, each with its coach, in the order they were made."""
    values = {"site": site, "member_id": member_id, "ids": settlement_ids}
    return [ServiceOfSettlement._make(row) for row in warehouse.execute(_SERVICES_OF, values)]


def count_by_coach(
    warehouse: Connection, site: str, member_id: int, recent: Span
) -> dict[int, ServiceTotals]:
    """How often and how long each coach served the member."""
    rows = warehouse.execute(_BY_COACH, {"site": site, "member_id": member_id, **span_values(recent)})
    return {coach: ServiceTotals(count, hours) for coach, count, hours in rows}


def list_favourites(warehouse: Connection, site: str, member_id: int) -> list[Favourite]:
    """The member's coaches, the closest first, then by id."""
    rows = warehouse.execute(_FAVOURITES, {"site": site, "member_id": member_id})
    found = [Favourite(*row) for row in rows]
    return sorted(found, key=lambda each: (-each.relation_index, each.assistant_id))


def sum_courses(warehouse: Connection, site: str, member_id: int) -> list[CourseTotals]:
    """The member's services by coach and kind of course."""
    return [CourseTotals(*row) for row in warehouse.execute(_COURSES, {"site": site, "member_id": member_id})]


def sum_recharges(warehouse: Connection, site: str, member_id: int) -> dict[int, Money]:
    """What the member paid in, by the coach it is credited to."""
    return dict(warehouse.execute(_RECHARGES, {"site": site, "member_id": member_id}).all())


def load_names(warehouse: Connection, site: str, member_ids: Iterable[int]) -> dict[int, str | None]:
    """Names by member id; unknown members are left out."""
    ids = sorted(set(member_ids))
    return dict(warehouse.execute(_NAMES, {"site": site, "ids": ids}).all()) if ids else {}


def sum_balances(warehouse: Connection, site: str, member_ids: Iterable[int]) -> dict[int, Money]:
    """What each member has left on all cards; members without a card are left out."""
    ids = sorted(set(member_ids))
    return dict(warehouse.execute(_BALANCES, {"site": site, "ids": ids}).all()) if ids else {}
