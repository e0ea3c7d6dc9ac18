"""Products."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.modules.assist.models import Business, BusinessAlias, Plan, Reminder, ReminderToBusiness
from deskside.modules.assist.rules import Businesses
from deskside.modules.assist.schemas import BusinessOut, BusinessUse


def known_businesses(db: Session) -> Businesses:
    """Names by id, in the order of ids, with their aliases."""
    names = {row.id: row.name for row in db.execute(select(Business.id, Business.name).order_by(Business.id))}
    aliases = db.execute(select(BusinessAlias.folded, BusinessAlias.business_id))
    return Businesses(names, {row.folded: row.business_id for row in aliases})


def list_businesses(db: Session) -> list[BusinessOut]:
    """Every product."""
    return [BusinessOut(id=one, name=name) for one, name in known_businesses(db).items()]


def aliases_by_business(db: Session) -> dict[int, list[str]]:
    """The other names of each product that has any, in the order of the alphabet."""
    found: dict[int, list[str]] = defaultdict(list)
    aliases = select(BusinessAlias.business_id, BusinessAlias.name).order_by(BusinessAlias.folded)
    for row in db.execute(aliases):
        found[row.business_id].append(row.name)
    return dict(found)


def businesses_in_use(db: Session) -> list[BusinessUse]:
    """Every product, with how many plans it has and how many reminders name it."""
    plans = dict(db.execute(select(Plan.business_id, func.count()).group_by(Plan.business_id)).all())
    naming = (
        select(ReminderToBusiness.business_id, func.count())
        .join(Reminder, Reminder.id == ReminderToBusiness.reminder_id)
        .where(Reminder.deleted_at.is_(None))
        .group_by(ReminderToBusiness.business_id)
    )
    reminders: Mapping[int, int] = dict(db.execute(naming).all())
    aliases = aliases_by_business(db)
    return [
        BusinessUse(
            id=one,
            name=name,
            plans=plans.get(one, 0),
            reminders=reminders.get(one, 0),
            aliases=aliases.get(one, []),
        )
        for one, name in known_businesses(db).items()
    ]
