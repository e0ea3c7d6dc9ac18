"""An uploaded list made a reminder's, and taken back: by difference, in the database, ticks kept."""

from sqlalchemy import Select, Table, delete, exists, func, insert, literal, select, true, update

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.models import AcctReminder, Reminder
from deskside.modules.assist.models.imports import AccountList, AccountListRow

ADDED, REMOVED = 1, -1


def apply_list(db: Writes, reminder: Reminder, list_id: int, owner_id: int) -> None:
    """Make the list the reminder's. Raise Invalid for one that is not there, not ready, or used already."""
    wanted = select(AccountList).where(AccountList.id == list_id, AccountList.owner_id == owner_id)
    found = db.scalar(wanted.with_for_update())
    if found is None:
        raise wrong_field("account_list", f"there is no account list {list_id} of yours; upload it again")
    if found.state != "ready":
        raise wrong_field("account_list", found.why or "the list is still being read; wait until it is ready")
    if found.reminder_id is not None:
        raise wrong_field("account_list", f"the list was used for reminder {found.reminder_id} already")
    db.flush()
    found.removed = _note_leaving(db, reminder.id, list_id)
    found.added = found.accepted - _forget_present(db, reminder.id, list_id)
    _add(db, reminder.id, list_id, ADDED)
    _remove(db, reminder.id, list_id, REMOVED)
    found.reminder_id, found.applied_at = reminder.id, clock.now()
    reminder.accounts_count = found.accepted


def take_back(db: Writes, reminder: Reminder) -> None:
    """Undo the last list that was applied. Raise Conflict when there is none, or no account would be left."""
    applied = (AccountList.reminder_id == reminder.id, AccountList.undone_at.is_(None))
    newest = (AccountList.applied_at.desc(), AccountList.id.desc())
    last = db.scalar(select(AccountList).where(*applied).order_by(*newest).limit(1).with_for_update())
    if last is None:
        raise Conflict("no uploaded list is left to take back", code="nothing_to_undo")
    db.flush()
    _remove(db, reminder.id, last.id, ADDED)
    _add(db, reminder.id, last.id, REMOVED)
    last.undone_at = clock.now()
    listed = (AcctReminder.reminder_id == reminder.id, AcctReminder.listed)
    reminder.accounts_count = db.scalar(select(func.count()).select_from(AcctReminder).where(*listed)) or 0
    if not reminder.is_global and not reminder.accounts_count:
        sentence = "no account would be left: delete the reminder, or give it another list"
        raise Conflict(sentence, code="nothing_left")


def _note_leaving(db: Writes, reminder_id: int, list_id: int) -> int:
    """Put the accounts that go beside those that were read; how many."""
    row, account = AccountListRow, AcctReminder
    in_list = exists().where(row.list_id == list_id, row.acct_id == account.acct_id)
    leaving = select(literal(list_id), account.acct_id, literal(REMOVED)).where(
        account.reminder_id == reminder_id, account.listed, ~in_list
    )
    note = insert(row).from_select(["list_id", "acct_id", "change"], leaving, include_defaults=False)
    return db.connection().execute(note.execution_options(preserve_rowcount=True)).rowcount


def _forget_present(db: Writes, reminder_id: int, list_id: int) -> int:
    """Drop what was read and is listed already; how many."""
    row, account = AccountListRow, AcctReminder
    listed = select(account.acct_id).where(account.reminder_id == reminder_id, account.listed)
    same = delete(row).where(row.list_id == list_id, row.change == ADDED, row.acct_id.in_(listed))
    return db.connection().execute(same).rowcount


def _add(db: Writes, reminder_id: int, list_id: int, change: int) -> None:
    row, account = AccountListRow, AcctReminder
    unlisted = update(_table()).where(account.reminder_id == reminder_id, ~account.listed)
    back = account.acct_id.in_(_ids(list_id, change))
    db.connection().execute(unlisted.where(back).values(listed=True))
    there = exists().where(account.reminder_id == reminder_id, account.acct_id == row.acct_id)
    fresh = select(row.acct_id, literal(reminder_id), literal(False), true(), literal(0)).where(
        row.list_id == list_id, row.change == change, ~there
    )
    columns = ["acct_id", "reminder_id", "is_processed", "listed", "version"]
    db.connection().execute(insert(account).from_select(columns, fresh, include_defaults=False))


def _remove(db: Writes, reminder_id: int, list_id: int, change: int) -> None:
    ours = (AcctReminder.reminder_id == reminder_id, AcctReminder.acct_id.in_(_ids(list_id, change)))
    db.connection().execute(delete(_table()).where(*ours, AcctReminder.version == 0))
    db.connection().execute(update(_table()).where(*ours).values(listed=False))


def _table() -> Table:
    table = AcctReminder.__table__
    if not isinstance(table, Table):
        raise TypeError("acct_reminders is a table")
    return table


def _ids(list_id: int, change: int) -> Select[int]:
    row = AccountListRow
    return select(row.acct_id).where(row.list_id == list_id, row.change == change)
