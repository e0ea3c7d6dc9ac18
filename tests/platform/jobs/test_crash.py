"""kill -9 at each marked point: the job completes after the restart, its effect exactly once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

import deskside.platform.jobs  # noqa: F401 - marks the points
from deskside.kernel import failpoints
from deskside.kernel.db import Database, Reads
from deskside.platform.jobs.models import Job
from deskside.platform.versions.watcher import read_versions

DRIVER = Path(__file__).with_name("crashing.py")
STEPS = 3

WORKING = [
    ("pages", "jobs.claim_before_commit"),
    ("pages", "jobs.claimed"),
    ("pages", "jobs.step_before_commit"),
    ("pages", "jobs.step_after_commit"),
    ("pages", "jobs.step_before_commit:2"),
    ("pages", "jobs.step_after_commit:3"),
    ("pages", "jobs.finish_before_commit"),
    ("pages", "jobs.finish_after_commit"),
    ("slow", "jobs.heartbeat"),
    ("slow", "jobs.heartbeat:2"),
    ("flaky", "jobs.failed_before_commit"),
    ("flaky", "jobs.claimed:2"),
]
ASKING = ["jobs.enqueue_before_commit", "jobs.enqueue_after_commit"]
TICKING = ["jobs.tick_before_commit", "jobs.enqueue_before_commit", "jobs.tick_after_commit"]
STOPPING = ["jobs.hand_back"]


def start(url: str, mode: str, point: str = "") -> int:
    """Run the driver to its end, which is sudden at `point`."""
    command = [sys.executable, str(DRIVER), url, mode]
    environment = {**os.environ, "DESKSIDE_FAILPOINT": point}
    ended = subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr.decode()
    return ended.returncode


def jobs(database: Database) -> list[tuple[str, int]]:
    def question(db: Reads) -> list[tuple[str, int]]:
        return [(row.state, row.tries) for row in db.scalars(select(Job).order_by(Job.id))]

    return database.read(question)


def effect(database: Database) -> int:
    return database.read(read_versions).get("effect", 0)


def test_every_marked_point_is_tried() -> None:
    tried = {point.partition(":")[0] for _, point in WORKING} | {*ASKING, *TICKING, *STOPPING}
    assert {name for name in failpoints.NAMES if name.startswith("jobs.")} == tried


@pytest.mark.parametrize(("mode", "point"), WORKING, ids=lambda value: value)
def test_a_killed_worker_s_job_completes_once(
    database: Database, database_url: str, mode: str, point: str
) -> None:
    assert start(database_url, mode) == 0
    assert start(database_url, "work", point) == -signal.SIGKILL
    assert start(database_url, "work") == 0
    ((state, _tries),) = jobs(database)
    assert state == "done"
    assert effect(database) == STEPS + 1


@pytest.mark.parametrize("point", ASKING)
def test_a_killed_request_was_made_whole_or_not_at_all(
    database: Database, database_url: str, point: str
) -> None:
    assert start(database_url, "pages", point) == -signal.SIGKILL
    asked = database.read(read_versions).get("asked", 0)
    assert len(jobs(database)) == asked == (0 if "before" in point else 1)
    assert start(database_url, "pages") == 0
    assert start(database_url, "work") == 0
    assert [state for state, _ in jobs(database)] == ["done"]
    assert effect(database) == STEPS + 1


@pytest.mark.parametrize("point", TICKING)
def test_a_killed_scheduler_s_tick_fires_once(database: Database, database_url: str, point: str) -> None:
    assert start(database_url, "tick", point) == -signal.SIGKILL
    if "after" not in point:
        assert jobs(database) == []
        assert start(database_url, "tick") == 0
    assert start(database_url, "work") == 0
    assert [state for state, _ in jobs(database)] == ["done"]
    assert effect(database) == STEPS + 1


@pytest.mark.parametrize("point", [*STOPPING, ""])
def test_a_worker_told_to_stop_leaves_the_job_to_others(
    database: Database, database_url: str, point: str
) -> None:
    assert start(database_url, "slow") == 0
    assert start(database_url, "stop", point) == (-signal.SIGKILL if point else 0)
    assert jobs(database) == [("waiting", 0)]
    assert start(database_url, "work") == 0
    assert jobs(database) == [("done", 1)]
    assert effect(database) == STEPS + 1
