"""Pages of members against their slowest single query, over 2,000,000 services behind real foreign tables.

The warehouse is made by PostgreSQL itself: three years of a chain, whose members are regulars with some 1,000
services each and whose coaches give some five a day. Each page is asked for another member or coach in
every round; next to it, in the same round, its statements are timed one at a time on one connection, and
the same page is asked for somebody who has no rows. Printed per page: the median of the page, the median of
its slowest statement alone, their ratio, which is to stay within 1.5, the sum of its statements, which the
cores have to share, and the median of the page without rows: what it costs before there is anything to
read. All runs on one machine, so that the four connections of a page share its cores with PostgreSQL.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

import psycopg
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, event, make_url

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Base, Database
from deskside.modules.members.connectors import Lanes
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.days import Month
from deskside.modules.members.schemas.coaches import CoachDetail
from deskside.modules.members.schemas.customers import CustomerDetail, CustomerRecords
from deskside.modules.members.service.asking import Asking
from deskside.modules.members.service.coach_page import read_coach
from deskside.modules.members.service.customer_page import read_customer
from deskside.modules.members.service.foreign import set_up
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.service.records_page import RecordsAsked, read_records
from deskside.modules.members.settings import MembersSettings
from deskside.registry import import_models

POSTGRESQL = os.environ.get("DESKSIDE_TEST_POSTGRESQL_URL", "postgresql+psycopg://root@127.0.0.1/test")
SERVICES = int(os.environ.get("BENCH_SERVICES", "2000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
WARM_UP = 12
NAME = f"deskside_bench_{os.getpid()}_members"
MOST = 1.5
MEMBERS, COACHES = 2_000, 400
NOBODY = 1_000_000
"""A member and a coach without any rows but their own."""
SECONDS = 3 * 365 * 86_400 / SERVICES
"""Between one service and the next."""
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")

FILL = f"""
INSERT INTO v_dim_member
    SELECT '1', n, '会员' || n, '1390000' || lpad(n::text, 4, '0'), NULL, '金卡', NULL
    FROM generate_series(1, {NOBODY}) n WHERE n <= {MEMBERS} OR n = {NOBODY};
INSERT INTO v_dim_member_card_account
    SELECT '1', n, n, n % 5000 + 0.25, 0 FROM generate_series(1, {MEMBERS}) n;
INSERT INTO v_dim_assistant
    SELECT '1', n, '助教' || n, NULL, '中级', '中八', '2022-01-01', 0
    FROM generate_series(1, {NOBODY}) n WHERE n <= {COACHES} OR n = {NOBODY};
INSERT INTO v_dws_member_assistant_relation_index
    SELECT '1', m, (m + k * 7) % {COACHES} + 1, (m * k % 11) / 10.0
    FROM generate_series(1, {MEMBERS}) m, generate_series(1, 3) k;
INSERT INTO v_dws_assistant_salary_calc
    SELECT '1', n, month::date, '中级', 87.25, 6950.50, 4000, 2000, 900.5, 50
    FROM generate_series(1, {COACHES}) n,
        generate_series('2023-12-01'::date, '2026-11-01', interval '1 month') month;
