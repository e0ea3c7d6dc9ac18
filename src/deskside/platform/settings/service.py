"""Saving settings."""

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, Invalid
from deskside.kernel.vault import Vault
from deskside.platform import audit, versions
from deskside.platform.settings import queries, stored
from deskside.platform.settings.groups import Registered, SettingsGroup, secret_fields
from deskside.platform.settings.models import SettingsVersion
from deskside.platform.settings.schemas import GroupIn, GroupOut


def save_group(db: Writes, name: str, body: GroupIn, actor: Principal, vault: Vault) -> GroupOut:
    """Add a version. Conflict with the present one in `current` when `body.version` is not the newest."""
    known = queries.find_group(name)
    row = queries.newest(db, name)
    if body.version != (row.version if row else 0):
        raise _stale(queries.read_group(db, name))
    before = row.value if row else {}
    kept = _kept_secrets(known, body, before)
    group = _validated(known, body, kept, vault)
    after = stored.dump(group, vault, kept)
    _add(db, known, body.version + 1, after, actor)
    _record(db, known, before, after, actor)
    versions.bump(db, "settings")
    return queries.read_group(db, name)


def _kept_secrets(known: Registered, body: GroupIn, before: stored.Stored) -> dict[str, str]:
    sealed = stored.sealed_secrets(known.group, before)
    return {name: text for name, text in sealed.items() if body.values.get(name) is None}


def _validated(known: Registered, body: GroupIn, kept: dict[str, str], vault: Vault) -> SettingsGroup:
    absent = {name for name in secret_fields(known.group) if body.values.get(name) is None}
    given = {name: value for name, value in body.values.items() if name not in absent}
    opened = {name: vault.decrypt(text) for name, text in kept.items()}
    try:
        return known.group.model_validate({**given, **opened})
    except ValidationError as error:
        raise _invalid(error) from None


def _invalid(error: ValidationError) -> Invalid:
    problems = error.errors(include_input=False, include_context=False)
    fields = {
        ".".join(str(part) for part in problem["loc"]) or "values": problem["msg"] for problem in problems
    }
    return Invalid("; ".join(f"{name}: {message}" for name, message in fields.items()), fields=fields)


def _add(db: Writes, known: Registered, version: int, value: dict[str, object], actor: Principal) -> None:
    db.add(
        SettingsVersion(
            group_name=known.name,
            version=version,
            value=value,
            author_id=actor.user_id,
            author=actor.name,
            at=clock.now(),
        )
    )
    try:
        db.flush()
    except IntegrityError:
        raise Conflict("someone saved these settings a moment ago; load them again", code="stale") from None


def _record(
    db: Writes, known: Registered, before: stored.Stored, after: stored.Stored, actor: Principal
) -> None:
    changes = queries.differences(known, before, after)
    audit.record(
        db,
        actor=actor,
        action=f"settings.{known.name}.update",
        subject=("settings", known.name),
        old={change.field: change.old for change in changes},
        new={change.field: change.new for change in changes},
    )


def _stale(present: GroupOut) -> Conflict:
    extra = {"current": present.model_dump(mode="json")}
    return Conflict("someone saved these settings meanwhile; look at theirs", code="stale", extra=extra)
