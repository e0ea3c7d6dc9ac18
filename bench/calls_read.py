"""Reading three years of days: the kept figures of a day, the month, the trend, the ranking; p50 and p95.

`python bench/calls_read.py [records]` fills SQLite in a temporary folder with 1,095 days and so many call
records (default 100,000), serves the app in this process and asks each address 200 times.
"""

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.testclient import TestClient

from deskside.kernel import logs, migrations
from deskside.kernel.auth import Principal
from deskside.kernel.db import Database, Writes
from deskside.kernel.wire import install_error_handlers
from deskside.modules.calls import api, legacy
from deskside.modules.calls.demo import demo_calls, demo_stats
from deskside.modules.calls.rules.tally import Hours, Tally
from deskside.modules.calls.service.counting import Counted, store_day, store_tasks
from deskside.modules.calls.service.keeping import next_mark, store_calls
from load import percentile

ZONE = ZoneInfo("Asia/Shanghai")
LAST = date(2026, 10, 31)
DAYS, TIMES = 1095, 200
BUDGET_MS = 150
SOMEBODY = Principal(1, "u", "U", None, frozenset(), frozenset({"calls:read"}), "api", 1)
MONTH = {"from": "2026-10-01", "to": "2026-10-31"}
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/api/stats/grade-stats", {"date": "2025-06-15"}),
    ("/api/calls/days", MONTH),
    ("/api/calls/trend", MONTH),
    ("/api/calls/agents", MONTH),
    ("/api/calls/hours", MONTH),
    ("/api/calls/records", MONTH),
)


def fill(db: Writes, first: int, last: int, wanted: int) -> int:
    """The days so far back; how many records were stored."""
    stored = 0
    for back in range(first, last):
        day = LAST - timedelta(days=back)
        calls = demo_calls(day, ZONE)
        tally = Tally(Hours(ZONE))
        tally.add(calls)
        counted = Counted(tally, len(calls), len(calls), partial=False, sync_type="t10", elapsed=0.0)
        store_day(db, day, counted, today=False)
        store_tasks(db, day, demo_stats(calls), "t10", 0.0)
        if stored < wanted:
            store_calls(db, day, next_mark(db, day), calls)
            stored += len(calls)
    return stored


def make_app(database: Database) -> FastAPI:
    """The routes of calls for somebody who may read."""
    app = FastAPI()
    app.include_router(api.router)
    app.include_router(legacy.router)
    install_error_handlers(app)
    app.state.database, app.state.zone, app.state.authenticate = database, ZONE, lambda _request: SOMEBODY
    return app


def measure(client: TestClient, path: str, params: dict[str, str]) -> None:
    """Ask, and print what it took."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(path, params=params)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
    half, most = percentile(took, 0.5), percentile(took, 0.95)
    ratio = most / BUDGET_MS
    print(f"{path}: p50 {half:.1f} ms, p95 {most:.1f} ms = {ratio:.2f} of {BUDGET_MS} ms", flush=True)


def main() -> None:
    """Fill and ask."""
    logs.configure_logs("ERROR")
    left = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/bench.db")
        migrations.migrate(database)
        for first in range(0, DAYS, 30):
            left -= database.write(fill, first, min(DAYS, first + 30), max(0, left))
        client = TestClient(make_app(database))
        for path, params in ASKED:
            measure(client, path, params)
        database.close()


if __name__ == "__main__":
    main()
