"""Each night assist forgets accounts that nobody opens any more, and no tick."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

import deskside.modules.assist.jobs  # noqa: F401  # declares what is forgotten
from deskside.kernel import clock
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads, Writes
from deskside.modules.assist.models import AccountTag, AcctReminder, AssistAccount, Reminder
from deskside.modules.assist.models.panel import PanelUse
from deskside.platform.jobs import Runner, enqueue
from deskside.platform.runs import Run
from deskside.platform.runs.upkeep import CleanHistory

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
OLD, FRESH = NOON - timedelta(days=366), NOON - timedelta(days=364)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    clock.travel(lambda: NOON)
    yield
    clock.travel(lambda: datetime.now(UTC))


def fill(db: Writes) -> None:
    reminder = Reminder(title="核对地址", content="", market="ALL", is_global=True)
    db.add(reminder)
    db.flush()
    for acct_id in range(1, 1203):
        db.add(
            AssistAccount(
                acct_id=acct_id,
                market="USCN",
                business="BB",
                tags=["VIP"],
                seen_at=FRESH if acct_id == 1 else OLD,
            )
        )
        db.add(AccountTag(tag="VIP", acct_id=acct_id))
    for acct_id in (1, 2):
        db.add(AcctReminder(acct_id=acct_id, reminder_id=reminder.id, is_processed=True, version=1))
    for day in (date(2025, 11, 20), date(2025, 11, 21), date(2025, 11, 22)):
        db.add(PanelUse(day=day, kind="link", used="1", user_id=1, times=3))


def test_the_nightly_run_forgets_accounts_unopened_for_a_year_and_keeps_ticks(database: Database) -> None:
    database.write(fill)
    with database.writing() as db:
        ticket = enqueue(db, CleanHistory())
    runner = Runner(database, Ports())
    runner.run(ticket.id)
    runner.close()

    def left(db: Reads) -> tuple[list[int], list[int], list[int], list[date], str]:
        return (
            list(db.scalars(select(AssistAccount.acct_id))),
            list(db.scalars(select(AccountTag.acct_id))),
            sorted(db.scalars(select(AcctReminder.acct_id))),
            list(db.scalars(select(PanelUse.day))),
            db.scalars(select(Run.state).where(Run.name == "runs.clean_history")).one(),
        )

    assert database.read(left) == ([1], [1], [1, 2], [date(2025, 11, 22)], "done")
