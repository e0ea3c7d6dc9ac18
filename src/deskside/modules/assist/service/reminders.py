"""Reminders: made, edited without losing a tick, deleted softly, restored."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.assist.errors import deleted, no_reminder, not_begun, stale
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.queries.reminders import present_reminders
from deskside.modules.assist.schemas import ReminderIn, ReminderOut, ReminderPatch
from deskside.modules.assist.service.account_changes import take_back
from deskside.modules.assist.service.audience import write_audience
from deskside.modules.assist.service.wording import write_period, write_wording
from deskside.platform import audit
from deskside.platform.versions import bump


def create_reminder(db: Writes, body: ReminderIn, actor: Principal, zone: ZoneInfo) -> ReminderOut:
    """A new reminder with its targets. Raise BadRequest for an unknown name, Invalid for a wrong field."""
    now = clock.now()
    row = Reminder(version=1, created_by=actor.user_id, create_date=now, last_modified=now, accounts_count=0)
    write_wording(row, body)
    write_period(row, body, zone)
    row.is_global = body.is_global
    db.add(row)
    write_audience(db, row, body, actor)
    out = _present(db, row, zone)
    _record(db, actor, "create", None, out)
    return out


def update_reminder(
    db: Writes, reminder_id: int, body: ReminderPatch, actor: Principal, zone: ZoneInfo
) -> ReminderOut:
    """Change the fields that `body` has; ticks stay, an account list changes by difference.

    Raise NotFound; Conflict with the present reminder when `version` is old; Conflict for a deleted one.
    """
    row = _locked(db, reminder_id)
    old = _present(db, row, zone)
    if row.deleted_at is not None:
        raise deleted(reminder_id)
    if row.version != body.version:
        raise stale(f"reminder {reminder_id}", "current", old.model_dump(mode="json"))
    write_wording(row, body)
    write_period(row, body, zone)
    write_audience(db, row, body, actor)
    out = _touched(db, row, zone)
    _record(db, actor, "update", old, out)
    return out


def delete_reminder(db: Writes, reminder_id: int, actor: Principal, zone: ZoneInfo) -> ReminderOut:
    """Take a reminder out of use; its ticks and log stay. Raise NotFound when there is none."""
    row = _locked(db, reminder_id)
    old = _present(db, row, zone)
    if row.deleted_at is not None:
        return old
    row.deleted_at = clock.now()
    out = _touched(db, row, zone)
    _record(db, actor, "delete", old, out)
    return out


def restore_reminder(db: Writes, reminder_id: int, actor: Principal, zone: ZoneInfo) -> ReminderOut:
    """Put a deleted reminder back into use as it was. Raise NotFound when there is none."""
    row = _locked(db, reminder_id)
    old = _present(db, row, zone)
    if row.deleted_at is None:
        return old
    row.deleted_at = None
    out = _touched(db, row, zone)
    _record(db, actor, "restore", old, out)
    return out


def end_reminder(db: Writes, reminder_id: int, actor: Principal, zone: ZoneInfo) -> ReminderOut:
    """End a reminder now; one that has ended stays as it is. Raise NotFound, or Conflict when not begun."""
    row = _locked(db, reminder_id)
    old, now = _present(db, row, zone), clock.now()
    if row.deleted_at is not None:
        raise deleted(reminder_id)
    if row.expire_date is not None and row.expire_date <= now:
        return old
    if row.start_date is not None and row.start_date >= now:
        raise not_begun(reminder_id)
    row.expire_date = now
    out = _touched(db, row, zone)
    _record(db, actor, "update", old, out)
    return out


def undo_import(db: Writes, reminder_id: int, actor: Principal, zone: ZoneInfo) -> ReminderOut:
    """Take the last uploaded account list back. Raise NotFound; Conflict when there is none to take back."""
    row = _locked(db, reminder_id)
    old = _present(db, row, zone)
    if row.deleted_at is not None:
        raise deleted(reminder_id)
    take_back(db, row)
    out = _touched(db, row, zone)
    _record(db, actor, "undo_import", old, out)
    return out


def _locked(db: Writes, reminder_id: int) -> Reminder:
    row = db.scalar(select(Reminder).where(Reminder.id == reminder_id).with_for_update())
    if row is None:
        raise no_reminder(reminder_id)
    return row


def _touched(db: Writes, row: Reminder, zone: ZoneInfo) -> ReminderOut:
    row.version += 1
    row.last_modified = clock.now()
    db.flush()
    return _present(db, row, zone)


def _present(db: Writes, row: Reminder, zone: ZoneInfo) -> ReminderOut:
    return present_reminders(db, [row], zone)[0]


def _record(db: Writes, actor: Principal, verb: str, old: ReminderOut | None, new: ReminderOut) -> None:
    audit.record(
        db,
        actor=actor,
        action=f"assist.reminder.{verb}",
        subject=("reminder", new.id),
        old=None if old is None else old.model_dump(mode="json"),
        new=new.model_dump(mode="json"),
    )
    bump(db, "reminders")
