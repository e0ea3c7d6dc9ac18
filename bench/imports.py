"""An account list from a workbook to a saved reminder, beside parsing that workbook and doing nothing.

    python bench/imports.py [--rows 100000] [--small 20000] [--rounds 7]

The job is the real one: claimed from the ledger, the upload taken from the database, read in its child
process, every id checked and stored, the reminder made. The ways take turns; medians are printed, and the
ratio to parsing. The most memory is that of a fresh process that does one import, and of its reading child.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import URL, select

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Base, Database
from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import open_sheet
from deskside.modules.assist.models import AccountList
from deskside.modules.assist.service.kept_inserts import Wish
from deskside.modules.assist.service.kept_uploads import insert_with_list
from deskside.modules.assist.service.submitting import Upload
from deskside.platform.identity import add_user, principal_of
from deskside.platform.jobs import Runner
from deskside.registry import import_models

WISH = Wish(None, {"title": "bench", "content": "bench", "is_global": False})


def workbook(path: Path, rows: int) -> None:
    """A column of ids under a header."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "账户ID")
        for row in range(1, rows + 1):
            sheet.write_number(row, 0, 10_000_000 + row * 7)


def fresh_database(folder: Path) -> Database:
    """With every table and one manager."""
    import_models()
    path = folder / f"{time.monotonic_ns()}.db"
    database = Database(URL.create("sqlite", database=str(path)).render_as_string())
    Base.metadata.create_all(database.engines.writes)
    database.write(add_user, "bench", "Bench", ["manager"], "a long password")
    return database


def import_list(database: Database, path: Path, rows: int) -> float:
    """Seconds from the claim of the job to the saved reminder."""
    actor = database.read(principal_of, "bench")
    upload = Upload(path.name, io.BytesIO(path.read_bytes()))
    database.write(insert_with_list, WISH, upload, actor, Site().zone)
    runner = Runner(database, Ports())
    began = time.perf_counter()
    runner.run_due()
    seconds = time.perf_counter() - began
    runner.close()
    with database.reading() as db:
        newest = db.scalars(select(AccountList).order_by(AccountList.id.desc()).limit(1)).one()
    assert (newest.state, newest.added) == ("ready", rows), newest.why
    return seconds


def parse_here(path: Path) -> float:
    """Seconds of the parser alone, in this process and without a limit."""
    began = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows
    return time.perf_counter() - began


def parse_apart(path: Path) -> float:
    """Seconds of the product's reader alone: the child process, its limits, the pipe."""
    began = time.perf_counter()
    with open_sheet(path) as sheet:
        assert sum(1 for _ in sheet)
    return time.perf_counter() - began


def peak_mib(folder: Path, rows: int) -> tuple[float, float]:
    """The most memory of a fresh process that imports `rows` ids once, and of its reading child."""
    command = [sys.executable, __file__, "--once", str(folder), "--rows", str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own, child = done.stdout.split()
    return float(own), float(child)


def once(folder: Path, rows: int) -> None:
    """One import; prints the most memory of this process and of its children in MiB."""
    path = folder / f"{rows}.xlsx"
    workbook(path, rows)
    database = fresh_database(folder)
    import_list(database, path, rows)
    database.close()
    used = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(*used)


def main() -> None:
    """Set up, take turns, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--once", type=Path, help="import once in this folder, and print the memory")
    options = parser.parse_args()
    if options.once:
        once(options.once, options.rows)
        return
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch), options.rows, options.small, options.rounds)


def run(scratch: Path, rows: int, small: int, rounds: int) -> None:
    """The bench, in a scratch folder."""
    path = scratch / "list.xlsx"
    workbook(path, rows)
    database = fresh_database(scratch)
    ways: dict[str, Callable[[], float]] = {
        "parser in process": lambda: parse_here(path),
        "parser in its child": lambda: parse_apart(path),
        "the whole import": lambda: import_list(database, path, rows),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            taken = way()
            if turn:
                seconds[name].append(taken)
    database.close()
    whole = median(seconds["the whole import"])
    for name, values in seconds.items():
        print(f"{name:>20}: {median(values):6.3f} s  (import / this: {whole / median(values):4.2f})")
    for count in (small, rows):
        own, child = peak_mib(scratch, count)
        print(f"{count:>13,} rows: {own:4.0f} MiB at most, {child:4.0f} MiB in the reading child")


if __name__ == "__main__":
    main()
