"""Call records, the newest first, with masked numbers."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Reads
from deskside.kernel.masking import mask_phone
from deskside.modules.calls.errors import bad_cursor, no_record
from deskside.modules.calls.models import SOURCE, CallRecord
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.rules.grades import Judge
from deskside.modules.calls.schemas.records import RecordOut, RecordsOut
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.settings import current

CURSOR_PARTS = 3
BATCH = 1_000
Cursor = tuple[date, int, str]


@dataclass(frozen=True)
class RecordFilter:
    """What is looked for. `grade` is the code of a grade; `-`: records of no grade."""

    first: date
    last: date
    agent: str | None = None
    task: str | None = None
    grade: str | None = None
    answered: bool | None = None
    hour: int | None = None
    weekday: int | None = None


def list_records(
    db: Session, wanted: RecordFilter, limit: int, cursor: str | None, zone: ZoneInfo
) -> RecordsOut:
    """A slice of at most `limit`; Invalid for a cursor that is not ours."""
    judge = Judge(current_grades(db).grades)
    found = _found(db, wanted, judge, zone)
    rows = db.scalars(_after(found, _parse(cursor)).limit(limit + 1)).all()
    items = [_present(row, judge, zone) for row in rows[:limit]]
    following = _write(rows[limit - 1]) if len(rows) > limit else None
    total = db.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    return RecordsOut(items=items, next=following, total=total, kept_from=_kept_from(db, zone))


def find_record(db: Session, record_id: str, zone: ZoneInfo) -> RecordOut:
    """One of them. NotFound."""
    row = db.get(CallRecord, (SOURCE, record_id))
    if row is None:
        raise no_record(record_id)
    return _present(row, Judge(current_grades(db).grades), zone)


def all_records(
    reading: Callable[[], AbstractContextManager[Reads]], wanted: RecordFilter, zone: ZoneInfo
) -> Iterator[RecordOut]:
    """Every one of them, a thousand and a question at a time."""
    cursor: Cursor | None = None
    while True:
        with reading() as db:
            judge = Judge(current_grades(db).grades)
            rows = db.scalars(_after(_found(db, wanted, judge, zone), cursor).limit(BATCH)).all()
        yield from (_present(row, judge, zone) for row in rows)
        if len(rows) < BATCH:
            return
        cursor = (rows[-1].day, rows[-1].called_at, rows[-1].record_id)


def _kept_from(db: Session, zone: ZoneInfo) -> date:
    return clock.today(zone) - timedelta(days=current(db, CallsSettings).records_days)


def _found(db: Session, wanted: RecordFilter, judge: Judge, zone: ZoneInfo) -> Select[CallRecord]:
    found = select(CallRecord).where(CallRecord.day.between(wanted.first, wanted.last))
    for column, value in (
        (CallRecord.agent_id, wanted.agent),
        (CallRecord.task_id, wanted.task),
        (CallRecord.answered, wanted.answered),
    ):
        if value is not None:
            found = found.where(column == value)
    if wanted.grade is not None:
        found = found.where(CallRecord.grade.in_(_texts(db, wanted, judge)))
    if wanted.hour is not None or wanted.weekday is not None:
        found = found.where(_at_hours(wanted, zone))
    newest = (CallRecord.day.desc(), CallRecord.called_at.desc(), CallRecord.record_id.desc())
    return found.order_by(*newest)


def _texts(db: Session, wanted: RecordFilter, judge: Judge) -> list[str]:
    """The texts of the vendor that mean the grade; they are few."""
    span = CallRecord.day.between(wanted.first, wanted.last)
    known = db.scalars(select(CallRecord.grade).where(span).distinct())
    return [text for text in known if _code(judge, text) == (None if wanted.grade == "-" else wanted.grade)]


def _code(judge: Judge, text: str) -> str | None:
    grade = judge.grade_of(text)
    return None if grade is None else grade.code


def _at_hours(wanted: RecordFilter, zone: ZoneInfo) -> ColumnElement[bool]:
    """Moments of the wanted hour or weekday: a condition for each day, as zones shift."""
    days = [wanted.first + timedelta(days=n) for n in range((wanted.last - wanted.first).days + 1)]
    parts = [
        and_(CallRecord.day == day, *_bounds(day, wanted.hour, zone))
        for day in days
        if wanted.weekday is None or day.isoweekday() == wanted.weekday
    ]
    return or_(*parts) if parts else CallRecord.mark < 0


def _bounds(day: date, hour: int | None, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    if hour is None:
        return []
    starts = round(datetime(day.year, day.month, day.day, hour, tzinfo=zone).timestamp())
    return [CallRecord.called_at >= starts, CallRecord.called_at < starts + 3600]


def _after(found: Select[CallRecord], cursor: Cursor | None) -> Select[CallRecord]:
    if cursor is None:
        return found
    day, called_at, record_id = cursor
    same_day, same_moment = CallRecord.day == day, CallRecord.called_at == called_at
    older = or_(
        CallRecord.day < day,
        and_(same_day, CallRecord.called_at < called_at),
        and_(same_day, same_moment, CallRecord.record_id < record_id),
    )
    return found.where(CallRecord.day <= day, older)


def _write(row: CallRecord) -> str:
    text = f"{row.day.isoformat()}|{row.called_at}|{row.record_id}"
    return urlsafe_b64encode(text.encode()).decode()


def _parse(cursor: str | None) -> Cursor | None:
    if cursor is None:
        return None
    try:
        parts = urlsafe_b64decode(cursor.encode("ascii")).decode().split("|", CURSOR_PARTS - 1)
        moment = int(parts[1])
        parsed = (date.fromisoformat(parts[0]), moment, parts[2])
    except (ValueError, IndexError):
        raise bad_cursor() from None
    if abs(moment) >= 2**62:
        raise bad_cursor()
    return parsed


def _present(row: CallRecord, judge: Judge, zone: ZoneInfo) -> RecordOut:
    return RecordOut(
        record_id=row.record_id,
        day=row.day,
        called_at=datetime.fromtimestamp(row.called_at, UTC).astimezone(zone),
        seconds=row.seconds,
        answered=row.answered,
        phone=mask_phone(row.phone),
        grade=row.grade,
        grade_code=_code(judge, row.grade),
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        task_id=row.task_id,
        task_name=row.task_name,
        hangup=row.hangup,
        province=row.province,
        city=row.city,
    )
