"""The jobs of assist, run by the ledger."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.modules.assist.messages import DropTasks, LoadNumbers, LookAtNumbers
from deskside.modules.assist.models import AssistTask, Number, NumberList
from deskside.modules.assist.service.number_files import file_stamp
from deskside.platform.jobs import Runner, declared_schedules, enqueue
from deskside.platform.runs import Alarm, Run, run_now
from deskside.platform.versions.watcher import read_versions

Save = Callable[..., None]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the workbook is expected; nothing is there yet."""
    path = tmp_path / "numbers.xlsx"
    monkeypatch.setenv("DESKSIDE_ASSIST_NUMBERS_PATH", str(path))
    return path


@pytest.fixture
def save(path: Path) -> Save:
    """Write column A of the workbook; each call is a change later than the last."""
    written = 0

    def write(*cells: object) -> None:
        nonlocal written
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for cell in cells:
            sheet.append([cell, "备注"])
        book.save(path)
        touch(path, written)
        written += 1

    return write


def touch(path: Path, second: int) -> None:
    os.utime(path, (1_800_000_000 + second, 1_800_000_000 + second))


@pytest.fixture
def runner(world: Database) -> Iterator[Runner]:
    runner = Runner(world, Ports())
    yield runner
    runner.close()


def load(database: Database) -> Run:
    return run_now(database, Ports(), LoadNumbers())


def look(database: Database, runner: Runner) -> int:
    """A look by the schedule; how many runs it left."""
    with database.writing() as db:
        enqueue(db, LookAtNumbers())
    before = len(database.read(all_runs))
    runner.run_due()
    return len(database.read(all_runs)) - before


def all_runs(db: Any) -> Sequence[Run]:
    rows: Sequence[Run] = db.scalars(select(Run).order_by(Run.id)).all()
    return rows


def numbers(database: Database) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Number.number)))


def open_alarms(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        rows = db.scalars(select(Alarm).where(Alarm.cleared_at.is_(None)))
        return [(row.kind, row.subject) for row in rows]


def test_the_list_becomes_what_the_file_says(world: Database, save: Save) -> None:
    save("特殊中国号", 95012345678, "95012345679", "x", None, 95012345678)
    run = load(world)
    assert (run.state, run.complete, run.read_count, run.changed_count) == ("done", True, 4, 2)
    assert run.skipped == [{"reason": "not a number", "count": 1}, {"reason": "given twice", "count": 1}]
    assert numbers(world) == {"95012345678", "95012345679"}
    assert world.read(read_versions)["numbers"] == 1
    save("特殊中国号", 95012345679, 95012345680)
    assert load(world).changed_count == 2
    assert numbers(world) == {"95012345679", "95012345680"}
    with world.reading() as db:
        row = db.scalars(select(NumberList)).one()
    assert (row.name, row.text, row.size) == ("特殊中国号", "特殊实名认证的48k中国号", 2)


def test_a_corrupt_file_keeps_the_old_list_and_raises_an_alarm_until_it_is_mended(
    world: Database, save: Save, path: Path
) -> None:
    save(95012345678)
    load(world)
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    run = load(world)
    assert run.state == "failed"
    assert run.error
    assert numbers(world) == {"95012345678"}
    assert open_alarms(world) == [("numbers", "特殊中国号"), ("failed", "assist.load_numbers")]
    save(95012345679)
    assert load(world).state == "done"
    assert numbers(world) == {"95012345679"}
    assert open_alarms(world) == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("content", [None, "", "号码\nx\n"])
def test_a_file_without_numbers_keeps_the_old_list(
    world: Database, save: Save, path: Path, content: str | None
) -> None:
    save(95012345678)
    load(world)
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    run = load(world)
    assert (run.state, numbers(world)) == ("failed", {"95012345678"})
    assert run.error


def test_the_file_is_read_when_it_changed_and_a_bad_one_is_tried_once(
    world: Database, save: Save, path: Path, runner: Runner
) -> None:
    assert look(world, runner) == 1
    assert open_alarms(world) == [("numbers", "特殊中国号"), ("failed", "assist.load_numbers")]
    assert look(world, runner) == 0
    save(95012345678)
    assert [look(world, runner) for _ in range(2)] == [1, 0]
    assert numbers(world) == {"95012345678"}
    assert open_alarms(world) == []
    path.write_bytes(b"broken")
    touch(path, 100)
    assert [look(world, runner) for _ in range(2)] == [1, 0]
    assert open_alarms(world) == [("numbers", "特殊中国号"), ("failed", "assist.load_numbers")]
    save(95012345679)
    assert [look(world, runner) for _ in range(2)] == [1, 0]
    assert numbers(world) == {"95012345679"}
    assert {run.trigger for run in world.read(all_runs)} == {"schedule"}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_without_a_path_nothing_is_looked_at_and_a_load_says_what_to_set(
    world: Database, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKSIDE_ASSIST_NUMBERS_PATH", raising=False)
    assert look(world, runner) == 0
    assert "DESKSIDE_ASSIST_NUMBERS_PATH" in (load(world).error or "")


def test_48_000_numbers_are_replaced_in_one_go(world: Database, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "numbers.csv"
    monkeypatch.setenv("DESKSIDE_ASSIST_NUMBERS_PATH", str(path))
    path.write_text("\n".join(str(95_000_000_000 + one) for one in range(48_000)))
    assert load(world).changed_count == 48_000
    path.write_text("\n".join(str(95_000_000_000 + one) for one in range(6_000, 50_000)))
    assert load(world).changed_count == 8_000
    assert len(numbers(world)) == 44_000


def test_old_task_results_are_dropped(world: Database, runner: Runner) -> None:
    now = clock.now()
    with world.writing() as db:
        for name, age in (("old", 11), ("young", 9)):
            created = now - timedelta(minutes=age)
            db.add(AssistTask(id=name, owner_id=1, status="SUCCESS", created_at=created, finished_at=created))
        enqueue(db, DropTasks())
    runner.run_due()
    with world.reading() as db:
        assert db.scalars(select(AssistTask.id)).all() == ["young"]


def test_the_file_is_looked_at_every_minute(path: Path, save: Save) -> None:
    declared = declared_schedules()["assist.numbers"]
    assert (declared.cron, declared.make(clock.now())) == ("* * * * *", LookAtNumbers())
    assert file_stamp(path) == "missing"
    save(1)
    assert file_stamp(path).startswith("1800000000000000000-")
