"""Whether an address is valid: what was decided, by whom, and which of it stands."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.errors import no_manual_verdict
from deskside.modules.contacts.models import Customer, Verdict
from deskside.modules.contacts.queries.access import get_customer
from deskside.modules.contacts.queries.customers import present_customer
from deskside.modules.contacts.schemas.customers import CustomerOut, VerdictIn
from deskside.modules.contacts.service.writing import forget_verdict, record, touch

Source = Literal["manual", "import", "bounce", "dns", "provider", "probe"]
CHECKS: frozenset[Source] = frozenset({"dns", "provider", "probe"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What something or somebody found out about an address."""

    valid: Literal[0, 1, 2]
    source: Source
    by: str
    reason: str | None = None
    evidence: str | None = None
    by_id: int | None = None


def record_verdict(db: Writes, row: Customer, finding: Finding) -> bool:
    """Keep what was found; whether it is in force: a verdict by hand stands until it is cleared."""
    now = clock.now()
    reason, evidence = (finding.reason or "")[:200] or None, (finding.evidence or "")[:2000] or None
    made = Verdict(customer_id=row.id, valid=finding.valid, source=finding.source, reason=reason)
    made.evidence, made.by_id, made.by, made.at = evidence, finding.by_id, finding.by[:100], now
    db.add(made)
    if finding.source in CHECKS:
        row.last_checked_date = now
    if row.valid_manual and finding.source != "manual":
        return False
    _apply(row, made)
    return True


def _apply(row: Customer, verdict: Verdict) -> None:
    row.valid, row.valid_source = verdict.valid, verdict.source
    row.valid_reason, row.valid_evidence = verdict.reason, verdict.evidence
    row.valid_by, row.valid_at = verdict.by, verdict.at
    row.valid_manual = verdict.source == "manual"


def judge_by_hand(db: Writes, customer_id: int, body: VerdictIn, actor: Principal) -> CustomerOut:
    """A verdict that stands until it is cleared. Raise NotFound."""
    row = get_customer(db, customer_id, actor, lock=True)
    old = {"valid": row.valid, "valid_reason": row.valid_reason}
    _clear(db, row)
    finding = Finding(body.valid, "manual", actor.name, reason=body.reason, by_id=actor.user_id)
    record_verdict(db, row, finding)
    touch(row, actor)
    record(db, actor, "judge", row.id, old, {"valid": row.valid, "valid_reason": row.valid_reason})
    return present_customer(db, row)


def clear_verdict(db: Writes, customer_id: int, actor: Principal) -> CustomerOut:
    """Take the verdict by hand away; the newest of the others holds. Raise NotFound, Conflict."""
    row = get_customer(db, customer_id, actor, lock=True)
    if not row.valid_manual:
        raise no_manual_verdict(customer_id)
    old = {"valid": row.valid, "valid_reason": row.valid_reason}
    _clear(db, row)
    present = db.scalar(
        select(Verdict)
        .where(Verdict.customer_id == row.id, Verdict.source != "manual", Verdict.cleared_at.is_(None))
        .order_by(Verdict.id.desc())
        .limit(1)
    )
    if present is None:
        checked = row.last_checked_date
        forget_verdict(row)
        row.last_checked_date = checked
    else:
        _apply(row, present)
    touch(row, actor)
    record(db, actor, "clear_verdict", row.id, old, {"valid": row.valid, "valid_reason": row.valid_reason})
    return present_customer(db, row)


def _clear(db: Writes, row: Customer) -> None:
    standing = update(Verdict).where(
        Verdict.customer_id == row.id, Verdict.source == "manual", Verdict.cleared_at.is_(None)
    )
    db.execute(standing.values(cleared_at=clock.now()))
