"""Keeping the records of a reading: the database tells which of them it has seen."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, Insert, delete, func, select, update
from sqlalchemy.dialects import mysql, postgresql, sqlite

from deskside.kernel.db import Base, Reads, Writes, upsert
from deskside.modules.calls.models import SOURCE, CallDay, CallRecord
from deskside.modules.calls.rules.tally import Hours, Tally
from deskside.modules.calls.schemas.vendor import Call

FLUSH_ROWS = 4_000
SQLITE_ROWS = 2_000
"""Of one statement, under SQLite's limit of 32,766 values. Its driver lets the other threads go on for the
length of a statement and then waits for its turn: with one for each row it would wait as often."""
STREAM_ROWS = 5_000
UPDATED = (
    "day", "called_at", "seconds", "answered", "phone", "grade", "agent_id", "agent_name",
    "task_id", "task_name", "hangup", "province", "city", "mark",
)  # fmt: skip

Step = Callable[[], AbstractContextManager[Writes]]
Reading = Callable[[], AbstractContextManager[Reads]]


class StoredDay:
    """A reading on its way into the table. Each attempt has a mark of its own, by which it is known there."""

    def __init__(self, day: date, zone: ZoneInfo, step: Step, reading: Reading) -> None:
        self.day = day
        self.mark = 0
        self._zone = zone
        self._step = step
        self._reading = reading
        self._begin_tally()

    def _begin_tally(self) -> None:
        self._tally = Tally(Hours(self._zone))
        self._waiting: list[Call] = []
        self._counted: int | None = None

    def begin(self) -> None:
        """A new mark."""
        self._begin_tally()
        with self._step() as db:
            self.mark = next_mark(db, self.day)

    def add(self, calls: list[Call]) -> None:
        """Count and store; what is stored already gets the new values."""
        self._tally.add(calls)
        self._waiting += calls
        if len(self._waiting) >= FLUSH_ROWS:
            self._flush()

    def distinct(self) -> int:
        """Different records of this reading, as the table counts them."""
        self._flush()
        if self._counted is None:
            # By the connection that wrote: a second one would fill a second cache.
            with self._step() as db:
                self._counted = count_marked(db, self.day, self.mark)
        return self._counted

    def tally(self) -> Tally:
        """The roll-ups. Where records came twice they are counted anew from the table."""
        if self._tally.records != self.distinct():
            self._tally = tally_stored(self._reading, self.day, self.mark, self._zone)
        return self._tally

    def _flush(self) -> None:
        if self._waiting:
            with self._step() as db:
                store_calls(db, self.day, self.mark, self._waiting)
            self._waiting, self._counted = [], None


def next_mark(db: Writes, day: date) -> int:
    """The number of the reading that begins."""
    upsert(db, CallDay, [{"day": day, "mark": 0}], keys=["day"])
    db.execute(update(CallDay).where(CallDay.day == day).values(mark=CallDay.mark + 1))
    return db.scalars(select(CallDay.mark).where(CallDay.day == day)).one()


def store_calls(db: Writes, day: date, mark: int, calls: Sequence[Call]) -> None:
    """Insert or overwrite, by the driver itself: SQLAlchemy's own binding takes as long as all the rest."""
    dialect = db.get_bind().dialect
    sql, order = _insert(dialect)
    stored_day = day.isoformat() if dialect.name == "sqlite" else day
    rows = [
        (SOURCE, c.record_id, stored_day, c.called_at, c.seconds, bool(c.answered), c.phone, c.grade,
         c.agent_id, c.agent_name, c.task_id, c.task_name, c.hangup, c.province, c.city, mark)
        for c in calls
    ]  # fmt: skip
    if dialect.name == "sqlite":
        for start in range(0, len(rows), SQLITE_ROWS):
            some = rows[start : start + SQLITE_ROWS]
            db.connection().exec_driver_sql(_of_rows(sql, len(some)), tuple(chain.from_iterable(some)))
    elif order is None:
        db.connection().exec_driver_sql(sql, rows)
    else:
        db.connection().exec_driver_sql(sql, [dict(zip(order, row, strict=True)) for row in rows])


@lru_cache(maxsize=2)
def _of_rows(sql: str, count: int) -> str:
    """The statement of one row as one of `count` rows."""
    row = sql[sql.index("(?") : sql.index("?)") + 2]
    return sql.replace(row, ", ".join([row] * count), 1)


@cache
def _insert(dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
    """The statement as the driver wants it; the names of its parameters where it binds by name."""
    table = Base.metadata.tables[CallRecord.__tablename__]
    if dialect.name in {"mysql", "mariadb"}:
        into = mysql.insert(table)
        statement: Insert = into.on_duplicate_key_update({name: into.inserted[name] for name in UPDATED})
    else:
        other = (postgresql if dialect.name == "postgresql" else sqlite).insert(table)
        new = {name: other.excluded[name] for name in UPDATED}
        statement = other.on_conflict_do_update(index_elements=["source", "record_id"], set_=new)
    compiled = statement.compile(dialect=dialect, column_keys=[column.name for column in table.columns])
    return str(compiled), None if compiled.positional else tuple(column.name for column in table.columns)


def count_marked(db: Reads | Writes, day: date, mark: int) -> int:
    """Records that the reading `mark` saw."""
    seen = select(func.count()).select_from(CallRecord)
    return db.scalar(seen.where(CallRecord.day == day, CallRecord.mark == mark)) or 0


def drop_unseen(db: Writes, day: date, mark: int, seen: int) -> int:
    """Records of the day that a whole reading did not see are gone from the vendor; how many."""
    stored = db.scalar(select(func.count()).select_from(CallRecord).where(CallRecord.day == day)) or 0
    if stored > seen:
        db.execute(delete(CallRecord).where(CallRecord.day == day, CallRecord.mark != mark))
    return max(0, stored - seen)


def tally_stored(reading: Reading, day: date, mark: int, zone: ZoneInfo) -> Tally:
    """Count what a reading left in the table."""
    tally, last = Tally(Hours(zone)), ""
    columns = [getattr(CallRecord, name) for name in Call.__struct_fields__]
    rows = select(*columns).where(CallRecord.day == day, CallRecord.mark == mark)
    while True:
        following = rows.where(CallRecord.record_id > last).order_by(CallRecord.record_id)
        with reading() as db:
            part = [Call(*row) for row in db.execute(following.limit(STREAM_ROWS))]
        tally.add(part)
        if len(part) < STREAM_ROWS:
            return tally
        last = part[-1].record_id
