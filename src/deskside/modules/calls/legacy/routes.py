"""The addresses of the kept contract."""

import re
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from time import monotonic
from typing import Annotated, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import Field

from deskside.kernel import clock
from deskside.kernel.auth import Principal, requires
from deskside.kernel.db import Database, Reads
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, Input
from deskside.modules.calls.errors import bad_date, future_day, not_synced, still_reading
from deskside.modules.calls.legacy.answers import KeptRoute
from deskside.modules.calls.models import GradeStats
from deskside.modules.calls.queries.days import find_grade_stats
from deskside.modules.calls.queries.live import state_of_run
from deskside.modules.calls.schemas.actions import RefreshIn
from deskside.modules.calls.service.asking import (
    ask_today,
    check_span,
    need_vendor,
    refresh_day,
    refresh_span,
)
from deskside.platform.jobs import state_of, until_over

router = make_router("kept-calls", "/api/stats", route_class=KeptRoute)
Reader = Annotated[Principal, requires("calls:read")]
Syncer = Annotated[Principal, requires("calls:sync")]

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_WAIT = 60.0
RETRY_SECONDS = 10
_iso = re.compile(r"\d{4}-\d{2}-\d{2}")


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


class RefreshBody(Input):
    """A day, or a span of them."""

    date: str | None = None
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")


@router.get("/grade-stats")
async def grade_stats(
    _user: Reader,
    db: Db,
    zone: Zone,
    day_text: Annotated[str | None, Query(alias="date", max_length=100)] = None,
) -> JSONResponse:
    """The figures of a day. Today's are read once where there are none; history answers 404 without them."""
    day = _parse(day_text, zone)
    row = await _read(db, find_grade_stats, day)
    waited = 0.0
    if row is None:
        if day < clock.today(zone):
            raise not_synced()
        began = monotonic()
        row = await _first_of_today(db, day)
        waited = monotonic() - began
    return JSONResponse({"success": True, "data": _data(row, waited, zone)})


def _parse(text: str | None, zone: ZoneInfo) -> date:
    if not text or not _iso.fullmatch(text):
        raise bad_date(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise bad_date(text) from None
    if day > clock.today(zone):
        raise future_day(day)
    return day


async def _first_of_today(db: Database, day: date) -> GradeStats:
    """Have today read, or wait for who reads it; 503 after a minute or when the reading failed."""
    need_vendor()
    job_id = await run_in_threadpool(db.write, ask_today, day)
    if job_id is not None:
        await until_over(lambda: db.read(state_of, job_id), LONGEST_WAIT)
    row = await _read(db, find_grade_stats, day)
    if row is None:
        raise still_reading(RETRY_SECONDS)
    return row


async def _read(
    db: Database, question: Callable[Concatenate[Reads, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """On a thread for the moment of the question only: whoever waits holds none."""
    return await run_in_threadpool(lambda: db.read(question, *args, **kwargs))


def _data(row: GradeStats, waited: float, zone: ZoneInfo) -> dict[str, object]:
    return {
        "date": row.date.isoformat(),
        "grade_9": row.grade_9,
        "grade_1": row.grade_1,
        "total_success": row.total_success,
        "total_records": row.total_records,
        "from_cache": waited == 0.0,
        "elapsed_time": round(waited, 3),
        "calculated_at": row.calculated_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        "partial": row.partial,
    }


@router.post("/grade-stats/refresh", status_code=HTTPStatus.ACCEPTED)
async def refresh(body: RefreshBody, user: Syncer, db: Db, zone: Zone, *, wait: bool = False) -> JSONResponse:
    """Have a day (429 within a minute of the last) or a span read; with `wait=1` answer when it is done."""
    if body.date is None and body.first is not None:
        return await run_in_threadpool(_refresh_span, body, user, db, zone)
    day = _parse(body.date, zone)
    need_vendor()
    run_id = await run_in_threadpool(db.write, refresh_day, day, user)
    answer = {"success": True, "message": f"已开始刷新 {day}", "run_id": run_id}
    if not wait:
        return JSONResponse(answer, HTTPStatus.ACCEPTED)
    if not await until_over(lambda: db.read(state_of_run, run_id), LONGEST_WAIT):
        raise still_reading(RETRY_SECONDS)
    state = await _read(db, state_of_run, run_id)
    row = await _read(db, find_grade_stats, day)
    if state != "done" or row is None:
        raise still_reading(RETRY_SECONDS)
    more = {"message": f"已刷新 {day}", "data": _data(row, 0.0, zone)}
    return JSONResponse({**answer, **more})


def _refresh_span(body: RefreshBody, user: Principal, db: Database, zone: ZoneInfo) -> JSONResponse:
    first, last = _parse(body.first, zone), _parse(body.last or body.first, zone)
    check_span(first, last, zone)
    need_vendor()
    asked = db.write(
        refresh_span, RefreshIn.model_validate({"from": first, "to": last, "tracks": ["records"]}), user
    )
    message = f"已开始刷新 {first} 至 {last}"
    runs = [item.run_id for item in asked.items]
    answer = {"success": True, "message": message, "run_id": asked.run_id, "run_ids": runs}
    return JSONResponse(answer, HTTPStatus.ACCEPTED)
