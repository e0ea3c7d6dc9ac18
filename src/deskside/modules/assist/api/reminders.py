"""Reminders, for managers: agents never see a title."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints

from deskside.kernel import clock
from deskside.kernel.errors import DesksideError
from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Manager, RowId, Zone
from deskside.modules.assist.cache.previews import preview
from deskside.modules.assist.errors import no_reminder
from deskside.modules.assist.models import MAX_ACCT_ID, MAX_INT
from deskside.modules.assist.queries.reminder_calendar import reminder_calendar
from deskside.modules.assist.queries.reminder_lists import ReminderFilter, list_authors, list_reminders
from deskside.modules.assist.queries.reminders import find_reminder
from deskside.modules.assist.queries.ticks import LogFilter, list_accounts, list_log, list_ticks
from deskside.modules.assist.schemas import (
    BulkIn,
    BulkOut,
    BulkRow,
    CalendarOut,
    ListedAccount,
    LogRow,
    PersonRef,
    PreviewIn,
    PreviewOut,
    ReminderIn,
    ReminderOut,
    ReminderPatch,
    ReminderSort,
    ReminderState,
    TargetKind,
    TickRow,
)
from deskside.modules.assist.service.reminders import (
    create_reminder,
    delete_reminder,
    end_reminder,
    restore_reminder,
    update_reminder,
)
from deskside.platform.views import declare_list

router = make_router("assist", "/api/assist")
declare_list("assist.reminders", reads="assist:manage", manages="assist:manage")
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=255)]
Day = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(9000, 1, 1))]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255, pattern=r"^[^\x00]*$")]
Account = Annotated[int | None, Query(ge=1, le=MAX_ACCT_ID)]
Month = Annotated[str, Query(pattern=r"^(19|[2-8]\d)\d\d-(0[1-9]|1[0-2])$")]


def _filter(  # noqa: PLR0913, PLR0917 - one parameter per filter
    id: Annotated[int | None, Query(ge=1, le=MAX_INT)] = None,  # noqa: A002 - the name in the address
    created_from: Day = None,
    created_to: Day = None,
    title: Annotated[Title | None, Query()] = None,
    state: ReminderState | None = None,
    market: Annotated[Word | None, Query()] = None,
    business: Annotated[Word | None, Query()] = None,
    target: TargetKind | None = None,
    tag: Annotated[Word | None, Query()] = None,
    account: Account = None,
    author: Annotated[int | None, Query(ge=1, le=MAX_INT)] = None,
) -> ReminderFilter:
    return ReminderFilter(
        id, created_from, created_to, title, state, market, business, target, tag, account, author
    )


@router.get("/reminders")
def reminders(
    _user: Manager,
    db: Db,
    zone: Zone,
    page: Paged,
    wanted: Annotated[ReminderFilter, Depends(_filter)],
    sort: ReminderSort = "-id",
) -> Items[ReminderOut]:
    """Reminders that match every filter, deleted ones only when asked for, the newest first."""
    return db.read(list_reminders, page, wanted, zone, sort)


@router.get("/reminders/authors")
def authors(_user: Manager, db: Db) -> list[PersonRef]:
    """Whoever made a reminder."""
    return db.read(list_authors)


@router.get("/reminders/calendar")
def calendar(_user: Manager, db: Db, zone: Zone, month: Month) -> CalendarOut:
    """Which reminders begin and end on the days of a month, in the site zone."""
    return db.read(reminder_calendar, datetime.strptime(month, "%Y-%m").date(), zone)  # noqa: DTZ007 - a month has no zone


@router.post("/reminders/preview")
def preview_reminder(body: PreviewIn, user: Manager, db: Db) -> PreviewOut:
    """Which accounts a draft would be shown to, as far as accounts are known."""
    return db.read(preview, body, user)


@router.post("/reminders/bulk")
def change_many(body: BulkIn, user: Manager, db: Db, zone: Zone) -> BulkOut:
    """End, delete or restore reminders, each by itself: what one is refused does not keep the others."""
    action = {"end": end_reminder, "delete": delete_reminder, "restore": restore_reminder}[body.action]
    rows = []
    for one in dict.fromkeys(body.ids):
        try:
            done = db.write(action, one, user, zone)
            rows.append(BulkRow(id=one, reminder=done, code=None, detail=None))
        except DesksideError as refusal:
            rows.append(
                BulkRow(id=one, reminder=None, code=str(refusal.body()["code"]), detail=refusal.detail)
            )
    return BulkOut(results=rows)


@router.post("/reminders", status_code=HTTPStatus.CREATED)
def add_reminder(body: ReminderIn, user: Manager, db: Db, zone: Zone) -> ReminderOut:
    """A new reminder."""
    return db.write(create_reminder, body, user, zone)


@router.get("/reminders/{reminder_id}")
def reminder(reminder_id: RowId, _user: Manager, db: Db, zone: Zone) -> ReminderOut:
    """One reminder, a deleted one too."""
    found = db.read(find_reminder, reminder_id, zone)
    if found is None:
        raise no_reminder(reminder_id)
    return found


@router.patch("/reminders/{reminder_id}")
def edit_reminder(reminder_id: RowId, body: ReminderPatch, user: Manager, db: Db, zone: Zone) -> ReminderOut:
    """Change a reminder, ticks kept; 409 with the present one when `version` is old."""
    return db.write(update_reminder, reminder_id, body, user, zone)


@router.delete("/reminders/{reminder_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_reminder(reminder_id: RowId, user: Manager, db: Db, zone: Zone) -> None:
    """Take a reminder out of use; it can be restored."""
    db.write(delete_reminder, reminder_id, user, zone)


@router.post("/reminders/{reminder_id}/restore")
def undo_removal(reminder_id: RowId, user: Manager, db: Db, zone: Zone) -> ReminderOut:
    """Put a deleted reminder back into use."""
    return db.write(restore_reminder, reminder_id, user, zone)


@router.get("/reminders/{reminder_id}/accounts")
def accounts(reminder_id: RowId, _user: Manager, db: Db, page: Paged) -> Items[ListedAccount]:
    """The account list."""
    return db.read(list_accounts, reminder_id, page)


@router.get("/reminders/{reminder_id}/ticks")
def ticks(reminder_id: RowId, _user: Manager, db: Db, zone: Zone, page: Paged) -> Items[TickRow]:
    """Who ticked which account, as it stands."""
    return db.read(list_ticks, reminder_id, page, clock.now(), zone)


def _log_filter(
    account: Account = None,
    person: Annotated[Word | None, Query()] = None,
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
) -> LogFilter:
    return LogFilter(account, person, since, until)


@router.get("/reminders/{reminder_id}/log")
def tick_log(
    reminder_id: RowId,
    _user: Manager,
    db: Db,
    zone: Zone,
    page: Paged,
    wanted: Annotated[LogFilter, Depends(_log_filter)],
) -> Items[LogRow]:
    """Every tick and untick, the newest first; `person` is a part of a name, both days are included."""
    return db.read(list_log, reminder_id, page, wanted, zone)
