"""The conditions that every question to the warehouse is made of; they are spelled nowhere else.

Questions are built once, when their module is imported, and asked with a value for each name below.
"""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import BigInteger, ColumnElement, Date, Table, and_, bindparam

from deskside.kernel.db import UtcDateTime
from deskside.modules.members.models.types import SiteId
from deskside.modules.members.models.warehouse import ASSISTANT, SETTLEMENT

COUNTED_TYPES = (1, 3)
SITE = bindparam("site", type_=SiteId())
MEMBER_ID = bindparam("member_id", type_=BigInteger())
COACH_ID = bindparam("coach_id", type_=BigInteger())
IDS = bindparam("ids", type_=BigInteger(), expanding=True)
MONTH = bindparam("month", type_=Date())
SINCE, UNTIL = bindparam("since", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime())


class SpanValues(TypedDict):
    """Values of SINCE and UNTIL."""

    since: datetime
    until: datetime


def span_values(span: tuple[datetime, datetime]) -> SpanValues:
    """From the first moment on, before the second."""
    return {"since": span[0], "until": span[1]}


def of_site(view: Table) -> ColumnElement[bool]:
    """Rows of SITE."""
    return view.c.site_id == SITE


def not_void(view: Table) -> ColumnElement[bool]:
    """Rows that nobody voided."""
    return view.c.is_delete == 0


def live(view: Table) -> ColumnElement[bool]:
    """Rows of SITE that nobody voided."""
    return and_(of_site(view), not_void(view))


def counted() -> ColumnElement[bool]:
    """Settlements of SITE that count: not void, and of a type that is a sale."""
    return and_(live(SETTLEMENT), SETTLEMENT.c.settle_type.in_(COUNTED_TYPES))


def within(view: Table) -> ColumnElement[bool]:
    """Rows made from SINCE on, before UNTIL."""
    return and_(view.c.create_time >= SINCE, view.c.create_time < UNTIL)


def coach_of(assistant_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For a join: the coach with this id, of SITE, not removed."""
    return and_(ASSISTANT.c.assistant_id == assistant_id, live(ASSISTANT))
