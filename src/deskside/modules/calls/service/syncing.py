"""The two syncs of a day."""

from collections.abc import Mapping
from datetime import date
from time import monotonic
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.site import Site
from deskside.modules.calls.connectors.base import CallVendor, StatKind
from deskside.modules.calls.messages import GROUP, LinkCalls, SyncRecords, SyncTasks, WatchCalls
from deskside.modules.calls.queries.days import likely_records
from deskside.modules.calls.queries.first_answers import count_first_answers
from deskside.modules.calls.schemas.vendor import Span, VendorStat
from deskside.modules.calls.service.counting import (
    Change,
    Counted,
    store_day,
    store_first_answers,
    store_tasks,
)
from deskside.modules.calls.service.keeping import StoredDay, drop_unseen
from deskside.modules.calls.service.reading import DayReader, Outcome
from deskside.modules.calls.settings import CallsSettings
from deskside.platform.jobs import enqueue
from deskside.platform.runs import RunContext, clear_alarm, raise_alarm
from deskside.platform.settings import current

SETTLED_AFTER = 60
"""Seconds: of today only what began so long ago is asked for, so that the asked set stands still."""
SLOW = "calls.slow"
KINDS: tuple[StatKind, ...] = ("task", "account")


def span_of(day: date, zone: ZoneInfo) -> Span:
    """The whole day; of today, what has settled."""
    if day < clock.today(zone):
        return Span(day)
    return Span(day, until=int(clock.now().timestamp()) - SETTLED_AFTER)


def _vendor(run: RunContext[SyncRecords] | RunContext[SyncTasks]) -> CallVendor:
    return run.port(CallVendor)  # type: ignore[type-abstract]  # the port of a Protocol is its implementation


def sync_records(run: RunContext[SyncRecords]) -> None:
    """Read every record of the day, keep them, count them; a part is marked and never replaces a whole."""
    day, zone, began = run.message.day, Site().zone, monotonic()
    with run.read() as db:
        settings = current(db, CallsSettings)
        likely = likely_records(db, day)
    keep = StoredDay(day, zone, run.step, run.read)

    def on_page(done: int, total: int) -> None:
        run.check()
        run.progress(done, total)

    reader = DayReader(_vendor(run), settings.parallel, on_page, likely=likely)
    span = span_of(day, zone)
    outcome = reader.read(span, keep)
    run.read_count = outcome.read
    counted = Counted(
        tally=keep.tally(),
        expected=outcome.expected,
        records=outcome.records,
        partial=outcome.gap is not None,
        sync_type=run.message.sync_type,
        elapsed=monotonic() - began,
    )
    first: Mapping[str, int] | None = None
    if settings.first_answers and outcome.gap is None:
        with run.read() as db:
            first = count_first_answers(db, day, keep.mark)
    _finish(run, keep, counted, outcome, slow_beyond=settings.slow_page_seconds, first=first)


def _finish(
    run: RunContext[SyncRecords],
    keep: StoredDay,
    counted: Counted,
    outcome: Outcome,
    *,
    slow_beyond: float,
    first: Mapping[str, int] | None,
) -> None:
    day = run.message.day
    with run.finish() as db:
        change = store_day(db, day, counted, today=day >= clock.today(Site().zone))
        _watch_pace(db, outcome.slow, slow_beyond)
        gone = 0
        if outcome.gap is None:
            gone = drop_unseen(db, day, keep.mark, outcome.records)
            if first is not None:
                store_first_answers(db, day, first)
        else:
            run.partial(f"{day} 不完整：{outcome.gap}")
            run.skip("未读到", max(0, outcome.expected - outcome.records))
        if outcome.read > outcome.records:
            run.skip("重复", outcome.read - outcome.records)
        run.changed = abs(change.records) + gone
        run.log(_sentence(day, change, outcome))
        enqueue(db, WatchCalls(), dedup="watch")
        enqueue(db, LinkCalls(day=day), dedup=f"link {day}")


def _watch_pace(db: Writes, slow: float, beyond: float) -> None:
    if slow > beyond:
        text = f"外呼平台变慢：95% 的页在 {slow:.1f} 秒内，超过 {beyond:g} 秒"
        raise_alarm(db, SLOW, GROUP, text)
    else:
        clear_alarm(db, SLOW, GROUP)


def _sentence(day: date, change: Change, outcome: Outcome) -> str:
    if not change.kept:
        return f"{day} 保留原有的完整数据"
    return f"{day} 共 {outcome.records} 条话单（{change.records:+d}），成功 {change.success:+d}"


def sync_tasks(run: RunContext[SyncTasks]) -> None:
    """Read the day's statistics by task and by account."""
    day, began = run.message.day, monotonic()
    vendor = _vendor(run)
    span = Span(day)
    stats: dict[str, list[VendorStat]] = {}
    for done, kind in enumerate(KINDS, 1):
        run.check()
        stats[kind] = vendor.stats(span, kind)
        run.progress(done, len(KINDS))
    run.read_count = sum(len(rows) for rows in stats.values())
    with run.finish() as db:
        change = store_tasks(db, day, stats, run.message.sync_type, monotonic() - began)
        run.changed = abs(change.records)
        run.log(f"{day} 外呼 {change.records:+d}，成功 {change.success:+d}")
        enqueue(db, WatchCalls(), dedup="watch")
