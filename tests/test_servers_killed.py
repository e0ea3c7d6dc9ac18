"""Database and broker themselves are killed and started again under load: no job is lost or doubled."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.instances import Instance, own
from tests.load import JOBS, LONGEST, Load, check
from tests.processes import Site

from deskside.kernel.db import Database

pytestmark = [pytest.mark.service, pytest.mark.timeout(LONGEST)]

PARTS = 6
PART = JOBS // PARTS
"""Asked for right before each fault."""
PAIRS = [("mariadb", "rabbitmq"), ("postgresql", "redis")]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Instance]:
    """A database server that is the test's alone."""
    with own(request.param[0]) as instance:
        yield instance


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> Iterator[Instance]:
    """A broker that is the test's alone."""
    with own(request.param[1]) as instance:
        yield instance


@pytest.fixture
def site(server: Instance, broker: Instance, tmp_path: Path) -> Iterator[Site]:
    """Our processes between the two."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKSIDE_")}
    environment = kept | {
        "DESKSIDE_DATA_DIR": str(tmp_path / "var"),
        "DESKSIDE_DATABASE_URL": server.url(),
        "DESKSIDE_BROKER_URL": broker.url(),
        "DESKSIDE_SECRET_KEY": "k" * 40,
    }
    site = Site(tmp_path, environment)
    site.run("migrate")
    site.run("tables")
    yield site
    site.end()


def busy_worker_killed(load: Load, name: str) -> None:
    """While new jobs come in; another takes its place."""
    load.site.start("asker", "ask", PART)
    load.kill_busy(name)
    load.start_worker(name)
    load.site.finish("asker")


@pytest.mark.parametrize(
    ("server", "broker"),
    [(pair, pair) for pair in PAIRS],
    indirect=True,
    ids=["-".join(pair) for pair in PAIRS],
)
def test_no_job_is_lost_or_doubled_when_the_servers_are_killed(
    site: Site, server: Instance, broker: Instance
) -> None:
    database = Database(server.url())
    load = Load(site, database)
    load.start()
    site.run("ask", PART)
    broker.kill()
    load.ask_by_hand(2)
    broker.start()
    site.run("ask", PART)
    server.kill()
    load.ask_by_hand(2)
    server.start()
    busy_worker_killed(load, "worker-1")
    site.run("ask", PART)
    broker.forget()
    site.run("ask", PART)
    server.kill()
    broker.kill()
    server.start()
    load.ask_by_hand(1)
    broker.start()
    busy_worker_killed(load, "worker-2")
    load.all_done()
    assert load.accepted
    check(database, PARTS * PART + load.accepted)
    database.close()
