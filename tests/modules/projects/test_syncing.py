"""Syncs: what they write, what they leave, what they say in the history."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from tests.modules.projects.conftest import NOON, Clock

from deskside.kernel.connectors import Ports, RemoteUnavailable
from deskside.kernel.db import Database
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.connectors.fake import FakeLibrary, Row
from deskside.modules.projects.messages import PlanSync, SyncProjects
from deskside.modules.projects.models import HeldDrop, ProjectCache, ProjectChange, SyncHistory
from deskside.platform.jobs import Runner, enqueue
from deskside.platform.runs import Run, run_now

pytestmark = pytest.mark.usefixtures("web")


def remote_row(number: int, **change: object) -> Row:
    return {
        "id": f"T{number:03}",
        "type": "sales",
        "title": f"订单 {number}",
        "status": "paid",
        "updated_at": (NOON - timedelta(days=2)).isoformat(),
    } | change


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary({f"T{n:03}": remote_row(n) for n in range(60)}, page_size=25)


Sync = Callable[..., Run]


@pytest.fixture
def sync(database: Database, library: FakeLibrary) -> Iterator[Sync]:
    """Run a sync of the orders here."""
    ports = Ports()
    ports.provide(ProjectLibrary, lambda: library)

    def act(*, full: bool = False, force: bool = False, types: tuple[str, ...] = ("sales",)) -> Run:
        message = SyncProjects(types=types, started="manual", full=full, force=force)
        return run_now(database, ports, message)

    yield act
    ports.close()


def last(database: Database) -> SyncHistory:
    newest = select(SyncHistory).order_by(SyncHistory.id.desc()).limit(1)
    return database.read(lambda db: db.scalars(newest).one())


def numbers(line: SyncHistory) -> tuple[int, int, int, int, str]:
    return line.total, line.updated, line.unchanged, line.failed, line.status


def test_the_first_sync_reads_every_page_and_tells_nobody(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    run = sync()
    assert (run.state, run.read_count, run.changed_count) == ("done", 60, 60)
    assert numbers(last(database)) == (60, 60, 0, 0, "success")
    assert library.asked == [f"sales page {n}" for n in (1, 2, 3, 4)]
    changes = database.read(lambda db: db.scalar(select(func.count()).select_from(ProjectChange)))
    assert changes == 0


def test_a_server_without_paging_is_read_once_through(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    library.pages = False
    sync()
    assert numbers(last(database)) == (60, 60, 0, 0, "success")
    assert library.asked == ["sales page 1", "sales page 2"]


def test_only_changed_rows_are_written_and_the_change_is_kept(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    sync()
    library.projects["T007"] = remote_row(7, status="shipped", updated_at=NOON.isoformat())
    sync(full=True)
    assert numbers(last(database)) == (60, 1, 59, 0, "success")
    change = database.read(lambda db: db.scalars(select(ProjectChange)).one())
    assert (change.project_id, change.old_state, change.new_state) == ("T007", "paid", "shipped")
    assert change.run_id == last(database).run_id


def test_between_two_whole_reads_only_what_is_newer_is_asked_for(
    sync: Sync, database: Database, library: FakeLibrary, time: Clock
) -> None:
    library.projects["T059"] = remote_row(59, updated_at=NOON.isoformat())
    sync()
    time.forward(timedelta(minutes=15))
    sync()
    assert numbers(last(database)) == (1, 0, 1, 0, "success")
    time.forward(timedelta(hours=25))
    sync()
    assert last(database).total == 60


def test_a_row_that_cannot_be_understood_does_not_stop_the_others(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    library.projects["T003"] = {"id": "T003", "type": "sales", "updated_at": NOON.isoformat()}
    run = sync()
    assert numbers(last(database)) == (60, 59, 0, 1, "partial")
    assert run.complete is False


def test_a_remote_that_dies_half_way_keeps_what_was_read_and_says_partial(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    def die(asked: str) -> None:
        if asked.endswith("page 2"):
            raise RemoteUnavailable("the library does not answer", remote="项目库")

    library.before = die
    sync()
    line = last(database)
    assert numbers(line) == (25, 25, 0, 0, "partial")
    assert "does not answer" in line.note
    library.before = lambda _asked: None
    sync()
    assert numbers(last(database)) == (60, 35, 25, 0, "success")


def test_a_missing_project_stays_and_says_so_until_it_is_back(
    sync: Sync, database: Database, library: FakeLibrary, time: Clock
) -> None:
    sync()
    gone = library.projects.pop("T010")
    time.forward(timedelta(minutes=15))
    sync(full=True)
    assert last(database).missing == 1

    def row() -> ProjectCache:
        return database.read(
            lambda db: db.scalars(select(ProjectCache).where(ProjectCache.id == "T010")).one()
        )

    assert row().missing_since is not None
    library.projects["T010"] = gone
    time.forward(timedelta(minutes=15))
    sync(full=True)
    assert row().missing_since is None


def test_a_great_drop_is_held_and_nothing_is_called_missing(
    sync: Sync, database: Database, library: FakeLibrary, time: Clock
) -> None:
    sync()
    for number in range(20):
        del library.projects[f"T{number:03}"]
    time.forward(timedelta(minutes=15))
    sync(full=True)
    line = last(database)
    assert (line.status, line.missing) == ("partial", 0)
    held = database.read(lambda db: db.scalars(select(HeldDrop)).one())
    assert (held.before, held.after, held.state) == (60, 40, "held")


def test_a_list_shorter_than_the_remote_says_is_partial(
    sync: Sync, database: Database, library: FakeLibrary
) -> None:
    library.truncate = 10
    sync()
    line = last(database)
    assert (line.total, line.status) == (10, "partial")


def test_a_dead_remote_fails_the_run_and_the_history_says_why(database: Database) -> None:
    def silent(_asked: str) -> None:
        raise RemoteUnavailable("the library is silent", remote="项目库")

    ports = Ports()
    ports.provide(ProjectLibrary, lambda: FakeLibrary(before=silent))
    ticket = database.write(enqueue, SyncProjects(types=("sales",)))
    runner = Runner(database, ports)
    runner.run(ticket.id)
    runner.close()
    line = last(database)
    assert (line.status, line.total, line.sync_type) == ("failed", 0, "auto")
    assert "the library is silent" in line.note


@pytest.mark.parametrize(("url", "runs"), [("", 0), ("http://127.0.0.1:9", 1)])
def test_a_schedule_asks_for_nothing_where_no_library_is_named(
    database: Database, monkeypatch: pytest.MonkeyPatch, url: str, runs: int
) -> None:
    monkeypatch.setenv("DESKSIDE_PROJECTS_URL", url)
    database.write(enqueue, PlanSync(types=("sales",)))
    ports = Ports()
    ports.provide(ProjectLibrary, FakeLibrary)
    runner = Runner(database, ports)
    runner.run_due()
    runner.close()
    assert len(database.read(lambda db: list(db.scalars(select(Run.id))))) == runs
