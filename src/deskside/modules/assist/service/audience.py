"""Whom a reminder is for: products, departments, number list, account list."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import delete, select, update

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist import rules
from deskside.modules.assist.errors import wrong_field
from deskside.modules.assist.models import (
    AcctReminder,
    NumberList,
    Reminder,
    ReminderToBusiness,
    ReminderToDepartment,
)
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.queries.people import department_names
from deskside.modules.assist.queries.reminders import business_ids_of
from deskside.modules.assist.schemas import ReminderIn, ReminderPatch
from deskside.modules.assist.service.account_changes import apply_list

SLICE = 5_000
IN_LIST = 500


def write_audience(db: Writes, row: Reminder, body: ReminderIn | ReminderPatch, actor: Principal) -> None:
    """Every target in `body`. Raise BadRequest for an unknown business, Invalid for what contradicts."""
    if body.is_global is not None:
        row.is_global = body.is_global
    if "number_list" in body.model_fields_set:
        row.number_list_id = _number_list(db, body.number_list)
    chosen = None if body.businesses is None else _business_ids(db, body.businesses)
    row.is_all_business = _all_businesses(db, row, body, chosen)
    # The row needs its id before others can point at it.
    db.flush()
    _write_businesses(db, row, chosen)
    if body.departments is not None:
        _write_departments(db, row.id, body.departments)
    if body.account_list is not None:
        _refuse_two_lists(row, body)
        apply_list(db, row, body.account_list, actor.user_id)
    _write_accounts(db, row, body.accounts)


def _number_list(db: Writes, name: str | None) -> int | None:
    if not name:
        return None
    found = db.scalar(select(NumberList.id).where(NumberList.name == name))
    if found is None:
        known = ", ".join(db.scalars(select(NumberList.name).order_by(NumberList.id))) or "none yet"
        raise wrong_field("number_list", f"unknown number list {name!r}; known: {known}")
    return found


def _business_ids(db: Writes, names: Iterable[str]) -> frozenset[int]:
    known = known_businesses(db)
    return frozenset(rules.find_business(name, known) for name in names)


def _all_businesses(
    db: Writes, row: Reminder, body: ReminderIn | ReminderPatch, chosen: frozenset[int] | None
) -> bool:
    said = body.is_all_business
    if said and chosen:
        raise wrong_field("businesses", "either all businesses or a list of them, not both")
    if said is None:
        said = bool(row.is_all_business) and not chosen
    if chosen is None and row.id is not None:
        chosen = frozenset(business_ids_of(db, [row.id]).get(row.id, []))
    if said or chosen:
        return said
    if row.is_global:
        raise wrong_field("businesses", "name the businesses, or say that it is for all")
    return True


def _write_businesses(db: Writes, row: Reminder, chosen: frozenset[int] | None) -> None:
    wanted = frozenset[int]() if row.is_all_business else chosen
    if wanted is not None:
        pairs = [{"reminder_id": row.id, "business_id": one} for one in sorted(wanted)]
        _replace(db, ReminderToBusiness, row.id, pairs, "business_id")


def _write_departments(db: Writes, reminder_id: int, ids: Sequence[int]) -> None:
    known = department_names(db, set(ids))
    for one in ids:
        if one not in known:
            raise wrong_field("departments", f"there is no department {one}")
    pairs = [{"reminder_id": reminder_id, "department_id": one} for one in sorted(known)]
    _replace(db, ReminderToDepartment, reminder_id, pairs, "department_id")


def _replace(
    db: Writes,
    table: type[ReminderToBusiness | ReminderToDepartment],
    reminder_id: int,
    pairs: Sequence[dict[str, int]],
    other: str,
) -> None:
    db.execute(delete(table).where(table.reminder_id == reminder_id))
    upsert(db, table, pairs, keys=["reminder_id", other])


def _refuse_two_lists(row: Reminder, body: ReminderIn | ReminderPatch) -> None:
    if row.is_global:
        raise wrong_field("account_list", "a reminder for everybody has no account list")
    if body.accounts is not None:
        raise wrong_field("account_list", "either accounts or an uploaded list, not both")


def _write_accounts(db: Writes, row: Reminder, accounts: Sequence[int] | None) -> None:
    if row.is_global and accounts:
        raise wrong_field("accounts", "a reminder for everybody has no account list")
    if accounts is not None:
        replace_account_list(db, row, frozenset(accounts))
    if not row.is_global and row.accounts_count == 0:
        raise wrong_field("accounts", "name at least one account, or make the reminder global")


def replace_account_list(db: Writes, row: Reminder, accounts: frozenset[int]) -> tuple[int, int]:
    """Add and remove the difference, in slices of one transaction; (added, removed). Ticks stay."""
    listed = AcctReminder.reminder_id == row.id
    present = set(db.scalars(select(AcctReminder.acct_id).where(listed, AcctReminder.listed)))
    fresh = {"reminder_id": row.id, "listed": True, "is_processed": False, "version": 0}
    for some in _slices(sorted(accounts - present), SLICE):
        upsert(
            db,
            AcctReminder,
            [{"acct_id": one, **fresh} for one in some],
            keys=["acct_id", "reminder_id"],
            update=["listed"],
        )
    for some in _slices(sorted(present - accounts), IN_LIST):
        these = (listed, AcctReminder.acct_id.in_(some))
        db.execute(delete(AcctReminder).where(*these, AcctReminder.version == 0))
        db.execute(update(AcctReminder).where(*these).values(listed=False))
    row.accounts_count = len(accounts)
    return len(accounts - present), len(present - accounts)


def _slices(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
