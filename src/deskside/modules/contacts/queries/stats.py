"""Statistics: customers by rating and validity, mail by week."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.modules.contacts.models import Customer, Message
from deskside.modules.contacts.queries.access import seen_by
from deskside.modules.contacts.schemas.stats import MailOut, MailWeek, RatingCount, RatingsOut, ValidityOut

RATINGS = range(6)
VALIDITY = {"invalid": 0, "valid": 1, "unconfirmed": 2}
WEEKS = 20


def _counts(db: Session, user: Principal) -> dict[tuple[int, int], int]:
    grouped = select(Customer.importance, Customer.valid, func.count()).where(
        Customer.deleted_at.is_(None), seen_by(db, user)
    )
    rows = db.execute(grouped.group_by(Customer.importance, Customer.valid))
    return {(importance, valid): count for importance, valid, count in rows}


def ratings(db: Session, user: Principal) -> RatingsOut:
    """Customers of each rating by validity."""
    counts = _counts(db, user)
    items = [
        RatingCount(
            importance=rating,
            **{name: counts.get((rating, valid), 0) for name, valid in VALIDITY.items()},
        )
        for rating in RATINGS
    ]
    return RatingsOut(items=items)


def validity(db: Session, user: Principal) -> ValidityOut:
    """Customers by validity."""
    counts = _counts(db, user)
    sums = {
        name: sum(n for (_rating, held), n in counts.items() if held == valid)
        for name, valid in VALIDITY.items()
    }
    return ValidityOut(**sums, total=sum(counts.values()))


def mail_by_week(db: Session, zone: ZoneInfo) -> MailOut:
    """Mail sent and received in this week and the nineteen before it; weeks begin on Monday."""
    today = clock.today(zone)
    monday = today - timedelta(days=today.weekday())
    items = []
    for back in range(WEEKS - 1, -1, -1):
        week = monday - timedelta(weeks=back)
        first, after = (clock.start_of_day(day, zone) for day in (week, week + timedelta(weeks=1)))
        there = (Message.date >= first, Message.date < after, Message.type.in_(("sendto", "receive")))
        counted = dict(
            db.execute(select(Message.type, func.count()).where(*there).group_by(Message.type)).all()
        )
        items.append(MailWeek(week=week, sent=counted.get("sendto", 0), received=counted.get("receive", 0)))
    return MailOut(items=items)
