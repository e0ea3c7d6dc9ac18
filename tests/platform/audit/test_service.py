from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Reads
from deskside.platform.audit import AuditEntry, record

WANG = Principal(7, "wang", "王强", None, frozenset(), frozenset(), "session", 1)


def entries(db: Reads) -> list[AuditEntry]:
    return list(db.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_an_entry_says_who_did_what_to_which_thing(database: Database) -> None:
    with database.writing() as db:
        record(
            db, actor=WANG, action="a.b.c", subject=("plan", 12), old={"名": "旧"}, new={"n": 1.5}, ip="::1"
        )
    (entry,) = database.read(entries)
    assert (entry.actor_id, entry.actor_name, entry.action) == (7, "王强", "a.b.c")
    assert (entry.subject_type, entry.subject_id, entry.ip) == ("plan", "12", "::1")
    assert (entry.old, entry.new) == ({"名": "旧"}, {"n": 1.5})


def test_the_product_itself_is_named_and_nothing_stays_nothing(database: Database) -> None:
    with database.writing() as db:
        record(db, actor=None, action="a.b.c", subject=("plan", "x"))
    (entry,) = database.read(entries)
    assert (entry.actor_id, entry.actor_name, entry.old, entry.new) == (None, "Deskside", None, None)


def test_moments_and_nul_and_half_characters_can_be_written(database: Database) -> None:
    facts = {"at": datetime(2026, 11, 22, tzinfo=UTC), "text": "a\0b\ud800"}
    with database.writing() as db:
        record(db, actor=None, action="a.b.c", subject=("plan", "x"), new=facts)
    (entry,) = database.read(entries)
    assert entry.new == {"at": "2026-11-22T00:00:00Z", "text": "a\0b?"}


def test_a_change_that_rolls_back_leaves_no_entry(database: Database) -> None:
    def fail() -> None:
        with database.writing() as db:
            record(db, actor=None, action="a.b.c", subject=("plan", "x"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert database.read(entries) == []
