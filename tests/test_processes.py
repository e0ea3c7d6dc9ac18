"""The commands, as an operator runs them: real processes on a SQLite folder."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import Table, write_xlsx

PROGRAM = str(Path(sys.executable).parent / "deskside")
Start = Callable[..., subprocess.Popen[bytes]]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKSIDE_")}
    return {**kept, "DESKSIDE_DATA_DIR": str(tmp_path / "var")}


@pytest.fixture
def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def run(*words: str, **more: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen([PROGRAM, *words], env=environment | more, stdout=log, stderr=log)
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def command(environment: dict[str, str]) -> Command:
    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *words], env=environment | more, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def numbers_in(folder: Path) -> int:
    """How many special numbers the database in `folder` holds."""
    with closing(sqlite3.connect(f"file:{folder / 'var' / 'deskside.db'}?mode=ro", uri=True)) as database:
        count: int = database.execute("SELECT COUNT(*) FROM numbers").fetchone()[0]
        return count


def ready(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "it ended"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                one.sendall(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                if b" 200 " in one.recv(100):
                    return
        time.sleep(0.05)
    pytest.fail("it was not ready in time")


def test_serve_ends_cleanly_when_told_to_and_starts_again_after_kill_9(start: Start, port: int) -> None:
    first = start("serve", "--port", str(port))
    ready(port, first)
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 0
    second = start("serve", "--port", str(port))
    ready(port, second)
    second.kill()
    second.wait()
    ready(port, start("serve", "--port", str(port)))


def test_an_open_poll_does_not_hold_up_the_end(start: Start, port: int, command: Command) -> None:
    served = start("serve", "--port", str(port))
    ready(port, served)
    command("user", "add", "li", "--role", "agent", "--password", "a long password")
    token = command("token", "--user", "li", "--scopes", "assist:read").stdout.strip()
    poll, headers = "/api/assist/changes?acct_id=1", {"Authorization": f"Bearer {token}"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as one:
        one.request("GET", poll, headers=headers)
        seen = json.loads(one.getresponse().read())["revision"]
        one.request("GET", f"{poll}&since={seen}", headers=headers)
        ready(port, served)
        begun = time.monotonic()
        served.send_signal(signal.SIGTERM)
        assert json.loads(one.getresponse().read()) == {"revision": seen, "changed": []}
        assert served.wait(20) == 0
    assert time.monotonic() - begun < 5


def test_a_taken_port_and_a_taken_folder_are_named(
    start: Start, port: int, command: Command, tmp_path: Path
) -> None:
    ready(port, start("serve", "--port", str(port)))
    taken = command("serve", "--port", str(port))
    assert (taken.returncode, str(port) in taken.stderr) == (2, True)
    folder = command("serve", "--port", str(port + 1))
    assert (folder.returncode, str(tmp_path) in folder.stderr) == (2, True)


def test_a_schema_that_is_old_is_not_touched_when_told_so(start: Start, port: int, command: Command) -> None:
    process = start("serve", "--port", str(port), DESKSIDE_MIGRATE="0")
    assert process.wait(20) != 0
    assert command("migrate").stdout.startswith("migrated to")
    assert command("migrate").stdout.startswith("already at")
    ready(port, start("serve", "--port", str(port), DESKSIDE_MIGRATE="0"))


def test_people_tokens_and_the_audit_by_command(command: Command) -> None:
    command("migrate")
    added = command("user", "add", "boss", "--role", "admin", "--password", "a long password")
    assert (added.returncode, added.stdout) == (0, "added boss\n")
    token = command("token", "--user", "boss", "--scopes", "assist:read,runs:read")
    assert token.stdout.startswith("dsk_")
    assert token.stdout.count("\n") == 1
    assert command("token", "--user", "nobody", "--scopes", "assist:read").returncode == 2
    assert command("token", "--user", "boss", "--scopes", "no:scope").returncode == 2
    assert command("doctor").returncode in {0, 1}


@pytest.mark.parametrize("beside", [False, True])
def test_sync_reports_numbers_and_how_it_ended(
    start: Start, port: int, command: Command, tmp_path: Path, *, beside: bool
) -> None:
    path = tmp_path / "numbers.xlsx"
    rows = [["13000000001"], ["x"], ["13000000002"]]
    write_xlsx(path, [Table("n", ["numbers"], rows)], zone=Site().zone)
    command("migrate")
    numbers = {"DESKSIDE_ASSIST_NUMBERS_PATH": str(path)}
    if beside:
        ready(port, start("serve", "--port", str(port), **numbers))
    good = command("sync", "numbers", **numbers)
    assert (good.returncode, "read 3" in good.stdout) == (0, True), good
    path.write_bytes(b"no workbook at all")
    assert command("sync", "numbers", **numbers).returncode == 1
    assert command("sync", "nothing").returncode == 2


def test_a_worker_runs_what_a_web_process_without_jobs_asked_for(
    start: Start, port: int, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("13000000001\n")
    numbers = {"DESKSIDE_ASSIST_NUMBERS_PATH": str(path)}
    ready(port, start("serve", "--port", str(port), "--no-worker", **numbers))
    worker = start("worker", **numbers)
    deadline = time.monotonic() + 60
    while not numbers_in(tmp_path):
        assert worker.poll() is None
        assert time.monotonic() < deadline, "the worker has not read the workbook"
        time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    again = command("sync", "numbers", **numbers)
    assert "changed 0" in again.stdout


def test_a_broker_that_is_away_makes_nothing_unready_and_is_named(
    start: Start, port: int, command: Command
) -> None:
    away = {"DESKSIDE_BROKER_URL": "redis://127.0.0.1:9/0"}
    process = start("serve", "--port", str(port), **away)
    ready(port, process)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        assert json.load(answer)["jobs"] == "ledger: the broker does not answer"
    doctor = command("doctor", **away)
    assert (doctor.returncode, "127.0.0.1:9 does not answer" in doctor.stdout) == (1, True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    kafka = command("worker", DESKSIDE_BROKER_URL="kafka://here")
    assert (kafka.returncode, "kafka" in kafka.stderr) == (2, True)
