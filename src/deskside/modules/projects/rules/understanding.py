"""What a remote project means: nested or flat, with whatever fields it has besides."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import blake2b
from zoneinfo import ZoneInfo

import msgspec

from deskside.kernel.connectors import RemoteAnswerChanged
from deskside.modules.projects.schemas.remote import PERSON_FIELDS, ROLES, Person, RemoteProject, Role

REMOTE = "项目库"
LONGEST_ID = 64
MOST_STEPS = 50
MOST_EXTRA = 100
MILLISECONDS = 10_000_000_000
LATEST = 4_102_444_800
KNOWN = {"id", "type", "title", "status", "updated_at", "device", "fault", "payment", "steps", *ROLES}
FLAT = {f"{role}_{name}": (role, name) for role in ROLES for name in PERSON_FIELDS}
PAYMENT = {"payment_amount": "amount", "payment_paid_at": "paid_at", "paid_at": "paid_at"}
project_id_form = re.compile(r"[\w.:\-]{1,64}", re.ASCII)

Raw = Mapping[str, object]


class Head(msgspec.Struct, gc=False):
    """What is looked at of each row, changed or not."""

    id: str | int
    type: str | None = None
    updated_at: str | int | float | None = None


_heads = msgspec.json.Decoder(Head)


def hash_of(row: bytes) -> str:
    """A row's fingerprint."""
    return blake2b(row, digest_size=16).hexdigest()


def head_of(row: bytes) -> Head:
    """Its id, type and moment. RemoteAnswerChanged where it has none."""
    try:
        head = _heads.decode(row)
    except msgspec.DecodeError as error:
        raise _changed(f"gave a project that cannot be read: {error}", row) from None
    if project_id_form.fullmatch(str(head.id)) is None:
        raise _changed("gave a project without a usable id", row)
    return head


def understand(row: bytes, zone: ZoneInfo, *, wanted: str | None = None) -> RemoteProject:
    """The project. RemoteAnswerChanged where it is none, or (`wanted`) another than was asked for."""
    try:
        found = msgspec.json.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _changed(f"gave a project that cannot be read: {error}", row) from None
    if not isinstance(found, dict):
        raise _changed("gave something that is no project", row)
    project_id = _plain(found.get("id"))
    if project_id is None or project_id_form.fullmatch(project_id) is None:
        raise _changed("gave a project without a usable id", row)
    if wanted is not None and project_id != wanted:
        raise _changed(f"was asked for {wanted} and answered with another project", row)
    kind, state = _plain(found.get("type")), _plain(found.get("status"))
    if not kind or not state:
        raise _changed(f"gave the project {project_id} without a type or status", row)
    return RemoteProject(
        id=project_id,
        type=kind[:16],
        title=(_plain(found.get("title")) or project_id)[:300],
        state=state[:64],
        updated_at=moment_of(found.get("updated_at"), zone),
        raw_hash=hash_of(row),
        people={role: _person(found, role) for role in ROLES},
        device=_cut(found.get("device"), 500),
        fault=_cut(found.get("fault"), 5_000),
        payment=_payment(found, zone),
        steps=_steps(found.get("steps"), zone),
        extra=_extra(found),
    )


def moment_of(value: object, zone: ZoneInfo) -> datetime | None:
    """A moment in ISO 8601 (without an offset: in the site's zone) or unix time; None where it is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if value >= MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST else None
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def account_of(project: RemoteProject, path: str) -> str | None:
    """What stands in the field that the settings name: `customer.id`, or one of the remote's own."""
    first, _, rest = path.partition(".")
    if first in project.people and rest:
        person = next((one for role, one in project.people.items() if role == first), None) or {}
        return person.get(rest)
    value: object = project.extra.get(first)
    for part in rest.split(".") if rest else ():
        value = value.get(part) if isinstance(value, dict) else None
    text = _plain(value)
    return text[:100] if text else None


def _person(found: Raw, role: Role) -> Person | None:
    given = found.get(role)
    if isinstance(given, dict):
        person = {name: _cut(given.get(name), 200) for name in PERSON_FIELDS}
    elif isinstance(given, str) and given.strip():
        person = {name: _cut(found.get(f"{role}_{name}"), 200) for name in PERSON_FIELDS}
        person["name"] = person["name"] or given.strip()[:200]
    else:
        person = {name: _cut(found.get(f"{role}_{name}"), 200) for name in PERSON_FIELDS}
    if not any(person.values()):
        return None
    person["id"] = (person["id"] or "")[:100] or None
    return person


def _payment(found: Raw, zone: ZoneInfo) -> dict[str, str | None] | None:
    given = found.get("payment")
    pairs = (
        given
        if isinstance(given, dict)
        else {ours: found.get(name) for name, ours in PAYMENT.items() if found.get(name) is not None}
    )
    amount = _amount(pairs.get("amount"))
    paid = moment_of(pairs.get("paid_at"), zone)
    if amount is None and paid is None:
        return None
    return {"amount": amount, "paid_at": paid.isoformat() if paid else None}


def _amount(value: object) -> str | None:
    text = _plain(value)
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", "").lstrip("¥￥ "))
    except ArithmeticError:
        return None
    return str(number) if number.is_finite() and abs(number) < Decimal(10) ** 12 else None


def _steps(given: object, zone: ZoneInfo) -> list[dict[str, str | None]]:
    steps: list[dict[str, str | None]] = []
    for one in given[:MOST_STEPS] if isinstance(given, list) else ():
        if not isinstance(one, dict) or not _plain(one.get("key")):
            continue
        at = moment_of(one.get("at"), zone)
        label = _cut(one.get("label"), 100)
        steps.append({"key": _cut(one["key"], 64), "label": label, "at": at.isoformat() if at else None})
    return steps


def _extra(found: Raw) -> dict[str, object]:
    unknown = [name for name in found if name not in KNOWN and name not in FLAT and name not in PAYMENT]
    return {name[:100]: _clean(found[name]) for name in unknown[:MOST_EXTRA]}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "")[:5_000]
    if isinstance(value, dict):
        return {str(name)[:100].replace("\0", ""): _clean(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value[:MOST_EXTRA]]
    return value


def _cut(value: object, length: int) -> str | None:
    text = _plain(value)
    return text[:length] if text else None


def _plain(value: object) -> str | None:
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(value)


def _changed(said: str, row: bytes) -> RemoteAnswerChanged:
    return RemoteAnswerChanged(f"{REMOTE} {said}", sample=row, remote=REMOTE)
