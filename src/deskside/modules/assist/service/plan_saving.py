"""One uploaded plan saved, and a whole upload taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, NotFound
from deskside.modules.assist.models import Plan
from deskside.modules.assist.models.imports import PlanImport, PlanImportRow
from deskside.modules.assist.queries.plans import find_plan
from deskside.modules.assist.rules.imports import PLAN_COLUMNS, say
from deskside.modules.assist.schemas import PlanIn, PlanOut, PlanPatch
from deskside.modules.assist.schemas.imports import KeptPlan, Outcome, PlanUndoOut
from deskside.modules.assist.service.plans import create_plan, update_plan
from deskside.platform import audit
from deskside.platform.versions import bump

FIELDS = PLAN_COLUMNS[1:]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one plan: how it was before, and the version that it has now."""

    outcome: Outcome
    before: PlanOut | None = None
    version: int | None = None
    reason: str | None = None


def save_plan(db: Writes, wanted: Mapping[str, object], actor: Principal | None) -> Saved:
    """Create or update the plan that `wanted` describes, of which only named fields change.

    No actor: only say what would happen. Raise ValidationError, and BadRequest for an unknown business.
    """
    body = PlanIn.model_validate(wanted)
    before = find_plan(db, body.plan_id)
    if before is None:
        made = None if actor is None else create_plan(db, body, actor).version
        return Saved("created", None, made)
    named = {name: getattr(body, name) for name in FIELDS if name in body.model_fields_set}
    if all((getattr(before, name) or "") == (value or "") for name, value in named.items()):
        return Saved("unchanged", before, before.version)
    if actor is None:
        return Saved("updated", before)
    patch = PlanPatch.model_validate({**named, "version": before.version})
    return Saved("updated", before, update_plan(db, body.plan_id, patch, actor).version)


def undo_plans(db: Writes, import_id: int, actor: Principal) -> PlanUndoOut:
    """Give the plans of an upload back what they were, but those that somebody has edited since.

    Raise NotFound for an upload that is not the actor's, Conflict when there is nothing to take back.
    """
    row = db.scalar(select(PlanImport).where(PlanImport.id == import_id).with_for_update())
    if row is None or row.owner_id != actor.user_id:
        raise NotFound(f"there is no import {import_id} of yours", code="import_unknown")
    if row.state != "ready" or row.dry_run or row.undone_at is not None:
        raise Conflict("this import changed nothing, or is taken back already", code="nothing_to_undo")
    changed = (PlanImportRow.import_id == import_id, PlanImportRow.outcome.in_(("created", "updated")))
    out = PlanUndoOut(restored=0, removed=0, kept=[])
    for one in db.scalars(select(PlanImportRow).where(*changed).order_by(PlanImportRow.row_number)):
        _take_back(db, one, row.language, actor, out)
    row.undone_at = clock.now()
    return out


def _take_back(db: Writes, one: PlanImportRow, language: str, actor: Principal, out: PlanUndoOut) -> None:
    present = find_plan(db, one.plan_id or 0)
    if present is None or present.version != one.version:
        reason = say(language, "gone" if present is None else "edited")
        out.kept.append(KeptPlan(plan_id=one.plan_id or 0, name=one.name, reason=reason))
    elif one.before is None:
        _delete(db, present, actor)
        out.removed += 1
    else:
        facts = {name: one.before[name] for name in FIELDS}
        update_plan(
            db, present.plan_id, PlanPatch.model_validate({**facts, "version": present.version}), actor
        )
        out.restored += 1


def _delete(db: Writes, plan: PlanOut, actor: Principal) -> None:
    db.execute(delete(Plan).where(Plan.plan_id == plan.plan_id))
    subject = ("plan", plan.plan_id)
    audit.record(
        db, actor=actor, action="assist.plan.undo_import", subject=subject, old=plan.model_dump(mode="json")
    )
    bump(db, "plans")
