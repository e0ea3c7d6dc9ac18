"""The snapshot against the slow, obvious look-up."""

import asyncio
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Writes, upsert
from deskside.modules.assist.cache.rows import Rows, open_rows
from deskside.modules.assist.cache.seen import Report, Seen
from deskside.modules.assist.cache.snapshot import Snapshot
from deskside.modules.assist.front import Budget, Lookup, Question
from deskside.modules.assist.models import (
    AcctReminder,
    AssistAccount,
    Business,
    Number,
    NumberList,
    Reminder,
    ReminderToBusiness,
    ReminderToDepartment,
)
from deskside.modules.assist.queries.lookup import lookup_from_database
from deskside.modules.assist.schemas import LookupIn
from deskside.platform.identity import Department, TokenSnapshot, User
from deskside.platform.versions import bump

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TAGS = ["VIP", "GOLD", "风险"]
BUSINESSES = {1: "BB", 2: "AHC", 3: "CP"}


def agent(department_id: int | None) -> Principal:
    return Principal(
        1, "li", "李娜", department_id, frozenset({"agent"}), frozenset({"assist:read"}), "api", 1
    )


def fill(db: Writes, seed: int) -> None:
    choose = random.Random(seed)
    db.add_all([Department(id=1, name="客服"), Department(id=2, name="一部", parent_id=1)])
    db.flush()
    db.add(User(id=1, login="li", name='李"娜\\', department_id=2, created_at=NOW))
    db.add_all([Business(id=number, name=name) for number, name in BUSINESSES.items()])
    db.add_all(
        [NumberList(id=1, name="spe_cn_num", text="特殊号码"), NumberList(id=2, name="试点", text="试点号码")]
    )
    db.flush()
    db.add_all([Number(number=str(13_000 + n), list_id=1 + n % 2) for n in range(6)])
    for number in range(1, 41):
        db.add(a_reminder(choose, number))
    db.flush()
    for number in range(1, 41):
        db.add_all(
            [ReminderToBusiness(reminder_id=number, business_id=b) for b in choose.sample([1, 2, 3], 2)]
        )
        if choose.random() < 0.3:
            db.add(ReminderToDepartment(reminder_id=number, department_id=choose.choice([1, 2, 9])))
        for acct_id in choose.sample(range(100, 106), 3):
            db.add(a_row(choose, acct_id, number))
    bump(db, "reminders")


def a_reminder(choose: random.Random, number: int) -> Reminder:
    day = timedelta(days=1)
    return Reminder(
        id=number,
        title="t",
        content=f'请核对 "{number}" <b>\n',
        market=choose.choice(["USCN", "CACN", "USCN,CACN"]),
        start_date=choose.choice([None, NOW - day, NOW + day, NOW]),
        expire_date=choose.choice([None, None, NOW + day, NOW]),
        recurrent_interval=choose.choice([-1, 0, 1, 7]),
        is_global=choose.random() < 0.6,
        is_all_business=choose.random() < 0.4,
        checkable=choose.random() < 0.6,
        tag=choose.choice([None, None, *TAGS]),
        number_list_id=choose.choice([None, None, None, 1, 2]),
        deleted_at=choose.choice([None, None, None, NOW]),
    )


def a_row(choose: random.Random, acct_id: int, reminder_id: int) -> AcctReminder:
    ticked = choose.random() < 0.6
    return AcctReminder(
        acct_id=acct_id,
        reminder_id=reminder_id,
        listed=choose.random() < 0.5,
        is_processed=ticked and choose.random() < 0.7,
        last_processed_at=NOW - timedelta(hours=choose.choice([1, 23, 24, 25, 200])) if ticked else None,
        version=choose.randrange(1, 4) if ticked else 0,
        actor_id=choose.choice([1, None, 77]) if ticked else None,
    )


@pytest.fixture
def rows(database: Database) -> Iterator[Rows]:
    opened = open_rows(database.engines.url, database.dialect)
    yield opened
    opened.close()


def look_up(lookup: Lookup, question: Question, principal: Principal) -> list[dict[str, object]]:
    answer = json.loads(asyncio.run(lookup.body(principal, question, NOW)))
    assert answer["acct_id"] == question.acct_id
    items: list[dict[str, object]] = answer["reminders"]
    return items


def comparable(items: list[dict[str, object]]) -> list[dict[str, object]]:
    for item in items:
        tick = item["tick"]
        if isinstance(tick, dict) and tick["last_processed_at"]:
            tick["last_processed_at"] = datetime.fromisoformat(tick["last_processed_at"])
    return items


@pytest.mark.parametrize("seed", range(12))
def test_the_snapshot_agrees_with_the_slow_look_up(database: Database, rows: Rows, seed: int) -> None:
    database.write(fill, seed)
    snapshot = Snapshot(database, SHANGHAI)
    lookup = Lookup(snapshot, TokenSnapshot(database), rows, Seen(database), budget=Budget(lambda: 120))
    choose = random.Random(seed)
    for _ in range(40):
        question = Question(
            acct_id=choose.randrange(99, 107),
            market=choose.choice(["USCN", "CACN", "uscn"]),
            business=choose.choice(["BB", "ahc", "CP"]),
            cn_num=choose.choice([None, "13000", "13001", "999"]),
            tags=choose.choice([None, [], ["VIP"], [" gold ", "风险"]]),
        )
        principal = agent(choose.choice([None, 1, 2]))
        asked = LookupIn.model_validate(
            {name: getattr(question, name) for name in question.__struct_fields__}
        )
        expected = database.read(lookup_from_database, asked, principal, NOW, SHANGHAI)
        want = [item.model_dump() for item in expected.reminders]
        assert comparable(look_up(lookup, question, principal)) == want, (seed, question)


def test_a_view_dies_when_a_reminder_of_it_begins(database: Database) -> None:
    database.write(fill, 1)
    snapshot = Snapshot(database, SHANGHAI)
    before = snapshot.view("USCN", "BB", None, NOW)
    assert snapshot.view("USCN", "BB", None, NOW) is before
    assert before.dies_at == NOW + timedelta(days=1)
    assert snapshot.view("USCN", "BB", None, NOW + timedelta(days=1)) is not before


def test_an_edit_is_seen_after_a_refresh(database: Database) -> None:
    database.write(fill, 1)
    snapshot = Snapshot(database, SHANGHAI)
    first = snapshot.loaded.revision

    def edit(db: Writes) -> None:
        upsert(db, Business, [{"id": 9, "name": "MCN"}], keys=["id"])
        bump(db, "businesses")

    database.write(edit)
    snapshot.refresh()
    assert snapshot.loaded.revision == first + 1
    assert snapshot.view("USCN", "mcn", None, NOW).business == "MCN"


def test_reports_are_written_once_and_keep_tags_that_were_not_told(database: Database) -> None:
    seen = Seen(database)
    seen.note(Report(7, "USCN", "BB", None, frozenset({"VIP"})), 0.0)
    assert seen.flush() == 1
    seen.note(Report(7, "USCN", "BB", None, None), 1.0)
    seen.note(Report(7, "USCN", "BB", None, frozenset({"VIP"})), 2.0)
    assert seen.flush() == 0
    seen.note(Report(7, "USCN", "CP", None, None), 3.0)
    assert seen.flush() == 1
    seen.note(Report(7, "USCN", "CP", None, None), 3700.0)
    assert seen.flush() == 1
    with database.reading() as db:
        row = db.get_one(AssistAccount, 7)
    assert (row.business, row.tags) == ("CP", ["VIP"])
