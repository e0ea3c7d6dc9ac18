"""What is written into workbooks, asked for slice by slice: memory stays flat, no transaction stays open."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import select

from deskside.kernel.db import Reads
from deskside.kernel.spreadsheets import Writable
from deskside.modules.assist.models import AcctReminder, ProcessLog

SLICE = 5_000
Reading = Callable[[], AbstractContextManager[Reads]]


def listed_accounts(reading: Reading, reminder_id: int) -> Iterator[list[Writable]]:
    """The account list, by id."""
    table = AcctReminder
    wanted = select(table.acct_id).where(table.reminder_id == reminder_id, table.listed)
    last = 0
    while True:
        with reading() as db:
            ids = db.scalars(wanted.where(table.acct_id > last).order_by(table.acct_id).limit(SLICE)).all()
        for one in ids:
            yield [one]
        if len(ids) < SLICE:
            return
        last = ids[-1]


def account_states(reading: Reading, reminder_id: int) -> Iterator[list[Writable]]:
    """Every account of the reminder with its tick as it is stored, by id."""
    table = AcctReminder
    columns = (table.acct_id, table.reminder_id, table.is_processed, table.last_processed_at)
    wanted = select(*columns).where(table.reminder_id == reminder_id)
    last = 0
    while True:
        with reading() as db:
            rows = db.execute(wanted.where(table.acct_id > last).order_by(table.acct_id).limit(SLICE)).all()
        for acct_id, own_id, is_processed, at in rows:
            yield [acct_id, own_id, int(is_processed), at]
        if len(rows) < SLICE:
            return
        last = rows[-1][0]


def tick_history(reading: Reading, reminder_id: int) -> Iterator[list[Writable]]:
    """Every accepted tick, the oldest first."""
    table = ProcessLog
    wanted = select(table).where(table.reminder_id == reminder_id)
    last = 0
    while True:
        with reading() as db:
            rows = db.scalars(wanted.where(table.id > last).order_by(table.id).limit(SLICE)).all()
        for row in rows:
            who = [row.acct_id, row.reminder_id, row.processed_by, row.processed_by_xf]
            yield [*who, row.processed_at, int(row.new_status)]
        if len(rows) < SLICE:
            return
        last = rows[-1].id
