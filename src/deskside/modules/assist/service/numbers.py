"""What number lists hold: made what a file says, by difference, and each reading kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sqlalchemy import delete, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.assist.errors import no_number_list
from deskside.modules.assist.models import Number, NumberList, NumberLoad
from deskside.modules.assist.queries.numbers import masked
from deskside.modules.assist.rules import LIST_NAME, LIST_TEXT, NumberSheet
from deskside.platform.runs import clear_alarm, raise_alarm
from deskside.platform.versions import bump

ALARM = "numbers"
SLICE = 5_000
IN_LIST = 500
NAMED = 100
KEPT_LOADS = 200


@dataclass(frozen=True)
class Origin:
    """Where numbers come from: the list's file in a state (`stamp`), or what somebody uploaded."""

    source: Literal["file", "upload"]
    file_name: str
    stamp: str | None = None
    actor: Principal | None = None


def replace_numbers(db: Writes, list_id: int, sheet: NumberSheet, origin: Origin) -> NumberLoad:
    """Make the list what the sheet says; the reading with what it added and removed."""
    row = _locked(db, list_id)
    present = set(db.scalars(select(Number.number).where(Number.list_id == row.id)))
    fresh, gone = sorted(sheet.numbers - present), sorted(present - sheet.numbers)
    for some in _slices(gone, IN_LIST):
        db.execute(delete(Number).where(Number.list_id == row.id, Number.number.in_(some)))
    for some in _slices(fresh, SLICE):
        upsert(db, Number, [{"number": one, "list_id": row.id} for one in some], keys=["number", "list_id"])
    row.size, row.loaded_at = len(sheet.numbers), clock.now()
    row.file_stamp, row.failed_stamp, row.failure = origin.stamp, None, None
    clear_alarm(db, ALARM, row.name)
    bump(db, "numbers")
    load = _load(row.id, origin, sheet)
    load.added, load.removed = len(fresh), len(gone)
    load.some_added, load.some_removed = masked(fresh[:NAMED]), masked(gone[:NAMED])
    return _kept(db, load)


def note_failure(db: Writes, list_id: int, origin: Origin, why: str) -> None:
    """The list stays; remember which state of its file is of no use, so that it is not tried every minute."""
    row = _locked(db, list_id)
    row.failed_stamp, row.failure = origin.stamp, why
    raise_alarm(db, ALARM, row.name, why)
    load = _load(row.id, origin, NumberSheet())
    load.failure = why
    _kept(db, load)


def operators_list(db: Writes, path: str) -> int:
    """The id of the list whose file the environment names, made when it is not there yet."""
    upsert(db, NumberList, [{"name": LIST_NAME, "text": LIST_TEXT, "size": 0}], keys=["name"])
    row = db.scalars(select(NumberList).where(NumberList.name == LIST_NAME).with_for_update()).one()
    if row.path != path:
        row.path, row.file_stamp, row.failed_stamp = path, None, None
    return row.id


def _locked(db: Writes, list_id: int) -> NumberList:
    row = db.scalar(select(NumberList).where(NumberList.id == list_id).with_for_update())
    if row is None:
        raise no_number_list(list_id)
    return row


def _load(list_id: int, origin: Origin, sheet: NumberSheet) -> NumberLoad:
    actor = origin.actor
    return NumberLoad(
        list_id=list_id,
        at=clock.now(),
        source=origin.source,
        file_name=origin.file_name[-255:],
        actor_id=None if actor is None else actor.user_id,
        actor_name=None if actor is None else actor.name,
        read_count=sheet.read,
        added=0,
        removed=0,
        skipped=sheet.skipped,
        skipped_rows=[list(one) for one in sheet.rows],
        some_added=[],
        some_removed=[],
    )


def _kept(db: Writes, load: NumberLoad) -> NumberLoad:
    db.add(load)
    db.flush()
    newest = select(NumberLoad.id).where(NumberLoad.list_id == load.list_id).order_by(NumberLoad.id.desc())
    oldest = db.scalar(newest.offset(KEPT_LOADS).limit(1))
    if oldest is not None:
        db.execute(delete(NumberLoad).where(NumberLoad.list_id == load.list_id, NumberLoad.id <= oldest))
    return load


def _slices(numbers: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(numbers)
    while some := list(islice(rest, size)):
        yield some
