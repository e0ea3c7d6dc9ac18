"""Questions about settings."""

from itertools import zip_longest
from typing import cast

from pydantic import JsonValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads
from deskside.kernel.errors import NotFound
from deskside.kernel.paging import Items, Page
from deskside.kernel.vault import Vault
from deskside.platform.settings import stored
from deskside.platform.settings.groups import G, Registered, name_of, registered_groups, secret_fields
from deskside.platform.settings.models import SettingsVersion
from deskside.platform.settings.schemas import FieldChange, GroupChange, GroupOut, GroupsOut


def current(db: Session, group: type[G], vault: Vault | None = None) -> G:
    """The group as it is set now. A group with secrets needs the vault; SecretLost when its key is gone."""
    row = newest(db, name_of(group))
    return group() if row is None else stored.load(group, row.value, vault)


def newest(db: Session, name: str) -> SettingsVersion | None:
    """The last saved version of the group `name`."""
    versions = select(SettingsVersion).where(SettingsVersion.group_name == name)
    return db.scalar(versions.order_by(SettingsVersion.version.desc()).limit(1))


def newest_version(db: Session, group: type[G]) -> int:
    """The number that a save of the group must name; 0 where it was never saved."""
    row = newest(db, name_of(group))
    return row.version if row else 0


def find_group(name: str) -> Registered:
    """The group, or NotFound that names the known ones."""
    known = registered_groups()
    if name not in known:
        raise NotFound(f"there is no group of settings called {name!r}; there are {', '.join(known)}")
    return known[name]


def list_groups(db: Reads) -> GroupsOut:
    """Every group, by name."""
    items = [read_group(db, name) for name in registered_groups()]
    return GroupsOut(items=items, total=len(items))


def read_group(db: Session, name: str) -> GroupOut:
    """One group with its values, without its secrets."""
    known = find_group(name)
    row = newest(db, name)
    value = row.value if row else {}
    secret = secret_fields(known.group)
    plain = {each: given for each, given in value.items() if each not in secret}
    return GroupOut(
        name=name,
        title=known.title.zh,
        title_en=known.title.en,
        version=row.version if row else 0,
        author=row.author if row else None,
        at=row.at if row else None,
        values=stored.load(known.group, plain, None).model_dump(mode="json", exclude=set(secret)),
        secrets={each: bool(value.get(each)) for each in sorted(secret)},
        form=known.group.model_json_schema(mode="serialization"),
    )


def read_history(db: Reads, name: str, page: Page) -> Items[GroupChange]:
    """The saved versions, the newest first, each with what it changed."""
    known = find_group(name)
    of_group = SettingsVersion.group_name == name
    ordered = select(SettingsVersion).where(of_group).order_by(SettingsVersion.version.desc())
    rows = list(db.scalars(ordered.offset(page.offset).limit(page.size + 1)))
    items = [_change(known, row, old) for row, old in zip_longest(rows, rows[1:]) if row is not None]
    total = db.scalar(select(func.count()).select_from(SettingsVersion).where(of_group)) or 0
    return Items(items=items[: page.size], total=total)


def _change(known: Registered, row: SettingsVersion, before: SettingsVersion | None) -> GroupChange:
    changes = differences(known, before.value if before else {}, row.value)
    return GroupChange(version=row.version, author=row.author, at=row.at, changes=changes)


def differences(known: Registered, old: stored.Stored, new: stored.Stored) -> list[FieldChange]:
    """The fields whose stored value differs; before the first version stand the defaults."""
    defaults = known.group().model_dump(mode="json", exclude=set(secret_fields(known.group)))
    left, right = {**defaults, **old}, {**defaults, **new}
    names = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    shown_left, shown_right = stored.shown(known.group, left), stored.shown(known.group, right)
    return [
        FieldChange(
            field=name,
            old=cast("JsonValue", shown_left.get(name)),
            new=cast("JsonValue", shown_right.get(name)),
        )
        for name in names
    ]
