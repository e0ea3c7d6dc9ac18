import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from deskside.kernel.db import (
    BigId,
    Database,
    Json,
    LongText,
    Reads,
    SmallId,
    UtcDateTime,
    Writes,
    escape_like,
    key,
    now_ms,
    numbers_in,
    upsert,
)
from deskside.kernel.db.base import MYSQL_TABLE
from deskside.kernel.money import Money, MoneyType

MOMENT = datetime(2026, 11, 22, 9, 5, 7, 123456, tzinfo=UTC)


class Own(DeclarativeBase):
    """Tables of these tests alone."""


class Thing(Own):
    __tablename__ = "test_things"
    __table_args__ = MYSQL_TABLE

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(key(64), unique=True)
    size: Mapped[int | None] = mapped_column(SmallId)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(LongText)
    data: Mapped[dict[str, object] | None] = mapped_column(Json)
    price: Mapped[Money | None] = mapped_column(MoneyType)


@pytest.fixture
def db(database: Database) -> Iterator[Database]:
    Own.metadata.create_all(database.engines.writes)
    yield database
    Own.metadata.drop_all(database.engines.writes)


def _put(db: Writes, rows: list[dict[str, object]], update: list[str]) -> None:
    upsert(db, Thing, rows, keys=["name"], update=update)


def _all(db: Reads) -> list[tuple[str, int | None, str | None]]:
    query = select(Thing.name, Thing.size, Thing.note).order_by(Thing.id)
    return [(row.name, row.size, row.note) for row in db.execute(query)]


def _things(db: Reads) -> list[Thing]:
    return list(db.scalars(select(Thing).order_by(Thing.id)))


def test_upserting_overwrites_the_named_columns_and_keeps_the_others(db: Database) -> None:
    db.write(_put, [{"name": "a", "size": 1, "note": "x"}, {"name": "b", "size": 2, "note": "y"}], [])
    db.write(_put, [{"name": "b", "size": 3, "note": "z"}, {"name": "c", "size": 4, "note": "w"}], ["size"])
    assert db.read(_all) == [("a", 1, "x"), ("b", 3, "y"), ("c", 4, "w")]


def test_upserting_with_nothing_to_overwrite_keeps_the_row(db: Database) -> None:
    db.write(_put, [{"name": "a", "size": 1, "note": "x"}], [])
    db.write(_put, [{"name": "a", "size": 9, "note": "z"}, {"name": "b", "size": 2, "note": None}], [])
    assert db.read(_all) == [("a", 1, "x"), ("b", 2, None)]


def test_upserting_one_key_twice_keeps_the_last(db: Database) -> None:
    db.write(
        _put, [{"name": "a", "size": 1, "note": "x"}, {"name": "a", "size": 2, "note": "y"}], ["size", "note"]
    )
    assert db.read(_all) == [("a", 2, "y")]


def test_upserting_nothing_does_nothing(db: Database) -> None:
    db.write(_put, [], ["size"])
    assert db.read(_all) == []


def test_keys_are_compared_byte_for_byte(db: Database) -> None:
    names = ["a", "A", "ä", "á", "中", "😀", "ß", "ss"]
    db.write(_put, [{"name": name, "size": None, "note": None} for name in names], [])
    assert [row[0] for row in db.read(_all)] == names


def test_moments_keep_their_microseconds_and_come_back_in_utc(db: Database) -> None:
    local = MOMENT.astimezone(timezone(timedelta(hours=8)))
    db.write(lambda session: session.add(Thing(name="a", at=local)))
    thing = db.read(_things)[0]
    assert thing.at == MOMENT
    assert thing.at is not None
    assert thing.at.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="needs a zone"):
        db.write(lambda session: session.add(Thing(name="a", at=MOMENT.replace(tzinfo=None))))
    with pytest.raises(StatementError, match="needs a zone"):
        db.read(lambda session: session.execute(select(Thing).where(Thing.at < MOMENT.replace(tzinfo=None))))


def test_every_type_keeps_its_extremes(db: Database) -> None:
    note, data = "字" * 100_000, {"a": [1, None, "😀"], "b": 1.5}
    big = Thing(id=2**62, name="n" * 64, size=255, note=note, data=data, price=Money(-(10**14)))
    db.write(lambda session: session.add_all([big, Thing(name="none")]))
    first, second = sorted(db.read(_things), key=lambda thing: thing.name != "none")
    assert (second.id, second.size, second.note, second.data) == (2**62, 255, note, data)
    assert second.price == Money(-(10**14))
    assert (first.size, first.at, first.note, first.data, first.price) == (None,) * 5


def test_ids_count_by_themselves(db: Database) -> None:
    db.write(_put, [{"name": name, "size": None, "note": None} for name in "abc"], [])
    ids = [thing.id for thing in db.read(_things)]
    assert ids == sorted(set(ids))


def test_the_clock_of_the_database_is_close_to_ours_and_moves_within_a_transaction(db: Database) -> None:
    def work(session: Writes) -> tuple[int, int]:
        first = session.scalar(select(now_ms()))
        time.sleep(0.05)
        second = session.scalar(select(now_ms()))
        assert first is not None
        assert second is not None
        return first, second

    first, second = db.write(work)
    assert isinstance(first, int)
    assert abs(first / 1000 - time.time()) < 5
    assert 40 <= second - first < 5000


@given(st.text())
def test_an_escaped_pattern_holds_no_wildcard(text: str) -> None:
    escaped = escape_like(text)
    plain = escaped.replace("\\\\", "").replace("\\%", "").replace("\\_", "")
    assert not {"%", "_", "\\"} & set(plain)


@pytest.mark.parametrize("sought", ["50%", "a_b", "c\\d", "100%_\\"])
def test_an_escaped_pattern_finds_exactly_its_text(db: Database, sought: str) -> None:
    names = ["50%", "50x", "a_b", "axb", "c\\d", "cxd", "100%_\\"]
    db.write(_put, [{"name": name, "size": None, "note": None} for name in names], [])
    pattern = f"%{escape_like(sought)}%"
    query = select(Thing.name).where(Thing.name.like(pattern, escape="\\"))
    assert db.read(lambda session: list(session.scalars(query))) == [sought]


def test_whole_numbers_become_rows(database: Database) -> None:
    numbers = [2**53 - 1, 0, -5, *range(10, 10_000)]
    with database.reading() as db:
        assert sorted(db.scalars(select(numbers_in(db, numbers).c.value))) == sorted(numbers)
        assert db.scalars(select(numbers_in(db, []).c.value)).all() == []
