"""Polls that wait for changes: what wakes them, in which process, and what they cost."""

import asyncio
import threading
import time

import pytest
from tests.modules.assist.office import ACCOUNT, OTHER, ZONE, Gone, Office, ask, office, polling, run, turns

from deskside.kernel.db import Database, Writes
from deskside.modules.assist.cache.changes import Changes
from deskside.modules.assist.cache.snapshot import Snapshot
from deskside.modules.assist.front import Budget, WaitForChanges
from deskside.modules.assist.models import ProcessLog, Reminder
from deskside.modules.assist.rules.revisions import Revision, parse_revision
from deskside.platform.identity import TokenSnapshot, User, issue_token
from deskside.platform.identity.service.credentials import end_tokens
from deskside.platform.versions import bump

PROMISED_S = 2.0
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])

__all__ = ["office"]


def test_a_tick_made_in_any_process_is_told_within_two_seconds(office: Office) -> None:
    async def scene() -> None:
        for web in (office.here, office.there):
            async with polling(office, web=web) as polls:
                begun = time.monotonic()
                await asyncio.to_thread(office.tick, done=web is office.here)
                answer = await polls[0]
                assert (answer.status, answer.body["changed"]) == (200, ["ticks"])
                assert answer.at - begun < PROMISED_S

    run(scene)


@pytest.mark.parametrize(
    ("name", "kind"), [("reminders", "reminders"), ("plans", "panel"), ("settings", "panel")]
)
def test_an_edit_is_told_within_two_seconds(office: Office, name: str, kind: str) -> None:
    async def scene() -> None:
        async with polling(office) as polls:
            begun = time.monotonic()
            await asyncio.to_thread(office.database.write, bump, name)
            answer = await polls[0]
            assert (answer.status, answer.body["changed"]) == (200, [kind])
            assert answer.at - begun < PROMISED_S

    run(scene)


@on_sqlite
def test_five_hundred_open_polls_cost_no_thread_and_are_all_told(office: Office) -> None:
    async def scene() -> None:
        await office.revision()
        before = threading.active_count()
        async with polling(office, 500) as polls, polling(office, acct_id=OTHER) as others:
            assert threading.active_count() == before
            begun = time.monotonic()
            await asyncio.to_thread(office.tick)
            answers = await asyncio.gather(*polls)
            assert {answer.status for answer in answers} == {200}
            assert max(answer.at for answer in answers) - begun < PROMISED_S
            assert not others[0].done()

    run(scene)


@on_sqlite
def test_a_poll_ends_when_its_token_is_revoked(office: Office) -> None:
    async def scene() -> None:
        async with polling(office) as polls:
            begun = time.monotonic()
            await asyncio.to_thread(office.database.write, _revoke_all)
            answer = await polls[0]
            assert answer.status == 401
            assert answer.at - begun < PROMISED_S

    run(scene)


def _revoke_all(db: Writes) -> None:
    end_tokens(db, db.query(User).one().id)
    bump(db, "tokens")


@on_sqlite
def test_a_process_that_is_told_to_end_lets_its_polls_go_at_once(office: Office) -> None:
    async def scene() -> None:
        async with polling(office, 20) as polls:
            begun = time.monotonic()
            office.here.drain()
            answers = await asyncio.gather(*polls)
            assert [answer.body["changed"] for answer in answers] == [[]] * 20
            assert max(answer.at for answer in answers) - begun < 0.5

    run(scene)


@on_sqlite
def test_a_client_that_hangs_up_leaves_nothing_behind(office: Office) -> None:
    async def scene() -> None:
        changes = Changes(office.database)
        poll = front_of(office, changes)
        seen, gone = await office.revision(), Gone()
        waiting = asyncio.ensure_future(ask(poll, f"acct_id=1001&since={seen}", office.token, gone))
        await turns()
        assert changes.open == 1
        gone.set()
        assert (await waiting).status == 0
        assert changes.open == 0

    run(scene)


