import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.platform.audit import VerifyReport, record, seal_once, verify

KEY = b"k" * 32
ROWS = 8
COLUMNS = {
    "at": "2001-01-01 00:00:00.000000",
    "actor_id": 99,
    "actor_name": "someone else",
    "action": "test.other.update",
    "subject_type": "other",
    "subject_id": "999",
    "old": '{"n": 999}',
    "new": '{"n": 999}',
    "ip": "192.0.2.9",
}
row_numbers = st.integers(1, ROWS)


@pytest.fixture(scope="module")
def sealed(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with eight sealed entries, to be copied and edited."""
    path = tmp_path_factory.mktemp("audit") / "sealed.db"
    shutil.copy(sqlite_with_tables, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as db:
        for n in range(ROWS):
            record(
                db, actor=None, action="test.thing.update", subject=("thing", n), old={"n": n}, new={"n": -n}
            )
    assert seal_once(database, KEY) == ROWS
    database.close()
    return path


def after(sealed: Path, *statements: str, values: tuple[object, ...] = ()) -> VerifyReport:
    """What verify says once somebody has run `statements` on a copy of the file."""
    path = sealed.with_name("edited.db")
    for old in sealed.parent.glob("edited.db*"):
        old.unlink()
    shutil.copy(sealed, path)
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement, values if "?" in statement else ())
    database = Database(f"sqlite:///{path}")
    try:
        return verify(database, KEY)
    finally:
        database.close()


@settings(max_examples=40, deadline=None)
@given(column=st.sampled_from(sorted(COLUMNS)), number=row_numbers)
def test_any_edit_of_any_column_is_found_at_its_row(sealed: Path, column: str, number: int) -> None:
    report = after(
        sealed, f"UPDATE audit_log SET {column} = ? WHERE id = ?", values=(COLUMNS[column], number)
    )
    assert str(report.bad) == f"edited: seal {number}, entry {number}"
    assert report.checked == number - 1


@settings(max_examples=20, deadline=None)
@given(number=row_numbers)
def test_a_removed_entry_is_found_with_and_without_its_seal(sealed: Path, number: int) -> None:
    entry, seal = "DELETE FROM audit_log WHERE id = ?", "DELETE FROM audit_seals WHERE seq = ?"
    assert after(sealed, entry, values=(number,)).bad is not None
    both = after(sealed, entry, seal, values=(number,))
    assert both.bad is not None
    assert both.bad.seq == number
    assert both.bad.fault == ("tail cut" if number == ROWS else "removed")


@settings(max_examples=20, deadline=None)
@given(pair=st.lists(row_numbers, min_size=2, max_size=2, unique=True))
def test_two_entries_that_change_places_are_found(sealed: Path, pair: list[int]) -> None:
    left, right = sorted(pair)
    for table, column in (("audit_log", "id"), ("audit_seals", "seq"), ("audit_seals", "audit_id")):
        swap = f"UPDATE {table} SET {column} = {{}} WHERE {column} = {{}}"
        steps = (swap.format(-1, left), swap.format(left, right), swap.format(right, -1))
        report = after(sealed, *steps)
        assert report.bad is not None
        assert report.bad.seq == left


@settings(max_examples=10, deadline=None)
@given(kept=st.integers(0, ROWS - 1))
def test_a_cut_tail_is_found_even_where_the_head_was_set_back(sealed: Path, kept: int) -> None:
    cut = (f"DELETE FROM audit_log WHERE id > {kept}", f"DELETE FROM audit_seals WHERE seq > {kept}")
    plain = after(sealed, *cut)
    assert str(plain.bad) == f"tail cut: seal {kept + 1}"
    last = f"COALESCE((SELECT hash FROM audit_seals WHERE seq = {kept}), '')"
    report = after(sealed, *cut, f"UPDATE audit_head SET count = {kept}, hash = {last}")
    if kept:
        assert str(report.bad) == f"head edited: seal {kept}"


def test_a_removed_head_is_found(sealed: Path) -> None:
    assert str(after(sealed, "DELETE FROM audit_head").bad) == "head edited: seal 1"


def test_seals_made_without_the_key_are_found(sealed: Path) -> None:
    forged = "INSERT INTO audit_seals SELECT 9, 99, hash FROM audit_seals WHERE seq = 1"
    report = after(sealed, forged, "UPDATE audit_head SET count = 9")
    assert report.bad is not None


def test_another_key_holds_nothing(sealed: Path) -> None:
    database = Database(f"sqlite:///{sealed}")
    assert str(verify(database, b"x" * 32).bad) == "edited: seal 1, entry 1"
    database.close()


@pytest.fixture
def at_noon() -> Iterator[datetime]:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    clock.travel(lambda: noon)
    yield noon
    clock.travel(lambda: datetime.now(UTC))


def test_an_entry_may_be_unsealed_for_a_minute(database: Database, at_noon: datetime) -> None:
    with database.writing() as db:
        record(db, actor=None, action="test.thing.update", subject=("thing", 1))
    assert verify(database, KEY).ok
    clock.travel(lambda: at_noon + timedelta(seconds=61))
    report = verify(database, KEY)
    assert report.bad is not None
    assert report.bad.fault == "unsealed"


def test_a_chain_goes_on_under_a_new_key_and_holds_with_both(database: Database) -> None:
    for key in (b"a" * 32, b"b" * 32):
        with database.writing() as db:
            record(db, actor=None, action="test.thing.update", subject=("thing", 1))
        assert seal_once(database, key) == 1
    assert verify(database, b"b" * 32, b"a" * 32).ok
    assert not verify(database, b"b" * 32).ok


def test_an_edit_is_found_on_every_engine(database: Database) -> None:
    with database.writing() as db:
        for n in range(3):
            record(db, actor=None, action="test.thing.update", subject=("名", n), new={"值": [n, 0.1, None]})
    seal_once(database, KEY)
    assert verify(database, KEY).ok
    with database.writing() as db:
        db.connection().exec_driver_sql("UPDATE audit_log SET actor_name = 'x' WHERE subject_id = '1'")
    report = verify(database, KEY)
    assert (report.checked, report.bad and report.bad.fault) == (1, "edited")
