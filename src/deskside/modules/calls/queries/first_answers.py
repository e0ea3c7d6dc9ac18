"""How many numbers were reached by the first call to them: counted a day at a time, where it is wanted."""

from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads
from deskside.modules.calls.models import CallRecord, FirstAnswers
from deskside.modules.calls.rules.judging import rate
from deskside.modules.calls.schemas.logs import FirstAnswersListOut, FirstAnswersOut
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.settings import current


def count_first_answers(db: Reads, day: date, mark: int) -> dict[str, int]:
    """Of the records that the reading `mark` saw; of calls in the same second any counts as the first."""
    first = func.min(CallRecord.called_at).over(partition_by=CallRecord.phone)
    calls = select(CallRecord.phone, CallRecord.answered, CallRecord.called_at, first.label("first"))
    called = calls.where(CallRecord.day == day, CallRecord.mark == mark, CallRecord.phone != "").subquery()
    answered = case((called.c.answered, 1), else_=0)
    at_once = case((called.c.called_at == called.c.first, answered), else_=0)
    by_number = select(
        func.count().label("calls"),
        func.max(answered).label("reached"),
        func.max(at_once).label("reached_first"),
    )
    numbers = by_number.group_by(called.c.phone).subquery()
    sums = [func.coalesce(func.sum(numbers.c[name]), 0) for name in ("reached", "reached_first", "calls")]
    found = db.execute(select(func.count(), *sums).select_from(numbers)).one()
    return dict(zip(("numbers", "reached", "reached_first", "calls"), map(int, found), strict=True))


def list_first_answers(db: Session, first: date, last: date) -> FirstAnswersListOut:
    """The counted days of a span, the newest first."""
    rows = db.scalars(
        select(FirstAnswers).where(FirstAnswers.day.between(first, last)).order_by(FirstAnswers.day.desc())
    )
    items = [
        FirstAnswersOut(
            day=row.day,
            numbers=row.numbers,
            reached=row.reached,
            reached_first=row.reached_first,
            calls=row.calls,
            rate=rate(row.reached_first, row.numbers),
        )
        for row in rows
    ]
    return FirstAnswersListOut(
        items=items, total=len(items), counted=current(db, CallsSettings).first_answers
    )
