"""Writing down a call."""

from collections.abc import Mapping
from typing import Any

from deskside.contracts import Contact, tell_contact
from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Invalid
from deskside.kernel.phones import phone_key
from deskside.modules.calls.errors import no_log, not_your_log, stale_log
from deskside.modules.calls.models import CallLog
from deskside.modules.calls.queries.logs import present_log
from deskside.modules.calls.schemas.logs import LogIn, LogOut, LogPatch
from deskside.platform import audit
from deskside.platform.versions import bump

SPOKE = {"talked", "call_back", "refused"}
"""Outcomes by which somebody was spoken to: these are contacts."""
EMPTIED = {"seconds", "next_on"}
"""What may be set to nothing again."""


def write_log(db: Writes, body: LogIn, actor: Principal) -> LogOut:
    """Keep it, and tell who keeps customers. Invalid for a moment to come or a number without digits."""
    row = CallLog(by_id=actor.user_id, by_name=actor.name, written_at=clock.now(), version=1)
    _fill(row, body.model_dump() | {"called_at": body.called_at or clock.now()})
    db.add(row)
    db.flush()
    audit.record(db, actor=actor, action="calls.log.write", subject=("call_log", row.id))
    if body.outcome in SPOKE:
        tell_contact(db, Contact(row.called_at, "call", phone=body.phone))
    bump(db, "calls")
    return present_log(row, actor)


def edit_log(db: Writes, log_id: int, body: LogPatch, actor: Principal) -> LogOut:
    """Change what the actor wrote. Conflict with the present one when it has changed meanwhile."""
    row = _own(db, log_id, actor)
    if row.version != body.version:
        raise stale_log(row.version, present_log(row, actor).model_dump(mode="json"))
    given = body.model_dump(exclude_unset=True, exclude={"version"})
    _fill(row, {name: value for name, value in given.items() if value is not None or name in EMPTIED})
    row.version += 1
    audit.record(db, actor=actor, action="calls.log.edit", subject=("call_log", row.id))
    bump(db, "calls")
    return present_log(row, actor)


def drop_log(db: Writes, log_id: int, actor: Principal) -> None:
    """Take back what the actor wrote, or anybody's for who has calls:manage."""
    row = _own(db, log_id, actor, manager="calls:manage" in actor.scopes)
    old = {"by": row.by_name, "outcome": row.outcome, "note": row.note}
    audit.record(db, actor=actor, action="calls.log.drop", subject=("call_log", row.id), old=old)
    db.delete(row)
    bump(db, "calls")


def _own(db: Writes, log_id: int, actor: Principal, *, manager: bool = False) -> CallLog:
    row = db.get(CallLog, log_id, with_for_update=True)
    if row is None:
        raise no_log(log_id)
    if row.by_id != actor.user_id and not manager:
        raise not_your_log()
    return row


def _fill(row: CallLog, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.phone_key = phone_key(row.phone)
    if row.called_at > clock.now():
        raise Invalid("写的通话时间还没到", fields={"called_at": "in the future"})
    if not row.phone_key:
        raise Invalid("号码里没有数字", fields={"phone": "no digits"})
