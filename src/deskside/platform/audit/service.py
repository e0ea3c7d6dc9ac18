"""Writing down who changed what, in the transaction of the change."""

import json
from collections.abc import Mapping

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.platform.audit.models import AuditEntry

Facts = Mapping[str, object] | BaseModel | None
SYSTEM = "Deskside"


def record(
    db: Writes,
    *,
    actor: Principal | None,
    action: str,
    subject: tuple[str, int | str],
    old: Facts = None,
    new: Facts = None,
    ip: str | None = None,
) -> None:
    """Add one entry, `action` named like `assist.reminder.update`. No actor: the product itself.

    Secrets and full phone numbers have no place in `old` and `new`.
    """
    kind, identifier = subject
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.user_id if actor else None,
        actor_name=actor.name if actor else SYSTEM,
        action=action,
        subject_type=kind,
        subject_id=str(identifier),
        old=_storable(old),
        new=_storable(new),
        ip=ip,
    )
    db.add(entry)


def _storable(facts: Facts) -> object:
    """As JSON types; half a surrogate pair, which MariaDB refuses, becomes a question mark."""
    text = json.dumps(to_jsonable_python(facts), ensure_ascii=False)
    stored: object = json.loads(text.encode("utf-8", "replace"))
    return stored
