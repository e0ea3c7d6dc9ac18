"""What look-ups reported of accounts, written behind the answers in batches."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from deskside.kernel import clock
from deskside.kernel.db import Database, Writes, upsert
from deskside.modules.assist.cache.account_tags import keep_tags
from deskside.modules.assist.cache.tag_counts import count_tags
from deskside.modules.assist.models import AssistAccount

log = structlog.get_logger(__name__)
REMEMBERED = 50_000
BATCH_LIMIT = 5_000
FLUSH_SECONDS = 1.0
REPEAT_SECONDS = 3600.0


class Report(NamedTuple):
    """One account as a look-up described it; `tags` None = not told."""

    acct_id: int
    market: str
    business: str
    cn_num: str | None
    tags: frozenset[str] | None


Facts = tuple[int, str, str, str | None, frozenset[str] | None]
"""The fields of a Report; a plain tuple where time counts."""


class Noted(NamedTuple):
    """What was last noted of an account, and when (seconds, monotonic)."""

    market: str
    business: str
    cn_num: str | None
    tags: frozenset[str] | None
    at: float


class Seen:
    """Collects reports; an unchanged one is written at most once an hour, and losing a second is harmless."""

    def __init__(self, database: Database, each_second: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._each_second = each_second
        self._last: OrderedDict[int, Noted] = OrderedDict()
        self._waiting: dict[int, Report] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="assist-accounts", daemon=True)

    def note(self, report: Facts, moment: float) -> None:
        """Take a report at `moment` (seconds, monotonic); costs a dictionary look-up when nothing is new."""
        acct_id, market, business, cn_num, tags = report
        last = self._last.get(acct_id)
        if last is not None:
            tags = last[3] if tags is None else tags
            if last[:4] == (market, business, cn_num, tags) and moment - last[4] < REPEAT_SECONDS:
                return
        if len(self._waiting) >= BATCH_LIMIT:
            return
        self._waiting[acct_id] = Report(acct_id, market, business, cn_num, tags)
        self._last[acct_id] = Noted(market, business, cn_num, tags, moment)
        self._last.move_to_end(acct_id)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)

    def start(self) -> None:
        """Begin to write, once a second."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, and end."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        self.flush()

    def flush(self) -> int:
        """Write what waits; how many accounts that were."""
        batch, self._waiting = self._waiting, {}
        if not batch:
            return 0
        try:
            self._database.write(record_accounts, list(batch.values()))
        except SQLAlchemyError:
            log.warning("assist.accounts_not_recorded", accounts=len(batch))
        return len(batch)

    def _run(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self.flush()
            self._each_second()


def record_accounts(db: Writes, reports: list[Report]) -> None:
    """Store what was reported last; tags that were not told stay as they were."""
    now = clock.now()
    count_tags(db, {report.acct_id: report.tags for report in reports if report.tags is not None})
    keep_tags(db, {report.acct_id: report.tags for report in reports})
    told = [_row(report, now) for report in reports if report.tags is not None]
    untold = [_row(report, now) for report in reports if report.tags is None]
    columns = ["market", "business", "cn_num", "seen_at"]
    for rows, update in ((told, [*columns, "tags"]), (untold, columns)):
        rows.sort(key=lambda row: str(row["acct_id"]))
        upsert(db, AssistAccount, rows, keys=["acct_id"], update=update)


def _row(report: Report, now: object) -> dict[str, object]:
    tags = None if report.tags is None else sorted(report.tags)
    return {**report._asdict(), "tags": tags, "seen_at": now}
