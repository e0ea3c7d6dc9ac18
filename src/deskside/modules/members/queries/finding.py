"""Members and coaches of a site, found by what somebody typed; each list is one statement."""

from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, and_, func, or_, select, true

from deskside.modules.members.models.warehouse import ASSISTANT, MEMBER, RELATION
from deskside.modules.members.queries.filters import COACH_ID, live, of_site
from deskside.modules.members.queries.rows import FoundCoach, FoundMember
from deskside.modules.members.rules.wanted import Wanted


class Slice(NamedTuple):
    """Which rows of the list are wanted."""

    offset: int
    limit: int


T = TypeVar("T")
Question = Select[*tuple[Any, ...]]


class Found(NamedTuple, Generic[T]):
    """One page of a list; `total` counts all pages."""

    rows: list[T]
    total: int


def find_members(
    warehouse: Connection, site: str, coach_id: int | None, wanted: Wanted, piece: Slice
) -> Found[FoundMember]:
    """Members by number; with `coach_id`, only those who are related to that coach."""
    conditions = [of_site(MEMBER), _by(MEMBER, MEMBER.c.member_id, wanted)]
    values: dict[str, object] = {"site": site}
    if coach_id is not None:
        related = select(RELATION.c.member_id).where(of_site(RELATION), RELATION.c.assistant_id == COACH_ID)
        conditions.append(MEMBER.c.member_id.in_(related))
        values["coach_id"] = coach_id
    listed = select(*(MEMBER.c[name] for name in FoundMember._fields)).where(and_(*conditions))
    rows = warehouse.execute(_page(listed, MEMBER.c.member_id, piece), values).all()
    return Found([FoundMember._make(row[1:]) for row in rows if row[1] is not None], rows[0][0])


def find_coaches(
    warehouse: Connection, site: str, coach_id: int | None, wanted: Wanted, piece: Slice
) -> Found[FoundCoach]:
    """Coaches by number, without those who were removed; with `coach_id`, that one alone."""
    conditions = [live(ASSISTANT), _by(ASSISTANT, ASSISTANT.c.assistant_id, wanted)]
    values: dict[str, object] = {"site": site}
    if coach_id is not None:
        conditions.append(ASSISTANT.c.assistant_id == COACH_ID)
        values["coach_id"] = coach_id
    listed = select(*(ASSISTANT.c[name] for name in FoundCoach._fields)).where(and_(*conditions))
    rows = warehouse.execute(_page(listed, ASSISTANT.c.assistant_id, piece), values).all()
    return Found([FoundCoach._make(row[1:]) for row in rows if row[1] is not None], rows[0][0])


def _by(view: Table, key: Column[int], wanted: Wanted) -> ColumnElement[bool]:
    if not wanted.name:
        return true()
    ways = [view.c.name.icontains(wanted.name, autoescape=True)]
    if wanted.number is not None:
        ways.append(key == wanted.number)
    if "phone" in view.c and wanted.phone_end is not None:
        ways.append(view.c.phone.endswith(wanted.phone_end, autoescape=True))
    if "phone" in view.c and wanted.phone is not None:
        ways.append(view.c.phone == wanted.phone)
    return or_(*ways)


def _page(
    listed: Select[*tuple[Any, ...]], key: ColumnElement[int], piece: Slice
) -> Select[*tuple[Any, ...]]:
    """The count of all, and beside it the rows of one page: there is a row even where the list has none."""
    counted = select(func.count().label("total")).select_from(listed.subquery()).subquery("counted")
    page = listed.order_by(key).offset(piece.offset).limit(piece.limit).subquery("page")
    return (
        select(counted.c.total, *page.c)
        .select_from(counted.outerjoin(page, true()))
        .order_by(page.c[key.name])
    )
