"""What one question for a project is answered with: the cache, at once or anew, or the remote."""

from dataclasses import dataclass
from datetime import timedelta

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict
from deskside.modules.projects.errors import no_project, source_down
from deskside.modules.projects.queries.projects import Cached, find_cached
from deskside.modules.projects.rules.freshness import Limits, Way, way_of
from deskside.modules.projects.service.reading.flights import Flights
from deskside.modules.projects.service.storing import Source
from deskside.modules.projects.settings import ProjectsSettings, ProjectSyncConfig
from deskside.platform.settings import current

DOWN = "来源暂不可用，显示的是缓存"
NEWEST = "已是最新"
RENEWED = "已刷新"
GONE = "来源中已找不到此项目，显示的是缓存"


@dataclass(frozen=True)
class Question:
    """Who asks for what. `cools`: a refresh has a cooldown, as from a customer's link."""

    project_id: str
    refresh: bool = False
    cools: bool = False

    @property
    def source(self) -> Source:
        """By whom a change found now was found."""
        return "customer" if self.cools else "view"


@dataclass(frozen=True)
class Found:
    """The project, whether it came from the cache, and a sentence where there is something to say."""

    cached: Cached
    from_cache: bool
    message: str


async def answer(flights: Flights, database: Database, question: Question) -> Found:
    """The project. NotFound where the remote knows none; Unavailable: it is silent and nothing is cached."""
    cached, way = await flights.look(lambda: _look(database, question))
    if way == "cooling":
        return Found(cached, True, NEWEST)
    if way == "behind":
        flights.behind(question.project_id, cached.read_at)
    if way in {"cache", "behind"}:
        return Found(cached, True, DOWN if cached.source_down else "")
    return await _from_remote(flights, database, question, cached)


async def _from_remote(flights: Flights, database: Database, question: Question, before: Cached) -> Found:
    try:
        turn = await flights.fetch(question.project_id, before.read_at, question.source)
    except Conflict:
        if before.project is None:
            raise
        return Found(before, True, DOWN)
    after = await flights.look(lambda: database.read(find_cached, question.project_id))
    if turn.outcome == "ok" and after.project is not None:
        return Found(after, False, RENEWED if question.refresh else "")
    if turn.outcome == "gone":
        if after.project is None:
            raise no_project()
        return Found(after, True, GONE)
    if after.project is None:
        raise source_down(turn.error or "没有回答")
    return Found(after, True, DOWN)


def _look(database: Database, question: Question) -> tuple[Cached, Way]:
    with database.reading() as db:
        cached = find_cached(db, question.project_id)
        settings, config = current(db, ProjectsSettings), current(db, ProjectSyncConfig)
    limits = Limits(timedelta(minutes=config.cache_ttl), timedelta(hours=settings.max_age_hours))
    cooldown = settings.cooldown_seconds if question.cools else 0
    way = way_of(cached.synced_at, clock.now(), limits, refresh=question.refresh, cooldown=cooldown)
    return cached, way
