"""A day of 200 pages of 1,000 records at 50 ms a page, 8 at once, against two measures, in turns with them.

The ideal is what the waiting alone would take; the floor is the same client, decoding, and one bare
executemany into SQLite. `python bench/calls_sync.py` prints the ratios to both of counting only, and of
storing records and roll-ups, by the product's own job on SQLite (or DESKSIDE_DATABASE_URL). Today is read
once, a past day twice, as it must be the same the second time: its ratio to twice the ideal is given too.
Counting knows from an earlier reading how many pages to expect, storing begins with an empty database.
With `--memory` it reads 20,000 and 2,000,000 records in a process each and prints what the larger day took
more at its peak.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from pydantic import SecretStr

from deskside.kernel import clock, logs, migrations
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.modules.calls.connectors.vendor import HttpVendor
from deskside.modules.calls.messages import SyncRecords
from deskside.modules.calls.module import MODULE
from deskside.modules.calls.rules.tally import Hours, Tally
from deskside.modules.calls.schemas.vendor import Call, Span
from deskside.modules.calls.service.reading import DayReader
from deskside.modules.calls.settings import CallsEnv
from deskside.platform.runs import run_now

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 10, 1)
END_OF_DAY = 1_790_870_399
PAGES, PAGE, DELAY, PARALLEL, ROUNDS = 200, 1000, 0.05, 8, 5
SMALL, LARGE = 20_000, 2_000_000


class Counting:
    """Counts, and believes that no record comes twice."""

    def begin(self) -> None:
        self.tally = Tally(Hours(ZONE))

    def add(self, calls: list[Call]) -> None:
        self.tally.add(calls)

    def distinct(self) -> int:
        return self.tally.records


@contextmanager
def vendor(total: int, delay: float, *, encode_first: bool = True) -> Iterator[str]:
    """The bench's vendor; its address."""
    more = [] if encode_first else ["late"]
    command = [sys.executable, str(HERE / "calls_vendor.py"), str(total), str(delay), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def bare(base: str, folder: Path, number: int) -> float:
    """Seconds of the floor: the pages, decoded, and stored by one statement."""
    env = CallsEnv(url=base, secret=SecretStr("s"))
    vendor = HttpVendor(env, ZONE)
    began = time.perf_counter()
    with ThreadPoolExecutor(PARALLEL) as pool:
        pages = pool.map(lambda page: vendor.page(Span(DAY), page).calls, range(1, PAGES + 1))
        rows = [msgspec.structs.astuple(call) for calls in pages for call in calls]
    with closing(sqlite3.connect(folder / f"bare{number}.db")) as db:
        names = Call.__struct_fields__
        db.execute(f"CREATE TABLE calls ({', '.join(names)}, PRIMARY KEY (record_id)) WITHOUT ROWID")
        db.executemany(f"INSERT INTO calls VALUES ({', '.join('?' for _ in names)})", rows)
        db.commit()
    seconds = time.perf_counter() - began
    vendor.close()
    assert len(rows) == PAGES * PAGE
    return seconds


def count(base: str, span: Span) -> float:
    """Seconds of a reading that only counts."""
    env = CallsEnv(url=base, secret=SecretStr("s"))
    client, kept = HttpVendor(env, ZONE), Counting()
    reader = DayReader(client, PARALLEL, lambda _done, _total: None, likely=PAGES * PAGE)
    began = time.perf_counter()
    outcome = reader.read(span, kept)
    seconds = time.perf_counter() - began
    client.close()
    assert outcome.gap is None, outcome.gap
    assert sum(kept.tally.by_grade().values()) == PAGES * PAGE
    return seconds


def store(base: str, folder: Path, name: str, day: date = DAY) -> float:
    """Seconds of the product's job on an empty database, from its start to its end."""
    os.environ |= {"DESKSIDE_CALLS_URL": base, "DESKSIDE_CALLS_SECRET": "s"}
    database = Database(os.environ.get("DESKSIDE_DATABASE_URL") or f"sqlite:///{folder}/{name}.db")
    migrations.migrate(database)
    ports = Ports()
    assert MODULE.connect is not None
    MODULE.connect(ports, Site())
    began = time.perf_counter()
    run = run_now(database, ports, SyncRecords(day=day))
    seconds = time.perf_counter() - began
    assert run.complete, run.error
    ports.close()
    database.close()
    return seconds


def measure_time() -> None:
    """Print the ratios; the best of some rounds, as other work on the machine only adds."""
    ideal = ceil(PAGES / PARALLEL) * DELAY
    once, twice = "counting only, once (today)", "counting only, twice (a past day)"
    today, stored = (
        "records and roll-ups stored, once (today)",
        "records and roll-ups stored, twice (a past day)",
    )
    floor = "floor"
    took: dict[str, list[float]] = {floor: [], once: [], twice: [], today: [], stored: []}
    with vendor(PAGES * PAGE, DELAY) as base, tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            took[floor].append(bare(base, Path(folder), number))
            took[once].append(count(base, Span(DAY, until=END_OF_DAY)))
            took[twice].append(count(base, Span(DAY)))
            took[today].append(store(base, Path(folder), f"today{number}", clock.today(ZONE)))
            took[stored].append(store(base, Path(folder), f"past{number}"))
    print(
        f"ideal: {PAGES} pages / {PARALLEL} × {DELAY * 1000:.0f} ms = {ideal:.3f} s; twice {2 * ideal:.3f} s"
    )
    for name, rounds in took.items():
        best, each = min(rounds), ", ".join(f"{seconds:.2f}" for seconds in rounds)
        ratios = f"{best / ideal:.2f} × ideal"
        if name in {twice, stored}:
            ratios += f" = {best / (2 * ideal):.2f} × ideal of both readings"
        print(f"{name}: {best:.3f} s = {ratios} = {best / min(took[floor]):.2f} × floor (rounds: {each})")


def measure_memory() -> None:
    """Print the peak of a small and of a large day, each in a process of its own."""
    peaks = {}
    for total in (SMALL, LARGE):
        with vendor(total, 0.0, encode_first=False) as base, tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--peak", base, folder]
            found = subprocess.run(command, capture_output=True, text=True, check=True)
            peaks[total] = float(found.stdout.strip().splitlines()[-1])
        print(f"{total:,} records: peak {peaks[total]:.1f} MiB", flush=True)
    print(f"growth: {peaks[LARGE] - peaks[SMALL]:.1f} MiB")


def peak(base: str, folder: str) -> None:
    """Read the day and print the most memory that this process has had, in MiB."""
    store(base, Path(folder), "peak")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    logs.configure_logs("ERROR")
    if "--peak" in sys.argv:
        peak(*sys.argv[-2:])
    elif "--memory" in sys.argv:
        measure_memory()
    else:
        measure_time()
