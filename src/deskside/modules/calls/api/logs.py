"""Calls written down by hand."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Response

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.modules.calls.api.access import Reader
from deskside.modules.calls.queries.logs import LogFilter, find_log, list_logs
from deskside.modules.calls.schemas.logs import LogIn, LogOut, LogPatch, Outcome
from deskside.modules.calls.service.logs import drop_log, edit_log, write_log

router = make_router("calls", "/api/calls")


def _filter(
    phone: Annotated[str | None, Query(max_length=40)] = None,
    outcome: Outcome | None = None,
    *,
    mine: bool = False,
    with_next: bool = False,
) -> LogFilter:
    return LogFilter(phone, outcome, mine, with_next)


@router.get("/logs")
def logs(user: Reader, db: Db, wanted: Annotated[LogFilter, Depends(_filter)], page: Paged) -> Items[LogOut]:
    """The newest first; `with_next`: those with a next step, the earliest due first."""
    return db.read(list_logs, wanted, page, user)


@router.post("/logs", status_code=HTTPStatus.CREATED)
def add_log(user: Reader, body: LogIn, db: Db) -> LogOut:
    """Write down a call of one's own."""
    return db.write(write_log, body, user)


@router.get("/logs/{log_id}")
def log(user: Reader, log_id: RowId, db: Db) -> LogOut:
    """One of them."""
    return db.read(find_log, log_id, user)


@router.patch("/logs/{log_id}")
def change_log(user: Reader, log_id: RowId, body: LogPatch, db: Db) -> LogOut:
    """Change some of what one wrote oneself; 409 `stale` with the `current` one when `version` is old."""
    return db.write(edit_log, log_id, body, user)


@router.delete("/logs/{log_id}", status_code=HTTPStatus.NO_CONTENT)
def take_log_back(user: Reader, log_id: RowId, db: Db) -> Response:
    """Take it back: one's own, or anybody's with calls:manage."""
    db.write(drop_log, log_id, user)
    return Response(status_code=HTTPStatus.NO_CONTENT)
