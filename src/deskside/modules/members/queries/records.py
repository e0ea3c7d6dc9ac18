"""Services, by month for a member, the newest for a coach."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, String, and_, bindparam, func, select

from deskside.modules.members.models.types import total_hours
from deskside.modules.members.models.warehouse import ASSISTANT, MEMBER, SERVICE
from deskside.modules.members.queries.filters import (
    COACH_ID,
    MEMBER_ID,
    coach_of,
    live,
    of_site,
    span_values,
    within,
)
from deskside.modules.members.queries.rows import ServiceRecord, ServiceTotals

_COLUMNS = [SERVICE.c[name] for name in ServiceRecord._fields[:-1]]
_NEWEST = (SERVICE.c.create_time.desc(), SERVICE.c.service_id.desc())
_MINE = and_(live(SERVICE), SERVICE.c.tenant_member_id == MEMBER_ID)
_COUNT = select(func.count()).select_from(SERVICE).where(_MINE)
_TOTALS = select(func.count(), total_hours(SERVICE.c.hours)).where(_MINE, within(SERVICE))
_LIST = (
    select(*_COLUMNS, ASSISTANT.c.name)
    .outerjoin_from(SERVICE, ASSISTANT, coach_of(SERVICE.c.assistant_id))
    .where(_MINE, within(SERVICE))
    .order_by(*_NEWEST)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
_AT_TABLE = SERVICE.c.table_name == bindparam("table", type_=String())
_TOTALS_AT_TABLE, _LIST_AT_TABLE = _TOTALS.where(_AT_TABLE), _LIST.where(_AT_TABLE)
_OF_COACH = (
    select(*_COLUMNS, MEMBER.c.name)
    .outerjoin_from(SERVICE, MEMBER, and_(MEMBER.c.member_id == SERVICE.c.tenant_member_id, of_site(MEMBER)))
    .where(live(SERVICE), SERVICE.c.assistant_id == COACH_ID)
    .order_by(*_NEWEST)
    .limit(bindparam("limit"))
)


class RecordsWanted(NamedTuple):
    """A member's services of one span of time, at one table (None: any)."""

    site: str
    member_id: int
    span: tuple[datetime, datetime]
    table: str | None = None

    def values(self) -> dict[str, object]:
        """What the statements are asked with."""
        asked = {"site": self.site, "member_id": self.member_id, **span_values(self.span)}
        return asked if self.table is None else {**asked, "table": self.table}


def list_records(
    warehouse: Connection, wanted: RecordsWanted, offset: int, limit: int
) -> list[ServiceRecord]:
    """The newest first."""
    asked = _LIST if wanted.table is None else _LIST_AT_TABLE
    rows = warehouse.execute(asked, {**wanted.values(), "offset": offset, "limit": limit})
    return [ServiceRecord(*row) for row in rows]


def sum_records(warehouse: Connection, wanted: RecordsWanted) -> ServiceTotals:
    """How many there are, and their hours."""
    asked = _TOTALS if wanted.table is None else _TOTALS_AT_TABLE
    count, hours = warehouse.execute(asked, wanted.values()).one()
    return ServiceTotals(count, hours)


def count_services(warehouse: Connection, site: str, member_id: int) -> int:
    """All services of the member that are not void, of every month."""
    return warehouse.execute(_COUNT, {"site": site, "member_id": member_id}).scalar_one()


def list_coach_records(warehouse: Connection, site: str, coach_id: int, limit: int) -> list[ServiceRecord]:
    """A coach's services with the members' names, the newest first."""
    rows = warehouse.execute(_OF_COACH, {"site": site, "coach_id": coach_id, "limit": limit})
    return [ServiceRecord(*row) for row in rows]
