"""The audit on the wire."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from deskside.kernel.wire import Output


class AuditEntryOut(Output):
    """One change: `action` like `identity.user.update`; `old` and `new` hold the fields that differ."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    subject_type: str
    subject_id: str
    old: JsonValue
    new: JsonValue
    ip: str | None


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for; None: anything. `action` is a beginning, `since` inclusive, `until` exclusive."""

    actor_id: int | None = None
    action: str | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
