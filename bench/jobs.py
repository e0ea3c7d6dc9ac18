"""Jobs a second, asked for and done: the ledger alone, with Celery as carrier, and plain Celery beside it.

Every job does nothing. One process asks, one transaction or message each; one worker process of 4 threads
then drains. The ways take turns, round after round; the median of the rounds is printed, and its ratio to
plain Celery. The ledger loses nothing at kill -9; plain Celery with its defaults does.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from celery import Celery
from celery.worker import WorkController
from sqlalchemy import create_engine, func, select
from sqlalchemy.pool import NullPool

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Base, Database, Reads
from deskside.platform.jobs import Broker, JobContext, Message, Relay, Workers, enqueue, job, set_carrier
from deskside.platform.jobs.broker import QUEUE
from deskside.platform.jobs.models import Job
from deskside.registry import import_models

JOBS = int(os.environ.get("BENCH_JOBS", "600"))
ROUNDS = 2
THREADS = 4
NAME = f"deskside_bench_{os.getpid()}"
MARIADB = os.environ.get("DESKSIDE_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1/test")
POSTGRESQL = os.environ.get("DESKSIDE_TEST_POSTGRESQL_URL", "postgresql+psycopg://root@127.0.0.1/test")
RABBITMQ = os.environ.get("DESKSIDE_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//")
REDIS = os.environ.get("DESKSIDE_TEST_REDIS_URL", "redis://127.0.0.1:6379/11")
PLAIN = "deskside_bench_plain"


class Noop(Message, name="bench.noop"): ...


@job(Noop)
def noop(_context: JobContext[Noop]) -> None: ...


class Rates(NamedTuple):
    """Jobs a second."""

    asked: float
    done: float


def unfinished(db: Reads) -> int:
    return db.scalars(select(func.count()).select_from(Job).where(Job.due_at.is_not(None))).one()


def span(db: Reads) -> float:
    first = db.scalars(select(func.min(Job.started_at))).one()
    last = db.scalars(select(func.max(Job.finished_at))).one()
    assert first is not None
    assert last is not None
    return float((last - first).total_seconds())


def ask_ledger(database: Database) -> None:
    for _ in range(JOBS):
        with database.writing() as db:
            enqueue(db, Noop())


def measure_ledger(url: str, broker_url: str) -> Rates:
    database = Database(url)
    with database.writing() as db:
        db.query(Job).delete()
    broker = Broker(broker_url) if broker_url else None
    if broker is not None:
        broker.start()
        set_carrier(broker.publish)
    begun = time.perf_counter()
    ask_ledger(database)
    asked = JOBS / (time.perf_counter() - begun)
    worker = subprocess.Popen([sys.executable, __file__, "drain", url, broker_url])
    while database.read(unfinished):
        time.sleep(0.05)
    done = JOBS / database.read(span)
    worker.terminate()
    worker.wait()
    if broker is not None:
        set_carrier()
        broker.stop()
    database.close()
    return Rates(asked, done)


def drain(url: str, broker_url: str) -> None:
    database = Database(url)
    broker = Broker(broker_url) if broker_url else None
    workers = Workers(database, Ports(), threads=THREADS, broker=broker)
    if broker is not None:
        broker.start()
        Relay(database, broker).start()
    workers.start()
    time.sleep(600)


def plain_app(url: str) -> Celery:
    app = Celery("bench", broker=url)
    app.conf.update(task_default_queue=PLAIN, task_ignore_result=True, worker_hijack_root_logger=False)
    return app


def measure_plain(url: str) -> Rates:
    app = plain_app(url)
    begun = time.perf_counter()
    with app.producer_or_acquire() as producer:
        for _ in range(JOBS):
            app.send_task("bench.noop", producer=producer)
    asked = JOBS / (time.perf_counter() - begun)
    command = [sys.executable, __file__, "plain", url]
    worker = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    app.close()
    return Rates(asked, JOBS / float(worker.stdout))


def plain(url: str) -> None:
    """Do all, print the seconds from the first to the last, end."""
    moments: list[float] = []
    app = plain_app(url)

    def note() -> None:
        moments.append(time.perf_counter())
        if len(moments) == JOBS:
            print(max(moments) - moments[0], flush=True)
            os._exit(0)

    app.task(note, name="bench.noop")
    WorkController(app=app, pool_cls="threads", concurrency=THREADS, task_events=True).start()


@contextmanager
def server_database(server: str) -> Iterator[str]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {NAME}")
        yield engine.url.set(database=NAME).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {NAME}")


def forget_queues(url: str) -> None:
    app = plain_app(url)
    with app.connection_for_write() as connection:
        for name in (QUEUE, PLAIN):
            connection.default_channel.queue_delete(name)


def rounds(ways: dict[str, Callable[[], Rates]]) -> dict[str, Rates]:
    found: dict[str, list[Rates]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, measure in ways.items():
            found[name].append(measure())
    return {
        name: Rates(statistics.median(r.asked for r in rates), statistics.median(r.done for r in rates))
        for name, rates in found.items()
    }


def show(found: dict[str, Rates]) -> None:
    base = found["plain Celery, RabbitMQ"]
    print(
        f"{JOBS} no-op jobs, {THREADS} threads, median of {ROUNDS} rounds (ratio to plain Celery on RabbitMQ)"
    )
    for name, rates in found.items():
        asked, done = (f"{value:7.0f}/s ({value / of:.2f})" for value, of in zip(rates, base, strict=True))
        print(f"{name:34} asked {asked}  done {done}")


def main() -> None:
    import_models()
    with (
        tempfile.TemporaryDirectory() as folder,
        server_database(MARIADB) as mariadb,
        server_database(POSTGRESQL) as postgresql,
    ):
        sqlite = f"sqlite:///{Path(folder) / 'jobs.db'}"
        for url in (sqlite, mariadb, postgresql):
            database = Database(url)
            Base.metadata.create_all(database.engines.writes)
            database.close()
        found = rounds(
            {
                "ledger alone, SQLite": lambda: measure_ledger(sqlite, ""),
                "ledger alone, MariaDB": lambda: measure_ledger(mariadb, ""),
                "ledger alone, PostgreSQL": lambda: measure_ledger(postgresql, ""),
                "MariaDB, Celery on RabbitMQ": lambda: measure_ledger(mariadb, RABBITMQ),
                "PostgreSQL, Celery on Redis": lambda: measure_ledger(postgresql, REDIS),
                "plain Celery, RabbitMQ": lambda: measure_plain(RABBITMQ),
                "plain Celery, Redis": lambda: measure_plain(REDIS),
            }
        )
    for url in (RABBITMQ, REDIS):
        forget_queues(url)
    show(found)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["drain", url, broker_url]:
            drain(url, broker_url)
        case ["plain", url]:
            plain(url)
        case _:
            main()
