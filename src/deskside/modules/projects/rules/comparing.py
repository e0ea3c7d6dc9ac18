"""What one reading changed of a project."""

from collections.abc import Mapping

from deskside.modules.projects.schemas.remote import ROLES, RemoteProject

FIELDS = ("type", "title", "state", *ROLES, "device", "fault", "payment", "steps", "extra")
NAMES = {"state": "status"}

Diff = dict[str, object]


def values_of(project: RemoteProject) -> dict[str, object]:
    """What is kept of a project, and compared."""
    people: dict[str, object] = {role: project.people.get(role) for role in ROLES}
    return {
        "type": project.type,
        "title": project.title,
        "state": project.state,
        **people,
        "device": project.device,
        "fault": project.fault,
        "payment": project.payment,
        "steps": project.steps,
        "extra": project.extra,
    }


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> list[Diff]:
    """`{field, old, new}` of each field that differs; of people and unknown fields each part by itself."""
    found: list[Diff] = []
    for field in FIELDS:
        left, right = old.get(field), new.get(field)
        if left == right:
            continue
        if field in {*ROLES, "extra", "payment"}:
            found += _parts(field, left, right)
        else:
            found.append({"field": NAMES.get(field, field), "old": left, "new": right})
    return found


def _parts(field: str, left: object, right: object) -> list[Diff]:
    before = left if isinstance(left, dict) else {}
    after = right if isinstance(right, dict) else {}
    names = [*before, *(name for name in after if name not in before)]
    return [
        {"field": f"{field}.{name}", "old": before.get(name), "new": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    ]
