"""Who may call, the site's zone, and spans of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request

from deskside.kernel import clock
from deskside.kernel.auth import Principal, requires
from deskside.modules.calls.errors import bad_span

Reader = Annotated[Principal, requires("calls:read")]
Syncer = Annotated[Principal, requires("calls:sync")]
Manager = Annotated[Principal, requires("calls:manage")]
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LONGEST = 1_100
USUAL = timedelta(days=29)


def _zone(request: Request) -> ZoneInfo:
    return cast("ZoneInfo", request.app.state.zone)


Zone = Annotated[ZoneInfo, Depends(_zone)]


@dataclass(frozen=True)
class Days:
    """A span, both days included."""

    first: date
    last: date


def _days(
    zone: Zone,
    first: Annotated[date | None, Query(alias="from", ge=EARLIEST, le=LATEST)] = None,
    last: Annotated[date | None, Query(alias="to", ge=EARLIEST, le=LATEST)] = None,
) -> Days:
    """By default the thirty days up to today; at most three years."""
    end = last or clock.today(zone)
    start = first or end - USUAL
    if end < start:
        raise bad_span("the span ends before it begins")
    if (end - start).days >= LONGEST:
        raise bad_span(f"a span has {LONGEST} days at most: ask for a shorter one")
    return Days(start, end)


Spanning = Annotated[Days, Depends(_days)]
