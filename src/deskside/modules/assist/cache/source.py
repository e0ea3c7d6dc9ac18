"""What a snapshot is made of, read in one go."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from deskside.kernel.db import Reads
from deskside.modules.assist.models import (
    NumberList,
    Reminder,
    ReminderToBusiness,
    ReminderToDepartment,
)
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.rules import Businesses, Target, target_businesses


@dataclass(frozen=True, slots=True)
class LiveReminder:
    """A reminder that is not deleted; whether it is in force is asked of the moment."""

    id: int
    content: str
    checkable: bool
    recurrent_interval: int
    start: datetime | None
    expire: datetime | None
    target: Target


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that edits can change. The mappings are from ids to names and texts."""

    reminders: tuple[LiveReminder, ...]
    businesses: Businesses
    list_texts: Mapping[int, str]


def load_source(db: Reads) -> Source:
    """Read the tables; hundreds to thousands of rows."""
    products: dict[int, set[int]] = defaultdict(set)
    for pair in db.execute(select(ReminderToBusiness.reminder_id, ReminderToBusiness.business_id)):
        products[pair.reminder_id].add(pair.business_id)
    departments: dict[int, set[int]] = defaultdict(set)
    for link in db.execute(select(ReminderToDepartment.reminder_id, ReminderToDepartment.department_id)):
        departments[link.reminder_id].add(link.department_id)
    rows = db.scalars(select(Reminder).where(Reminder.deleted_at.is_(None)).order_by(Reminder.id))
    reminders = tuple(_live(row, products[row.id], departments[row.id]) for row in rows)
    businesses = known_businesses(db)
    texts = {row.id: row.text for row in db.execute(select(NumberList.id, NumberList.text))}
    return Source(reminders, businesses, texts)


def _live(row: Reminder, products: set[int], departments: set[int]) -> LiveReminder:
    target = Target(
        markets=frozenset(row.market.split(",")),
        business_ids=target_businesses(products, is_all=row.is_all_business, is_global=row.is_global),
        is_global=row.is_global,
        tag=row.tag,
        number_list_id=row.number_list_id,
        department_ids=frozenset(departments),
    )
    return LiveReminder(
        row.id,
        row.content,
        row.checkable,
        row.recurrent_interval,
        row.start_date,
        row.expire_date,
        target,
    )
