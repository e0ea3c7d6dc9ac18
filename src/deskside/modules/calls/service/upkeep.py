"""Forgetting old records, and counting anew after the grades were edited."""

from datetime import date, timedelta

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.vault import Vault
from deskside.modules.calls.errors import stale_grades
from deskside.modules.calls.messages import Recount
from deskside.modules.calls.models import CallRecord, GradeSet, GradeStats
from deskside.modules.calls.queries.grades import current_grades
from deskside.modules.calls.queries.rules import GROUP_NAME
from deskside.modules.calls.schemas.actions import RulesIn
from deskside.modules.calls.schemas.grades import GradesIn, GradesOut
from deskside.modules.calls.service.counting import recount_days
from deskside.platform import audit
from deskside.platform.jobs import enqueue, write_jobs
from deskside.platform.runs import RunContext, run_of_job
from deskside.platform.settings import GroupIn, GroupOut, save_group
from deskside.platform.versions import bump

A_YEAR = timedelta(days=365)


def clean_slice(db: Writes, before: date, limit: int) -> int:
    """Delete up to `limit` records of days before `before`; how many. Roll-ups stay for ever."""
    old = select(CallRecord.source, CallRecord.record_id).where(CallRecord.day < before).limit(limit)
    ids = db.execute(old).all()
    if ids:
        which = tuple_(CallRecord.source, CallRecord.record_id)
        for start in range(0, len(ids), 500):
            part = [tuple(row) for row in ids[start : start + 500]]
            db.execute(delete(CallRecord).where(which.in_(part)))
    return len(ids)


def save_grades(db: Writes, body: GradesIn, actor: Principal) -> GradesOut:
    """Make these the grades, and have every day counted anew. Conflict when `version` is not the newest."""
    before = current_grades(db)
    if body.version != before.version:
        raise stale_grades(before.version, before.model_dump(mode="json"))
    row = GradeSet(
        version=before.version + 1,
        grades=[grade.model_dump(mode="json") for grade in body.grades],
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
    )
    db.add(row)
    try:
        db.flush()
    except IntegrityError:
        raise stale_grades(row.version) from None
    ticket = enqueue(db, Recount(), dedup="all", trigger="manual", actor_id=actor.user_id)
    write_jobs(db)
    run = run_of_job(db, ticket.id)
    old, new = ([g.model_dump(mode="json") for g in one.grades] for one in (before, body))
    audit.record(
        db,
        actor=actor,
        action="calls.grades.update",
        subject=("grades", row.version),
        old={"grades": old},
        new={"grades": new},
    )
    bump(db, "calls")
    return current_grades(db).model_copy(update={"run_id": run.id if run else None})


def save_rules(db: Writes, body: RulesIn, actor: Principal, vault: Vault) -> GroupOut:
    """Save the settings of calls as one who leads them; Conflict with the present ones, or Invalid."""
    return save_group(db, GROUP_NAME, GroupIn(version=body.version, values=body.values), actor, vault)


def recount_all(run: RunContext[Recount]) -> None:
    """From the first day to the last, a year in one transaction."""
    with run.read() as db:
        first = db.scalar(select(func.min(GradeStats.date)))
        last = db.scalar(select(func.max(GradeStats.date)))
    while first is not None and last is not None and first <= last:
        with run.step() as db:
            run.changed += recount_days(db, first, min(last, first + A_YEAR))
        first += A_YEAR + timedelta(days=1)
