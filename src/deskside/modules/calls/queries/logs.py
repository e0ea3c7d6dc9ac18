"""Calls that people wrote down, the newest first."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.masking import mask_phone
from deskside.kernel.paging import Items, Page, count_rows
from deskside.kernel.phones import phone_key
from deskside.modules.calls.errors import no_log
from deskside.modules.calls.models import CallLog
from deskside.modules.calls.schemas.logs import LogOut


@dataclass(frozen=True)
class LogFilter:
    """What is looked for: a number, one's own, those whose next step is due at the latest on a day."""

    phone: str | None = None
    outcome: str | None = None
    mine: bool = False
    with_next: bool = False


def list_logs(db: Session, wanted: LogFilter, page: Page, user: Principal) -> Items[LogOut]:
    """A page of them; with `with_next` those that have a next step, the earliest first."""
    found = select(CallLog)
    if wanted.phone:
        found = found.where(CallLog.phone_key == phone_key(wanted.phone))
    if wanted.outcome:
        found = found.where(CallLog.outcome == wanted.outcome)
    if wanted.mine:
        found = found.where(CallLog.by_id == user.user_id)
    if wanted.with_next:
        found = found.where(CallLog.next_on.is_not(None)).order_by(CallLog.next_on, CallLog.id)
    else:
        found = found.order_by(CallLog.called_at.desc(), CallLog.id.desc())
    rows = db.scalars(found.offset(page.offset).limit(page.size))
    return Items(items=[present_log(row, user) for row in rows], total=count_rows(db, found))


def find_log(db: Session, log_id: int, user: Principal) -> LogOut:
    """One of them. NotFound."""
    row = db.get(CallLog, log_id)
    if row is None:
        raise no_log(log_id)
    return present_log(row, user)


def present_log(row: CallLog, user: Principal) -> LogOut:
    """As `user` may see it: the number is whole for who wrote it."""
    mine = row.by_id is not None and row.by_id == user.user_id
    known = {name: getattr(row, name) for name in LogOut.model_fields if name != "mine"}
    return LogOut(**known | {"phone": row.phone if mine else mask_phone(row.phone), "mine": mine})
