"""Many processes on one database and one broker, under load, with everything that can be killed killed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from tests.load import JOBS, LONGEST, Load, check
from tests.processes import Site, free_port, wait_for

from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.platform.jobs.broker import QUEUE, make_app
from deskside.platform.jobs.models import Job, Schedule

pytestmark = [pytest.mark.service, pytest.mark.timeout(LONGEST)]

BROKERS = {
    "rabbitmq": os.environ.get("DESKSIDE_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//"),
    "redis": os.environ.get("DESKSIDE_TEST_REDIS_URL", "redis://127.0.0.1:6379/12"),
}
PAIRS = [("mariadb", "rabbitmq"), ("postgresql", "redis")]
UNKNOWN_THREAD = 1094
TICKS = 1000
SCHEDULES = 50
CUT = {
    "mariadb": "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE db = '{name}'"
    " AND id <> CONNECTION_ID()",
    "postgresql": "SELECT 'SELECT pg_terminate_backend(' || pid || ')' FROM pg_stat_activity"
    " WHERE datname = '{name}' AND pid <> pg_backend_pid()",
}


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """An engine and a broker."""
    names: tuple[str, str] = request.param
    return names


@pytest.fixture
def engine_name(pair: tuple[str, str]) -> str:
    return pair[0]


@pytest.fixture
def broker_url(pair: tuple[str, str]) -> Iterator[str]:
    """A queue of our own: in a virtual host where rabbitmqctl can make one, in a Redis database."""
    url, control = BROKERS[pair[1]], shutil.which("rabbitmqctl")
    host = f"deskside_test_{os.getpid()}"
    own = pair[1] == "rabbitmq" and control is not None
    if own:
        subprocess.run([str(control), "add_vhost", host], check=True, capture_output=True)
        rights = [str(control), "set_permissions", "-p", host, "guest", ".*", ".*", ".*"]
        subprocess.run(rights, check=True, capture_output=True)
        url = urlunsplit(urlsplit(url)._replace(path=f"/{host}"))
    empty(url)
    yield url
    empty(url)
    if own:
        subprocess.run([str(control), "delete_vhost", host], check=True, capture_output=True)


def empty(url: str) -> None:
    """What FLUSHALL, or a broker that starts from nothing, leaves of our queue."""
    app = make_app(url)
    with app.connection_for_write(connect_timeout=2) as connection:
        if url.startswith("redis"):
            connection.default_channel.client.flushdb()
        else:
            app.amqp.queues[QUEUE](connection.default_channel).declare()
            connection.default_channel.queue_purge(QUEUE)


@pytest.fixture
def site(blank_database_url: str, broker_url: str, tmp_path: Path) -> Iterator[Site]:
    """Our processes; they reach the broker through a proxy of ours on `DESKSIDE_PROXY`."""
    parts, port = urlsplit(broker_url), free_port()
    address = parts._replace(netloc=parts.netloc.rpartition(":")[0] + f":{port}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKSIDE_")}
    environment = kept | {
        "DESKSIDE_DATA_DIR": str(tmp_path / "var"),
        "DESKSIDE_DATABASE_URL": blank_database_url,
        "DESKSIDE_BROKER_URL": urlunsplit(address),
        "DESKSIDE_SECRET_KEY": "k" * 40,
    }
    site = Site(tmp_path, environment)
    site.proxy = ("proxy", port, parts.port or 0)
    site.start("proxy", *site.proxy)
    site.run("migrate")
    site.run("tables")
    yield site
    site.end()


@pytest.fixture
def database(blank_database_url: str) -> Iterator[Database]:
    database = Database(blank_database_url)
    yield database
    database.close()


@contextmanager
def ended_by_itself() -> Iterator[None]:
    """MariaDB refuses to end a connection that has ended since it was listed; PostgreSQL does not mind."""
    try:
        yield
    except DBAPIError as error:
        if error.orig is None or error.orig.args[0] != UNKNOWN_THREAD:
            raise


def cut_connections(database: Database, engine_name: str) -> None:
    """End every connection to our database but the one that asks."""
    name = database.engines.url.database
    with database.engines.reads.connect() as connection:
        for statement in list(connection.exec_driver_sql(CUT[engine_name].format(name=name)).scalars()):
            with ended_by_itself():
                connection.exec_driver_sql(statement)


@pytest.mark.parametrize("pair", PAIRS, indirect=True, ids="-".join)
def test_no_job_is_lost_or_doubled_whatever_is_killed(
    site: Site, database: Database, broker_url: str, engine_name: str
) -> None:
    load = Load(site, database)
    load.start()
    site.start("asker", "ask", JOBS)
    load.ask_by_hand(1)
    load.kill_busy("worker-1")
    load.start_worker("worker-1")
    site.finish("asker")
    load.share_done(0.2)
    empty(broker_url)
    load.ask_by_hand(1)
    site.kill("web-1")
    load.share_done(0.35)
    site.kill("proxy")
    load.ask_by_hand(2)
    site.start("proxy", *site.proxy)
    load.share_done(0.5)
    cut_connections(database, engine_name)
    load.ask_by_hand(1)
    load.kill_busy("worker-2")
    load.kill_busy("worker-3")
    load.start_worker("worker-2")
    load.all_done()
    assert load.accepted
    check(database, JOBS + load.accepted)


@pytest.mark.parametrize("pair", PAIRS, indirect=True, ids="-".join)
def test_five_schedulers_fire_a_thousand_ticks_once_each_though_two_are_killed(
    site: Site, database: Database
) -> None:
    for number in range(5):
        site.start(f"scheduler-{number}", "tick")

    def known(db: Reads) -> int:
        return db.scalars(select(func.count()).select_from(Schedule)).one()

    def due(db: Reads) -> int:
        return db.scalars(
            select(func.count()).select_from(Schedule).where(Schedule.next_at <= now_ms())
        ).one()

    def make_due(db: Writes) -> None:
        ours = update(Schedule).where(Schedule.name.like("tests.scale.tick%"))
        db.execute(ours.values(next_at=now_ms() - 1))

    wait_for(lambda: database.read(known) >= SCHEDULES, 60)
    for turn in range(TICKS // SCHEDULES):
        database.write(make_due)
        if turn in {5, 10}:
            site.kill(f"scheduler-{turn // 5}")
        wait_for(lambda: not database.read(due), 30)
    fired = database.read(lambda db: list(db.scalars(select(Job.args).where(Job.name == "tests.scale.tick"))))
    assert len(fired) == TICKS
    assert len(set(fired)) == TICKS
