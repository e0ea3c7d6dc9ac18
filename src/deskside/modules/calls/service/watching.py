"""The alert rules: raised while something is abnormal, cleared when it is over."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from deskside.kernel import clock
from deskside.kernel.db import Reads, Writes
from deskside.modules.calls.models import CallRecord, GradeStats, Rollup, TaskStats
from deskside.modules.calls.rules.judging import is_far, tracks_differ, was_busy
from deskside.modules.calls.settings import CallsEnv, CallsSettings
from deskside.platform.runs import Alarm, clear_alarm, raise_alarm

DISAGREE, FAR, QUIET = "calls.disagree", "calls.far", "calls.quiet"
SAMES = 8
LOOK_BACK_DAYS = 3
TODAY = "today"

Found = tuple[str, str, str | None]
"""Kind, subject, and what is wrong; None: nothing."""


def watch(db: Writes, settings: CallsSettings, zone: ZoneInfo) -> None:
    """Judge today's silence and the last days; an alarm of an older day stays until that day is right."""
    if CallsEnv().url is None:
        return
    now = clock.now().astimezone(zone)
    for kind, subject, wrong in (*_disagreements(db, settings), *_far(db, settings, now.date())):
        _tell(db, kind, subject, wrong)
    _tell(db, QUIET, TODAY, _silence(db, settings, now))


def _tell(db: Writes, kind: str, subject: str, wrong: str | None) -> None:
    if wrong is None:
        clear_alarm(db, kind, subject)
    else:
        raise_alarm(db, kind, subject, wrong)


def _disagreements(db: Writes, settings: CallsSettings) -> Iterator[Found]:
    """Days that have both tracks, of the last ten or with an open alarm."""
    opened = [date.fromisoformat(text) for text in db.scalars(_open(DISAGREE))]
    newest = db.scalar(select(func.max(GradeStats.date)))
    if newest is None:
        return
    recent = newest - timedelta(days=10)
    both = select(TaskStats.date, TaskStats.success_number, GradeStats.total_success)
    both = both.join(GradeStats, GradeStats.date == TaskStats.date).where(GradeStats.partial.is_(False))
    for row in db.execute(both.where((TaskStats.date >= recent) | TaskStats.date.in_(opened))):
        gap = tracks_differ(row.success_number, row.total_success, settings.tracks_differ)
        said = f"{row.date} 两轨不一致：任务成功 {row.success_number}，话单成功 {row.total_success}"
        yield DISAGREE, row.date.isoformat(), None if gap is None else said


def _far(db: Writes, settings: CallsSettings, today: date) -> Iterator[Found]:
    """Whole past days against the same weekdays before them."""
    for back in range(1, LOOK_BACK_DAYS + 1):
        day = today - timedelta(days=back)
        stats = db.scalar(select(GradeStats).where(GradeStats.date == day, GradeStats.partial.is_(False)))
        if stats is None or day in settings.holiday_dates():
            continue
        sames = [one.total_records for one in _sames(db, day, SAMES)]
        wrong = is_far(stats.total_records, sames, settings.sigmas)
        said = f"{day} 话单数 {stats.total_records} 偏离最近 {len(sames)} 个相同星期"
        yield FAR, day.isoformat(), said if wrong else None


def _sames(db: Reads | Writes, day: date, count: int) -> list[GradeStats]:
    """The last `count` whole days of the same weekday before `day`, the newest first."""
    days = [day - timedelta(weeks=n) for n in range(1, count + 1)]
    whole = select(GradeStats).where(GradeStats.date.in_(days), GradeStats.partial.is_(False))
    return list(db.scalars(whole.order_by(GradeStats.date.desc())))


def _silence(db: Writes, settings: CallsSettings, now: datetime) -> str | None:
    """What is wrong where nobody has called for so long in an hour that is busy else."""
    quiet = timedelta(minutes=settings.quiet_minutes)
    hour = (now - quiet).hour
    working = settings.work_from <= hour and now.hour < settings.work_to
    synced = db.scalar(select(GradeStats.calculated_at).where(GradeStats.date == now.date()))
    fresh = synced is not None and now - synced < quiet
    if not working or not fresh or now.date() in settings.holiday_dates():
        return None
    last = db.scalar(select(func.max(CallRecord.called_at)).where(CallRecord.day == now.date()))
    if last is not None and now.timestamp() - last < quiet.total_seconds():
        return None
    sames = [_by_hour(db, one.date) for one in _sames(db, now.date(), 4)]
    if not was_busy(sames, hour, settings.quiet_usual):
        return None
    return f"工作时间内已 {settings.quiet_minutes} 分钟没有新话单"


def _by_hour(db: Writes, day: date) -> dict[int, int]:
    found = select(Rollup.ref, func.sum(Rollup.records)).where(Rollup.dim == "hour", Rollup.day == day)
    return {int(ref): int(records) for ref, records in db.execute(found.group_by(Rollup.ref))}


def _open(kind: str) -> Select[str]:
    return select(Alarm.subject).where(Alarm.kind == kind, Alarm.open_key.is_not(None))