INSERT INTO v_dwd_settlement
    SELECT '1', n, n / 2 % {MEMBERS} + 1, 1, 356.5, 50.5, 50, 256, 0, 'A' || n % 9,
        '2026-11-22'::timestamptz - n * interval '{SECONDS * 2:.3f} seconds', (n % 13 = 0)::int
    FROM generate_series(1, {SERVICES // 2 - 1}) n;
INSERT INTO v_dwd_assistant_service
    SELECT '1', n, n / 2, (n / 2 % {MEMBERS} + n % 3 * 7) % {COACHES} + 1, n / 4 % {MEMBERS} + 1,
        '基础课', 1.5, 128, 128, 0, 'A' || n % 9, 'course', 0,
        '2026-11-22'::timestamptz - n * interval '{SECONDS:.3f} seconds', (n / 2 % 13 = 0)::int
    FROM generate_series(2, {SERVICES + 1}) n;
INSERT INTO v_dwd_recharge
    SELECT '1', n, n % {MEMBERS} + 1, n % {COACHES} + 1, 500,
        '2026-11-22'::timestamptz - n * interval '{SECONDS * 20:.3f} seconds', 0
    FROM generate_series(1, {SERVICES // 20}) n
"""
NOVEMBER = RecordsAsked(Month(2026, 11), None, 1, 100)
Ask = Callable[[Asking, int], BaseModel]
PAGES: dict[str, tuple[Ask, int]] = {
    "CUST-1": (read_customer, MEMBERS),
    "CUST-2": (
        lambda asking, n: read_records(asking, n, RecordsAsked(Month(2026, 11), None, 1, 100)),
        MEMBERS,
    ),
    "COACH-1": (read_coach, COACHES),
}
"""Each page, and how many there are of whom it shows."""


class Medians(NamedTuple):
    """Milliseconds: the page, its slowest statement, the sum of its statements, the page without rows."""

    page: float
    slowest: float
    all: float
    empty: float


def address(name: str) -> str:
    url = make_url(POSTGRESQL).set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


@contextmanager
def warehouse() -> Iterator[str]:
    """The address of a database with foreign tables over a filled warehouse."""
    etl, app = f"{NAME}_etl", f"{NAME}_app"
    try:
        list(set_up(address(etl), address(app)))
        began = time.perf_counter()
        with psycopg.connect(address(etl), autocommit=True) as session:
            session.execute("SET synchronous_commit = off")
            for statement in FILL.split(";"):
                session.execute(statement.encode())
            # Before pages are timed, not by autovacuum meanwhile.
            session.execute("VACUUM ANALYZE")
        print(f"{SERVICES:,} services made in {time.perf_counter() - began:.0f} s")
        yield address(app)
    finally:
        with psycopg.connect(address("postgres"), autocommit=True) as session:
            for name in (app, etl):
                session.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@contextmanager
def timed(engine: Engine) -> Iterator[dict[str, list[float]]]:
    """Milliseconds by statement."""
    times: dict[str, list[float]] = {}
    began = 0.0

    def start(*_facts: object) -> None:
        nonlocal began
        began = time.perf_counter()

    def end(_connection: Connection, _cursor: object, statement: str, *_facts: object) -> None:
        times.setdefault(statement, []).append((time.perf_counter() - began) * 1000)

    event.listen(engine, "before_cursor_execute", start)
    event.listen(engine, "after_cursor_execute", end)
    yield times
    event.remove(engine, "before_cursor_execute", start)
    event.remove(engine, "after_cursor_execute", end)


def ask(asking: Asking, page: Ask, number: int) -> float:
    """Milliseconds from the question to the JSON."""
    began = time.perf_counter()
    answer = page(asking, number)
    answer.model_dump_json()
    took = (time.perf_counter() - began) * 1000
    assert isinstance(answer, CustomerDetail | CustomerRecords | CoachDetail)
    assert answer.degraded == []
    return took


def measure(asking: Asking, page: Ask, people: int) -> Medians:
    """All three in every round, so that a busy moment of the machine falls on each."""
    sources = asking.sources
    alone = replace(asking, sources=replace(sources, warehouse_lanes=Lanes("one at a time", 1)))
    full: list[float] = []
    empty: list[float] = []
    with timed(sources.warehouse._engine) as times:  # noqa: SLF001 - the engine has no other face
        for number in range(WARM_UP + ROUNDS):
            who = number * 397 % people + 1
            kept = {statement: list(each) for statement, each in times.items()}
            full.append(ask(asking, page, who))
            empty.append(ask(asking, page, NOBODY))
            times.clear()
            times.update(kept)
            ask(alone, page, who)
    alone.sources.warehouse_lanes.close(1)
    each_alone = [statistics.median(each[WARM_UP:]) for each in times.values() if len(each) > WARM_UP]
    page_median, empty_median = (statistics.median(each[WARM_UP:]) for each in (full, empty))
    return Medians(page_median, max(each_alone), sum(each_alone), empty_median)


def main() -> int:
    """0 when every page keeps within the bound."""
    import_models()
    clock.travel(lambda: NOW)
    nobody = Principal(1, "bench", "Bench", None, frozenset({"manager"}), frozenset(), "api", 1)
    worst = 0.0
    with TemporaryDirectory() as folder, warehouse() as app:
        database = Database(f"sqlite:///{Path(folder) / 'own.db'}")
        Base.metadata.create_all(database.engines.writes)
        with closing(database), closing(Sources.open(database, app)) as sources:
            settings = MembersSettings(part_milliseconds=10_000)
            asking = Asking(sources, settings, Viewer(nobody, "1", None), ZONE)
            for name, (page, people) in PAGES.items():
                found = measure(asking, page, people)
                ratio = found.page / found.slowest
                worst = max(worst, ratio)
                print(
                    f"{name:8} {found.page:6.1f} ms, slowest query {found.slowest:6.1f} ms: {ratio:.2f};"
                    f" all queries {found.all:5.1f} ms on {os.cpu_count()} cores;"
                    f" without rows {found.empty:5.1f} ms"
                )
    return 0 if worst <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
