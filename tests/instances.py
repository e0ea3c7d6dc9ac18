"""Servers of a test's own: databases and brokers that it may kill and start again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

import pymysql
import pytest
import redis
from tests.conftest import required
from tests.processes import free_port

from deskside.platform.jobs.broker import QUEUE, make_app

READY_SECONDS = 60
POSTGRESQL_PROGRAMS = Path("/usr/lib/postgresql")


class Instance:
    """One server on loopback. `start` returns once it answers; `kill` is kill -9 of all its processes."""

    account: ClassVar[str]
    """The user that it runs as where the tests are root."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="deskside-test-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.data.mkdir()
        self._process: subprocess.Popen[bytes] | None = None
        self._own()

    def url(self) -> str:
        """How the product reaches it."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """What runs it in the foreground."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What it finds in its environment."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def prepare(self) -> None:
        """What must be there before the first start."""

    def fill(self) -> None:
        """What must be there after it."""

    def answers(self) -> bool:
        """Whether it takes connections."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def start(self) -> None:
        """Begin, or begin again with what was kept."""
        for _ in range(20):
            with (self.folder / "log").open("ab") as log:
                self._process = subprocess.Popen(
                    self.command(), env=self.environment(), stdout=log, stderr=log, cwd=self.folder,
                    start_new_session=True, user=self._user, group=self._user,
                )  # fmt: skip
            until = time.monotonic() + READY_SECONDS
            while self._process.poll() is None and time.monotonic() < until:
                if self.answers():
                    return
                time.sleep(0.1)
            # What was killed may hold the folder for a moment longer.
            self.kill()
            time.sleep(0.5)
        pytest.fail(f"{type(self).__name__} does not start: {(self.folder / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """At once, as when the power goes."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def forget(self) -> None:
        """Lose what it holds and stay up; what a broker promises to keep is not asked of a database."""
        raise NotImplementedError

    def end(self) -> None:
        """Kill it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def once(self, *command: str) -> None:
        """Run a program of the server's to its end."""
        subprocess.run(
            command, env=self.environment(), cwd=self.folder, check=True, capture_output=True, timeout=60,
            user=self._user, group=self._user,
        )  # fmt: skip

    @property
    def _user(self) -> str | None:
        return self.account if os.geteuid() == 0 else None

    def _own(self) -> None:
        if self._user is not None:
            for path in (self.folder, self.data):
                shutil.chown(path, self._user, self._user)


class MariaDb(Instance):
    """Durable: what it confirmed survives kill -9."""

    account = "mysql"

    def prepare(self) -> None:
        data = f"--datadir={self.data}"
        self.once("mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal")

    def fill(self) -> None:
        with pymysql.connect(host="127.0.0.1", port=self.port, user="root") as session:
            session.cursor().execute("CREATE DATABASE desk CHARACTER SET utf8mb4")

    def url(self) -> str:
        return f"mysql+pymysql://root@127.0.0.1:{self.port}/desk"

    def command(self) -> list[str]:
        return [
            "mariadbd", "--no-defaults", f"--datadir={self.data}", f"--port={self.port}",
            "--bind-address=127.0.0.1", f"--socket={self.folder}/socket", "--innodb-buffer-pool-size=64M",
        ]  # fmt: skip

    def answers(self) -> bool:
        with suppress(pymysql.Error), pymysql.connect(host="127.0.0.1", port=self.port, user="root"):
            return True
        return False


class PostgreSql(Instance):
    """Durable too; its children notice that the first of them is gone, and end."""

    account = "postgres"

    def __init__(self) -> None:
        super().__init__()
        self._programs = max(POSTGRESQL_PROGRAMS.glob("*/bin"))

    def prepare(self) -> None:
        self.data.chmod(0o700)
        self.once(
            f"{self._programs}/initdb", "-D", str(self.data), "-U", "root", "--auth=trust", "-E", "UTF8"
        )

    def fill(self) -> None:
        self.once(f"{self._programs}/createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "root", "desk")

    def url(self) -> str:
        return f"postgresql+psycopg://root@127.0.0.1:{self.port}/desk"

    def command(self) -> list[str]:
        return [
            f"{self._programs}/postgres", "-D", str(self.data), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
            "-c", "shared_buffers=64MB",
        ]  # fmt: skip

    def answers(self) -> bool:
        ready = [f"{self._programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "root"]
        return subprocess.run(ready, check=False, capture_output=True).returncode == 0


class Redis(Instance):
    """Forgets everything when it is killed."""

    account = "redis"

    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "."]

    def forget(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()


class RabbitMq(Instance):
    """A node of its own beside any other on the machine; without plug-ins."""

    account = "rabbitmq"

    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        return ["/usr/lib/rabbitmq/bin/rabbitmq-server"]

    def forget(self) -> None:
        with make_app(self.url()).connection_for_write() as connection:
            connection.default_channel.queue_purge(QUEUE)

    def environment(self) -> dict[str, str]:
        (self.folder / "plugins").write_text("[].")
        folder = str(self.data)
        return super().environment() | {
            "HOME": folder,
            "RABBITMQ_NODENAME": f"deskside_test_{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.port + 1 if self.port < 65535 else 25_999),
            "RABBITMQ_MNESIA_BASE": folder,
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": f"{folder}/none",
        }


INSTANCES: dict[str, type[Instance]] = {
    "mariadb": MariaDb,
    "postgresql": PostgreSql,
    "redis": Redis,
    "rabbitmq": RabbitMq,
}
PROGRAMS = {
    "mariadb": "mariadbd",
    "postgresql": "/usr/lib/postgresql",
    "redis": "redis-server",
    "rabbitmq": "/usr/lib/rabbitmq/bin/rabbitmq-server",
}


@contextmanager
def own(name: str) -> Iterator[Instance]:
    """A started server; the test is skipped, or fails where services are required, without its program."""
    program = PROGRAMS[name]
    if shutil.which(program) is None and not Path(program).exists():
        (pytest.fail if required() else pytest.skip)(f"{program} is not on this machine")
    instance = INSTANCES[name]()
    try:
        instance.prepare()
        instance.start()
        instance.fill()
        yield instance
    finally:
        instance.end()