@on_sqlite
def test_a_poll_of_which_nothing_comes_ends_with_what_it_knew(office: Office) -> None:
    async def scene() -> None:
        changes = Changes(office.database)
        changes.read_panel()
        seen = await office.revision()
        poll = front_of(office, changes, hold=0.05)
        answer = await ask(poll, f"acct_id={ACCOUNT}&since={seen}", office.token)
        assert (answer.status, answer.body) == (200, {"revision": seen, "changed": []})
        # one that has seen more than this process knows is waited for, then told the truth
        ahead = await ask(poll, f"acct_id={ACCOUNT}&since=999.0", office.token)
        assert ahead.body["changed"] == ["reminders"]

    run(scene)


def front_of(office: Office, changes: Changes, hold: float = 25.0) -> WaitForChanges:
    database = office.database
    budget = Budget(lambda: 1_000)
    snapshot, tokens = Snapshot(database, ZONE), TokenSnapshot(database)
    return WaitForChanges(snapshot, tokens, office.rows, changes, budget=budget, hold=hold)


@on_sqlite
def test_the_revision_of_the_look_up_is_where_a_first_poll_may_begin(office: Office) -> None:
    async def scene() -> None:
        full = parse_revision(await office.revision())
        assert full is not None
        of_look_up = f"{full.reminders}.{full.ticks}"
        await asyncio.to_thread(office.tick)
        answer = await ask(office.here.app, f"acct_id={ACCOUNT}&since={of_look_up}", office.token)
        assert answer.body["changed"] == ["ticks"]

    run(scene)


@on_sqlite
def test_a_first_poll_hears_of_panels_too_though_the_look_up_told_nothing_of_them(office: Office) -> None:
    async def scene() -> None:
        full = parse_revision(await office.revision())
        assert full is not None
        query = f"acct_id={ACCOUNT}&since={full.reminders}.{full.ticks}"
        poll = asyncio.ensure_future(ask(office.here.app, query, office.token))
        await turns()
        assert not poll.done()
        begun = time.monotonic()
        await asyncio.to_thread(office.database.write, bump, "panel")
        answer = await poll
        assert (answer.status, answer.body["changed"]) == (200, ["panel"])
        assert answer.at - begun < PROMISED_S

    run(scene)


@on_sqlite
@pytest.mark.parametrize(
    ("query", "status"), [("", 422), ("acct_id=0", 422), ("acct_id=x", 422), ("acct_id=1&more=1", 422)]
)
def test_a_question_that_is_none_is_refused(office: Office, query: str, status: int) -> None:
    assert asyncio.run(ask(office.here.app, query, office.token)).status == status


@on_sqlite
def test_a_token_without_the_scope_or_none_at_all_is_refused(office: Office) -> None:
    token = office.database.write(issue_token, "li", ["assist:tick"], 1)
    assert asyncio.run(ask(office.here.app, "acct_id=1", token)).status == 403
    assert asyncio.run(ask(office.here.app, "acct_id=1", "dsk_wrong")).status == 401


def test_a_tick_that_commits_late_under_a_lower_id_is_noticed(database: Database) -> None:
    def add(db: Writes, tick_id: int) -> None:
        db.add(ProcessLog(id=tick_id, acct_id=ACCOUNT, reminder_id=1, new_status=True, version=tick_id))

    def reminder(db: Writes) -> None:
        db.add(Reminder(id=1, title="a", content="a", market="USCN", is_global=True, is_all_business=True))

    async def scene() -> None:
        changes = Changes(database)
        database.write(reminder)
        database.write(add, 10)
        changes.look()
        with changes.waiting(ACCOUNT) as waiter:
            database.write(add, 9)
            changes.look()
            await asyncio.wait_for(waiter.event.wait(), 5)
            waiter.event.clear()
            changes.look()
            await asyncio.sleep(0)
            assert not waiter.event.is_set()

    run(scene)


@pytest.mark.parametrize("text", [None, "", "1", "a.b", "1.2.3.4", "-1.2", "１.2", "1." + "9" * 30])
def test_what_is_no_revision_is_not_believed(text: str | None) -> None:
    assert parse_revision(text) is None


def test_a_revision_reads_as_it_was_written() -> None:
    for text in ("0.0.0", "12.7", "3.4.5"):
        assert str(parse_revision(text)) == text
    seen = Revision(2, 5, 1)
    assert Revision(2, 6, 1).changed(seen) == ["ticks"]
    assert not Revision(1, 5, 1).later_than(seen)
    assert Revision(1, 5, 1).changed(seen) == ["reminders"]
