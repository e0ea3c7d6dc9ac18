"""Call records, one by one."""

from typing import Annotated

from fastapi import Depends, Path, Query

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.calls.api.access import Reader, Spanning, Zone
from deskside.modules.calls.queries.records import RecordFilter, find_record, list_records
from deskside.modules.calls.schemas.records import RecordOut, RecordsOut

router = make_router("calls", "/api/calls")
Ref = Annotated[str | None, Query(max_length=64)]


def _filter(
    span: Spanning,
    agent: Ref = None,
    task: Ref = None,
    grade: Annotated[str | None, Query(max_length=20)] = None,
    *,
    answered: bool | None = None,
    hour: Annotated[int | None, Query(ge=0, le=23)] = None,
    weekday: Annotated[int | None, Query(ge=1, le=7)] = None,
) -> RecordFilter:
    return RecordFilter(span.first, span.last, agent, task, grade, answered, hour, weekday)


@router.get("/records")
def records(
    _user: Reader,
    db: Db,
    zone: Zone,
    wanted: Annotated[RecordFilter, Depends(_filter)],
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> RecordsOut:
    """The newest first, numbers masked. `grade` is a grade's code, `-`: records of no grade."""
    return db.read(list_records, wanted, limit, cursor, zone)


@router.get("/records/{record_id}")
def record(
    _user: Reader, db: Db, zone: Zone, record_id: Annotated[str, Path(min_length=1, max_length=64)]
) -> RecordOut:
    """One call, its number masked; 404 after the time for which records are kept."""
    return db.read(find_record, record_id, zone)
