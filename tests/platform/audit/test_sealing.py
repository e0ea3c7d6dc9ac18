import threading
import time

import pytest
from sqlalchemy import select

from deskside.kernel.db import Database, Reads
from deskside.platform.audit import AuditEntry, AuditSeal, Sealer, record, seal_once, sealing, verify

KEY = b"k" * 32


def write(database: Database, count: int = 1) -> None:
    with database.writing() as db:
        for number in range(count):
            record(db, actor=None, action="test.thing.update", subject=("thing", number), new={"n": number})


def sealed_ids(db: Reads) -> list[int]:
    return list(db.scalars(select(AuditSeal.audit_id).order_by(AuditSeal.seq)))


def logged_ids(db: Reads) -> list[int]:
    return list(db.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def test_entries_are_sealed_in_id_order_and_once(database: Database) -> None:
    write(database, 5)
    assert seal_once(database, KEY) == 5
    assert seal_once(database, KEY) == 0
    ids = database.read(sealed_ids)
    assert ids == sorted(ids)
    report = verify(database, KEY)
    assert (report.ok, report.checked) == (True, 5)


def test_an_empty_audit_holds(database: Database) -> None:
    assert verify(database, KEY).ok
    assert seal_once(database, KEY) == 0


def test_a_low_id_that_commits_late_is_sealed_when_it_is_seen(database: Database) -> None:
    write(database, 3)
    first, *_rest = database.read(logged_ids)
    seal_once(database, KEY, since_id=first)
    assert first not in database.read(sealed_ids)
    Sealer(database, KEY).look()
    assert database.read(sealed_ids)[-1] == first
    assert verify(database, KEY).ok


def test_more_than_a_batch_is_sealed_in_one_look(database: Database) -> None:
    write(database, sealing.BATCH + 1)
    Sealer(database, KEY).look()
    assert verify(database, KEY).checked == sealing.BATCH + 1


def test_sealers_side_by_side_never_fork_the_chain(database: Database) -> None:
    stop = threading.Event()

    def seal_on() -> None:
        while not stop.is_set():
            seal_once(database, KEY)

    threads = [threading.Thread(target=seal_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(40):
        write(database)
    stop.set()
    for thread in threads:
        thread.join()
    seal_once(database, KEY)
    report = verify(database, KEY)
    assert (report.bad, report.checked) == (None, 40)


def test_the_thread_is_at_most_a_second_behind_and_seals_at_its_stop(database: Database) -> None:
    sealer = Sealer(database, KEY)
    sealer.start()
    write(database)
    deadline = time.monotonic() + 5
    while not database.read(sealed_ids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert database.read(sealed_ids)
    write(database)
    sealer.stop()
    assert verify(database, KEY).checked == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_sealer_outlives_a_failure(database: Database) -> None:
    class Broken(Sealer):
        looks = 0

        def look(self) -> None:
            self.looks += 1
            if self.looks == 1:
                raise LookupError
            super().look()

    sealer = Broken(database, KEY, interval=0.01)
    write(database)
    sealer.start()
    deadline = time.monotonic() + 5
    while not database.read(sealed_ids) and time.monotonic() < deadline:
        time.sleep(0.02)
    sealer.stop()
    assert verify(database, KEY).checked == 1
