"""Processes of the product that a test starts by name and kills by name."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

DRIVER = Path(__file__).with_name("scaling.py")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


def wait_for(truth: Callable[[], object], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def asked(port: int, path: str, method: str = "GET", token: str = "") -> int | None:
    """The status of the answer; None without one."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - of our own
            status: int = answer.status
            return status
    except HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


class Site:
    """The processes of one test, started by name and killed by name."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._log = (folder / "log").open("ab")
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.proxy: tuple[str, int, int] = ("proxy", 0, 0)

    def start(self, name: str, *words: object, **more: str) -> int:
        command = [sys.executable, str(DRIVER), *map(str, words)]
        environment = self._environment | more
        process = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)
        self._running[name] = process
        return process.pid

    def finish(self, name: str, seconds: float = 60) -> None:
        assert self._running.pop(name).wait(seconds) == 0

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        process = self._running.pop(name)
        process.send_signal(number)
        process.wait()

    def run(self, *words: object) -> str:
        command = [sys.executable, str(DRIVER), *map(str, words)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=90, check=True
        )
        return done.stdout.strip()

    def end(self) -> None:
        for name in list(self._running):
            self.kill(name)
        self._log.close()
