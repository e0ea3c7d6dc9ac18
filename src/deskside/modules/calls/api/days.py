"""Figures: cards, days, trend, rankings, hours."""

from typing import Annotated

from fastapi import Query

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.calls.api.access import Reader, Spanning, Zone
from deskside.modules.calls.queries import days as day_queries
from deskside.modules.calls.queries import rankings
from deskside.modules.calls.queries.first_answers import list_first_answers
from deskside.modules.calls.schemas.days import DaysOut, SummaryOut, TrendOut
from deskside.modules.calls.schemas.logs import FirstAnswersListOut
from deskside.modules.calls.schemas.people import HoursOut, RankingOut

router = make_router("calls", "/api/calls")
Minimum = Annotated[int | None, Query(ge=1, le=100_000)]


@router.get("/summary")
def summary(_user: Reader, db: Db, zone: Zone) -> SummaryOut:
    """Today, yesterday and this month."""
    return db.read(day_queries.summary, zone)


@router.get("/days")
def days(_user: Reader, db: Db, zone: Zone, span: Spanning) -> DaysOut:
    """Every day of a span, the newest first, and the sums."""
    return db.read(day_queries.list_days, span.first, span.last, zone)


@router.get("/trend")
def trend(_user: Reader, db: Db, span: Spanning) -> TrendOut:
    """A span by day beside the one before it."""
    return db.read(day_queries.trend, span.first, span.last)


@router.get("/agents")
def agents(_user: Reader, db: Db, span: Spanning, minimum: Minimum = None) -> RankingOut:
    """Agents by rate of success; who has fewer answered calls than `minimum` is not ranked."""
    return db.read(rankings.ranking, "agent", span.first, span.last, minimum)


@router.get("/tasks")
def tasks(_user: Reader, db: Db, span: Spanning, minimum: Minimum = None) -> RankingOut:
    """Tasks, as agents."""
    return db.read(rankings.ranking, "task", span.first, span.last, minimum)


@router.get("/first-answers")
def first_answers(_user: Reader, db: Db, span: Spanning) -> FirstAnswersListOut:
    """How many numbers were reached by the day's first call to them, where the settings have it counted."""
    return db.read(list_first_answers, span.first, span.last)


@router.get("/hours")
def hours(_user: Reader, db: Db, span: Spanning) -> HoursOut:
    """Hour of the day by weekday."""
    return db.read(rankings.hours, span.first, span.last)
