"""A customer given back what a snapshot says."""

from collections.abc import Mapping
from typing import Any

from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.modules.contacts.models import Customer
from deskside.modules.contacts.service.indexing import regroup
from deskside.modules.contacts.service.writing import CONTACT, FIELDS, VALIDITY, as_stored, change, touch


def restore_snapshot(db: Writes, row: Customer, before: Mapping[str, Any], actor: Principal) -> None:
    """Fields, addresses and, where an import gave them, last contact and verdict. Raise Conflict."""
    wanted = {name: before[name] for name in FIELDS}
    first = before["phone"]
    numbers = list(before["phones"])
    if first in numbers:
        numbers.remove(first)
    wanted |= {"email": before["email"], "emails": before["emails"][1:], "phone": first, "phones": numbers}
    imported_contact = row.last_contact_source == "import"
    imported_verdict = row.valid_source == "import"
    if not change(db, row, wanted, actor):
        touch(row, actor)
    if imported_contact:
        _take(row, before, CONTACT)
    if imported_verdict:
        _take(row, before, VALIDITY)
    regroup(db, [row])


def _take(row: Customer, before: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        setattr(row, name, as_stored(name, before[name]))
