"""What the kept contract changes, with its answer filed as a task in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Invalid, NotFound
from deskside.modules.assist.models import Reminder
from deskside.modules.assist.service.plan_imports import kept_sentence
from deskside.modules.assist.service.plan_saving import save_plan
from deskside.modules.assist.service.plans import visit_plan
from deskside.modules.assist.service.reminders import delete_reminder
from deskside.modules.assist.service.tasks import file_failure, file_result
from deskside.modules.assist.service.ticks import TickWish, set_tick

REFUSALS = {
    "reminder_unknown": "提醒不存在: {0}",
    "reminder_does_not_apply": "提醒不适用于该账户: {0}",
    "not_tickable": "提醒不可勾选: {0}",
}


def tick_for_task(db: Writes, wish: TickWish, agent: Principal, now: datetime, zone: ZoneInfo) -> str:
    """Set a tick as `/reminder/op` asks for it; the id of the task that says how it went."""
    try:
        set_tick(db, wish, agent, now, zone)
    except (NotFound, Invalid) as refusal:
        return file_failure(db, agent, REFUSALS[refusal.error_code].format(wish.reminder_id))
    return file_result(db, agent, f"Insert successful: {wish.reminder_id}")


def delete_for_task(db: Writes, reminder_id: int, actor: Principal, zone: ZoneInfo) -> str:
    """Take a reminder out of use as `/reminder/delete/{id}` asks for it; the task's id."""
    row = db.get(Reminder, reminder_id)
    if row is None or row.deleted_at is not None:
        return file_failure(db, actor, REFUSALS["reminder_unknown"].format(reminder_id))
    delete_reminder(db, reminder_id, actor, zone)
    return file_result(db, actor, f"Delete successful: {reminder_id}")


def save_plan_for_task(db: Writes, wanted: Mapping[str, object], actor: Principal) -> str:
    """Create or change a plan as `/plan/update` asks for it; the task's id. Raise BadRequest."""
    save_plan(db, wanted, actor)
    return file_result(db, actor, kept_sentence(1, 0, ""))


def plan_for_task(db: Writes, plan_id: int, agent: Principal) -> str:
    """Look a plan up as `/plan/{plan_id}` asks for it; the id of the task that has it."""
    plan = visit_plan(db, plan_id)
    if plan is None:
        return file_failure(db, agent, f"计划不存在: {plan_id}")
    return file_result(db, agent, plan.model_dump(mode="json", exclude={"last_modified", "version"}))
