"""`/reminder/insert` of the kept contract: a form that makes or edits a reminder, now or after its list."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import NotFound
from deskside.kernel.site import Site
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_reminder, wrong_field
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.models.imports import AccountList
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.schemas import ReminderIn, ReminderPatch
from deskside.modules.assist.service.reminders import create_reminder, update_reminder
from deskside.modules.assist.service.tasks import file_failure, file_result, settle
from deskside.modules.assist.service.wording import write_period, write_wording
from deskside.platform.identity import User, make_principal

UNKNOWN = "提醒不存在: {0}"
INSERTED = "Insert successful: {0}"
NO_FILE = "针对账户列表的提醒需要上传账户文件 (file)"
GONE = "提交者已被停用，提醒未保存"


@dataclass(frozen=True, slots=True)
class Wish:
    """A form as the kept contract understands it. `reminder_id` None: a new reminder."""

    reminder_id: int | None
    fields: dict[str, object]

    def as_new(self) -> ReminderIn:
        """The form of a new reminder. Raise ValidationError."""
        return ReminderIn.model_validate(self.fields)

    def as_edit(self, version: int) -> ReminderPatch:
        """The form of an edit. Raise ValidationError."""
        return ReminderPatch.model_validate({**self.fields, "version": version})


def insert_for_task(db: Writes, wish: Wish, actor: Principal, zone: ZoneInfo) -> str:
    """Make or edit a reminder without a new account list; the id of the task that says how it went."""
    if wish.reminder_id is None and not wish.fields.get("is_global"):
        raise wrong_field("file", NO_FILE)
    try:
        made = save(db, wish, actor, zone)
    except NotFound:
        return file_failure(db, actor, UNKNOWN.format(wish.reminder_id))
    return file_result(db, actor, INSERTED.format(made))


def save(db: Writes, wish: Wish, actor: Principal, zone: ZoneInfo) -> int:
    """The reminder's id. Raise NotFound, and what makes a form wrong."""
    if wish.reminder_id is None:
        return create_reminder(db, wish.as_new(), actor, zone).id
    row = _present(db, wish.reminder_id)
    return update_reminder(db, row.id, wish.as_edit(row.version), actor, zone).id


def check(db: Session, wish: Wish, zone: ZoneInfo) -> None:
    """Raise NotFound, and what makes a form wrong, before a job is asked to read its list."""
    row = Reminder()
    body: ReminderIn | ReminderPatch
    if wish.reminder_id is None:
        body = wish.as_new()
    else:
        present = _present(db, wish.reminder_id)
        body = wish.as_edit(present.version)
        row.start_date, row.expire_date = present.start_date, present.expire_date
    write_wording(row, body)
    write_period(row, body, zone)
    known = known_businesses(db)
    for name in body.businesses or ():
        rules.find_business(name, known)


def _present(db: Session, reminder_id: int) -> Reminder:
    found = select(Reminder).where(Reminder.id == reminder_id, Reminder.deleted_at.is_(None))
    row = db.scalar(found.with_for_update() if isinstance(db, Writes) else found)
    if row is None:
        raise no_reminder(reminder_id)
    return row


def carry_out(db: Writes, waiting: AccountList) -> int:
    """Do what waited for a list, and say so to its task; how many accounts changed."""
    user = db.get(User, waiting.owner_id)
    actor = None if user is None else make_principal(user, "api", 0)
    if actor is None or "assist:manage" not in actor.scopes:
        raise wrong_field("file", GONE)
    stored = dict(waiting.wanted or {})
    reminder_id = stored.pop("id", None)
    wish = Wish(None if reminder_id is None else int(str(reminder_id)), stored)
    wish.fields["account_list"] = waiting.id
    try:
        made = save(db, wish, actor, Site().zone)
    except NotFound as gone:
        raise NotFound(UNKNOWN.format(wish.reminder_id)) from gone
    settle(db, waiting.task_id, result=INSERTED.format(made))
    return waiting.added + waiting.removed
