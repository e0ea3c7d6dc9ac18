"""Sources: what a resource group of runs fetches from, with its health."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from deskside.kernel.db import Reads
from deskside.kernel.paging import Items
from deskside.platform.jobs import declared_schedules, fires_at, job_groups
from deskside.platform.jobs.models import Schedule
from deskside.platform.runs.freshness import freshness_of, schedules_of
from deskside.platform.runs.models import Run
from deskside.platform.runs.schemas import RunRefOut, ScheduleRefOut, SourceOut
from deskside.platform.runs.titles import Language, Title, title_of


@dataclass(frozen=True)
class Source:
    """A declared one: its title, and schedules that lead to its runs by a job of another name."""

    title: Title
    schedules: tuple[str, ...] = ()


_declared: dict[str, Source] = {}


def declare_source(group: str, *, title_zh: str, title_en: str, schedules: tuple[str, ...] = ()) -> None:
    """Name the remote that the runs of `group` fetch from; one that nobody names has the title of a run.

    `schedules` are those whose message is not one of the group's runs but decides whether to start one.
    """
    if group in _declared:
        raise TypeError(f"two sources are named {group}")
    _declared[group] = Source(Title(title_zh, title_en), schedules)


def forget_source(group: str) -> None:
    """Take a declaration back; for tests that declare their own."""
    _declared.pop(group, None)


def list_sources(db: Reads, zone: ZoneInfo, language: Language) -> Items[SourceOut]:
    """Every resource group that leaves runs, by name."""
    items = [
        _source(db, group, runs, zone, language)
        for group, names in sorted(job_groups().items())
        if (runs := [name for name in names if title_of(name) is not None])
    ]
    return Items(items=items, total=len(items))


def _source(db: Reads, group: str, runs: list[str], zone: ZoneInfo, language: Language) -> SourceOut:
    declared = _declared.get(group)
    schedules = schedules_of(db, runs, zone)
    if declared is not None and declared.schedules:
        known = [row.name for row in schedules]
        extra = select(Schedule).where(Schedule.name.in_(declared.schedules), Schedule.name.not_in(known))
        schedules += list(db.scalars(extra.order_by(Schedule.name)))
    health = freshness_of(db, runs, zone)
    title = declared.title if declared is not None else title_of(runs[0])
    return SourceOut(
        name=group,
        title=title.text(language) if title is not None else group,
        state=health.state,
        synced_at=health.synced_at,
        expected_by=health.expected_by,
        failed_at=health.failed_at,
        error=health.error,
        next_at=_next(schedules, zone),
        running=_running(db, runs, language),
        schedules=[_ref(row, language) for row in schedules],
        runs=[RunRefOut(name=name, title=_title(name, language)) for name in runs],
    )


def _next(schedules: list[Schedule], zone: ZoneInfo) -> datetime | None:
    coming = [at for at in (fires_at(row) for row in schedules) if at is not None]
    return min(coming).astimezone(zone) if coming else None


def _running(db: Reads, runs: list[str], language: Language) -> RunRefOut | None:
    live = select(Run).where(Run.state == "running", Run.name.in_(runs)).order_by(Run.id).limit(1)
    run = db.scalar(live)
    return None if run is None else RunRefOut(id=run.id, name=run.name, title=_title(run.name, language))


def _ref(row: Schedule, language: Language) -> ScheduleRefOut:
    one = declared_schedules()[row.name]
    title = Title(one.title_zh, one.title_en).text(language)
    return ScheduleRefOut(name=row.name, title=title, enabled=row.enabled)


def _title(name: str, language: Language) -> str:
    title = title_of(name)
    return name if title is None else title.text(language)
