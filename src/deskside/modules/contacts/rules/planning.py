"""What an uploaded row would change: the same answer for a dry run and for the real one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskside.modules.contacts.schemas.imports import Outcome

TEXTS = ("name", "importance", "company", "country", "address", "phone", "website", "comment")


@dataclass(frozen=True, slots=True)
class Plan:
    """`changes` of fields; `contact` and `valid` where they are to move; `emails` to be added."""

    outcome: Outcome
    changes: dict[str, Any] = field(default_factory=dict)
    contact: datetime | None = None
    valid: int | None = None


def plan_update(fields: Mapping[str, Any], present: Mapping[str, Any]) -> Plan:
    """Of a known customer: cells that say something else overwrite, the last contact only moves forward.

    A verdict by hand (`valid_manual`) stands.
    """
    changes = {name: fields[name] for name in TEXTS if name in fields and fields[name] != present[name]}
    at, known = fields.get("last_contact_date"), present["last_contact_date"]
    # Files hold whole seconds.
    later = at is not None and (known is None or at > known.replace(microsecond=0))
    valid = fields.get("valid")
    judged = valid is not None and valid != present["valid"] and not present["valid_manual"]
    outcome: Outcome = "updated" if changes or later or judged else "unchanged"
    return Plan(outcome, changes, at if later else None, valid if judged else None)


def plan_creation(fields: Mapping[str, Any]) -> Plan:
    """Of a new one: everything that is given."""
    changes = {name: fields[name] for name in TEXTS if name in fields}
    return Plan("created", changes, fields.get("last_contact_date"), fields.get("valid"))


def applied(present: Mapping[str, Any] | None, plan: Plan) -> dict[str, Any]:
    """What the customer would be after it."""
    blank = {**dict.fromkeys(TEXTS, ""), "importance": 0, "valid": 2, "valid_manual": False}
    held = dict(present or {**blank, "last_contact_date": None}) | plan.changes
    if plan.contact is not None:
        held["last_contact_date"] = plan.contact
    if plan.valid is not None:
        held["valid"] = plan.valid
    return held
