"""The filter bar: one condition per column, names of columns never from the wire."""

import html
import operator
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel import clock
from deskside.kernel.phones import phone_key
from deskside.modules.contacts.models import Customer, CustomerEmail, CustomerPhone
from deskside.modules.contacts.queries.search import like, matches, narrowed
from deskside.modules.contacts.rules.importance import Sign, parse_importance
from deskside.modules.contacts.schemas.customers import CustomerSort

Test = Callable[[Any, Any], ColumnElement[bool]]
COMPARED: dict[Sign, Test] = {
    "=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
TEXTS: dict[str, InstrumentedAttribute[str]] = {
    "country": Customer.country,
    "address": Customer.address,
    "website": Customer.website,
}
SEARCHED: dict[str, InstrumentedAttribute[str]] = {"name": Customer.name, "company": Customer.company}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "id": Customer.id,
    "name": Customer.name_sort,
    "email": Customer.email,
    "importance": Customer.importance,
    "company": Customer.company_sort,
    "country": Customer.country,
    "last_contact_date": Customer.last_contact_date,
    "last_checked_date": Customer.last_checked_date,
    "valid": Customer.valid,
    "updated_at": Customer.updated_at,
    "deleted_at": Customer.deleted_at,
}


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What is looked for. Texts stand anywhere in their column; days are dates of the site's zone."""

    q: str | None = None
    name: str | None = None
    email: str | None = None
    importance: str | None = None
    company: str | None = None
    country: str | None = None
    address: str | None = None
    phone: str | None = None
    website: str | None = None
    comment: str | None = None
    contacted_from: date | None = None
    contacted_to: date | None = None
    never_contacted: bool | None = None
    checked_from: date | None = None
    checked_to: date | None = None
    never_checked: bool | None = None
    valid: int | None = None
    valid_only: bool = False
    owner_id: int | None = None
    binned: bool = False

    def stored(self) -> dict[str, object]:
        """As JSON."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }

    @classmethod
    def load(cls, value: dict[str, object]) -> "CustomerFilter":
        """From JSON."""
        names = {one.name for one in fields(cls)}
        known: dict[str, Any] = {name: each for name, each in value.items() if name in names}
        for name in ("contacted_from", "contacted_to", "checked_from", "checked_to"):
            if known.get(name):
                known[name] = date.fromisoformat(known[name])
        return cls(**known)


def conditions(db: Session, wanted: CustomerFilter, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    """What a customer has to be. Raise BadRequest for a rating filter that is none."""
    yield Customer.deleted_at.is_not(None) if wanted.binned else Customer.deleted_at.is_(None)
    if wanted.q and wanted.q.strip():
        yield matches(db, wanted.q)
    yield from _texts(wanted)
    yield from _days(Customer.last_contact_date, wanted.contacted_from, wanted.contacted_to, zone)
    yield from _days(Customer.last_checked_date, wanted.checked_from, wanted.checked_to, zone)
    yield from _states(wanted)


def _texts(wanted: CustomerFilter) -> Iterator[ColumnElement[bool]]:
    for name, column in (SEARCHED | TEXTS).items():
        text = getattr(wanted, name)
        if text:
            yield like(column, text)
            index = narrowed(text) if name in SEARCHED else None
            if index is not None:
                yield index
    if wanted.email:
        held = select(CustomerEmail.customer_id).where(like(CustomerEmail.email, wanted.email))
        yield or_(like(Customer.email, wanted.email), Customer.id.in_(held))
    if wanted.phone:
        yield or_(like(Customer.phone, wanted.phone), Customer.id.in_(_numbers(wanted.phone)))
    if wanted.comment:
        yield like(Customer.comment, html.escape(wanted.comment, quote=False))


def _numbers(text: str) -> Select[int]:
    digits = "".join(c for c in text if c.isascii() and c.isdigit()) or phone_key(text)
    table = CustomerPhone
    found = like(table.phone, text)
    return select(table.customer_id).where(or_(found, like(table.phone_key, digits)) if digits else found)


def _days(
    column: InstrumentedAttribute[Any], first: date | None, last: date | None, zone: ZoneInfo
) -> Iterator[ColumnElement[bool]]:
    if first is not None:
        yield column >= clock.start_of_day(first, zone)
    if last is not None:
        yield column < clock.start_of_day(last + timedelta(days=1), zone)


def _states(wanted: CustomerFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.importance:
        sign, rating = parse_importance(wanted.importance)
        yield COMPARED[sign](Customer.importance, rating)
    if wanted.valid is not None:
        yield Customer.valid == wanted.valid
    if wanted.valid_only:
        yield Customer.valid != 0
    if wanted.owner_id is not None:
        yield Customer.owner_id == wanted.owner_id
    for column, never in (
        (Customer.last_contact_date, wanted.never_contacted),
        (Customer.last_checked_date, wanted.never_checked),
    ):
        if never is not None:
            yield column.is_(None) if never else column.is_not(None)


def ordering(sort: CustomerSort) -> list[ColumnElement[Any]]:
    """By the column, then by id in the same direction; what is empty comes first upwards, last downwards."""
    column = SORTS[sort.removeprefix("-")]
    if sort.startswith("-"):
        return [column.desc()] if column is Customer.id else [column.desc(), Customer.id.desc()]
    return [column.asc()] if column is Customer.id else [column.asc(), Customer.id.asc()]
