import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import ForeignKey, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from deskside.kernel.db import Database, Reads, Writes, refuse_inside_write

SERVERS = [pytest.param(name, marks=pytest.mark.service) for name in ("mariadb", "postgresql")]
DEFERRING = ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]
"""Engines that can check a constraint at the commit."""


class Own(DeclarativeBase):
    """Tables of these tests alone."""


class Counter(Own):
    __tablename__ = "test_counters"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(default=0)


class Later(Own):
    __tablename__ = "test_laters"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter_id: Mapped[int] = mapped_column(
        ForeignKey("test_counters.id", deferrable=True, initially="DEFERRED")
    )


@pytest.fixture
def db(database: Database) -> Iterator[Database]:
    if database.dialect == "mysql":
        Own.metadata.tables["test_counters"].create(database.engines.writes)  # it defers no constraint
    else:
        Own.metadata.create_all(database.engines.writes)
    database.write(_add, 1)
    database.write(_add, 2)
    yield database
    Own.metadata.drop_all(database.engines.writes)


def _add(db: Writes, number: int) -> None:
    db.add(Counter(id=number, n=0))


def _count(db: Reads | Writes, number: int = 1) -> int:
    return db.scalars(select(Counter.n).where(Counter.id == number)).one()


def _raise(db: Writes, by: int, number: int = 1) -> int:
    db.execute(update(Counter).where(Counter.id == number).values(n=Counter.n + by))
    return by


def test_what_was_written_is_committed_before_the_answer(db: Database) -> None:
    assert db.write(_raise, 5) == 5
    other = Database(db.engines.url.render_as_string(hide_password=False))
    assert other.read(_count) == 5
    other.close()


def test_an_error_rolls_all_back_and_calls_nobody(db: Database) -> None:
    called: list[str] = []

    def work(session: Writes) -> None:
        session.after_commit(lambda: called.append("rolled back"))
        _raise(session, 5)
        raise LookupError

    with pytest.raises(LookupError):
        db.write(work)
    assert db.read(_count) == 0
    db.write(lambda session: session.after_commit(lambda: called.append(str(db.read(_count)))))
    assert called == ["0"]


@pytest.mark.parametrize("engine_name", DEFERRING)
def test_a_commit_that_fails_is_an_error_not_an_answer(db: Database) -> None:
    called: list[int] = []

    def work(session: Writes) -> None:
        session.after_commit(lambda: called.append(1))
        session.execute(insert(Later).values(id=1, counter_id=99))

    with pytest.raises(IntegrityError):
        db.write(work)
    assert called == []
    assert db.write(_raise, 1) == 1
    assert db.read(_count) == 1


def test_a_reading_session_cannot_write_objects(db: Database) -> None:
    def work(session: Reads) -> None:
        session.add(Counter(id=3))
        session.flush()

    with pytest.raises(RuntimeError, match="cannot write"):
        db.read(work)


def test_a_reading_session_cannot_write_by_statement(db: Database) -> None:
    with pytest.raises(DBAPIError):
        db.read(lambda session: session.execute(update(Counter).values(n=9)))
    assert db.read(_count) == 0


def test_a_write_inside_a_write_is_refused_and_a_read_is_not(db: Database) -> None:
    def nested(session: Writes) -> None:
        assert _count(session) == 0
        db.write(_raise, 1)

    with pytest.raises(RuntimeError, match="inside a write"):
        db.write(nested)
    assert db.write(lambda session: (_raise(session, 1), db.read(_count))) == (1, 0)


def test_what_is_slow_is_refused_inside_a_write_only(db: Database) -> None:
    refuse_inside_write("mail")
    with pytest.raises(RuntimeError, match="mail"):
        db.write(lambda _: refuse_inside_write("mail"))
    refuse_inside_write("mail")
    db.write(lambda _: threading.Thread(target=refuse_inside_write, args=("mail",)).start())


def test_sessions_refuse_use_after_their_end(db: Database) -> None:
    with db.reading() as reads:
        pass
    with db.writing() as writes:
        pass
    for session in (reads, writes):
        with pytest.raises(Exception, match=r"[Cc]losed"):
            session.execute(text("SELECT 1"))


def test_a_hundred_threads_lose_no_increment(db: Database) -> None:
    start = threading.Barrier(100)

    def work() -> None:
        start.wait()
        for _ in range(3):
            db.write(read_then_write)

    def read_then_write(session: Writes) -> None:
        counter = session.scalars(select(Counter).where(Counter.id == 1).with_for_update()).one()
        counter.n += 1

    with ThreadPoolExecutor(100) as pool:
        for done in [pool.submit(work) for _ in range(100)]:
            done.result()
    assert db.read(_count) == 300


def test_readers_do_not_wait_for_a_writer(db: Database) -> None:
    with db.writing() as session:
        _raise(session, 1)
        session.flush()
        began = time.monotonic()
        assert db.read(_count) == 0
        assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("engine_name", SERVERS)
def test_a_deadlock_is_tried_once_more(db: Database) -> None:
    met, tries = threading.Barrier(2), list[int]()

    def cross(session: Writes, first: int, second: int) -> None:
        tries.append(first)
        _raise(session, 1, first)
        if len(tries) <= 2:
            met.wait(timeout=10)
        _raise(session, 1, second)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(db.write, cross, 1, 2), pool.submit(db.write, cross, 2, 1)]
        for done in both:
            done.result()
    assert len(tries) == 3
    assert [db.read(_count, 1), db.read(_count, 2)] == [2, 2]


def _failing(db: Database, error: DBAPIError) -> list[int]:
    tries: list[int] = []

    def work(_: Writes) -> None:
        tries.append(1)
        raise error

    with pytest.raises(DBAPIError):
        db.write(work)
    return tries


def test_a_lost_connection_is_tried_once_more_and_other_errors_are_not(db: Database) -> None:
    lost = InterfaceError("x", {}, OSError(), connection_invalidated=True)
    assert len(_failing(db, lost)) == 2
    assert len(_failing(db, IntegrityError("x", {}, OSError()))) == 1
    lost.add_note("lost during commit: it may have happened")
    assert len(_failing(db, lost)) == 1


@pytest.mark.parametrize("engine_name", SERVERS)
def test_a_connection_cut_by_the_server_is_replaced(db: Database) -> None:
    cut = "KILL CONNECTION_ID()" if db.dialect == "mysql" else "SELECT pg_terminate_backend(pg_backend_pid())"
    tries: list[int] = []

    def work(session: Writes) -> None:
        tries.append(1)
        if len(tries) == 1:
            session.execute(text(cut))
        _raise(session, 1)

    db.write(work)
    assert (len(tries), db.read(_count)) == (2, 1)


def test_an_error_does_not_print_what_was_bound(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        db.write(lambda session: session.execute(insert(Counter).values(id=1, n=424242)))
    assert "424242" not in str(caught.value)


def test_tables_are_only_those_of_the_product(database: Database) -> None:
    assert not [
        name for name in inspect(database.engines.reads).get_table_names() if name.startswith("test_")
    ]
