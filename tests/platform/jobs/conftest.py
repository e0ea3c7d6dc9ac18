"""Jobs of a test, taken back when it ends."""

from collections.abc import Iterator

import pytest

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database
from deskside.platform.jobs import LeaseTimes, Runner, handlers, schedules
from deskside.platform.jobs.carriers import set_carrier

QUICK = LeaseTimes(lease=1.0, renew=0.3)


@pytest.fixture(autouse=True)
def _own_declarations() -> Iterator[None]:
    """A test knows only the handlers and schedules that it declares."""
    kept = [(known, dict(known)) for known in (handlers._by_name, handlers._by_event, schedules._declared)]
    for known, _before in kept:
        known.clear()
    yield
    for known, before in kept:
        known.clear()
        known.update(before)  # type: ignore[arg-type]  # each with its own copy
    set_carrier()


@pytest.fixture
def ports() -> Ports:
    return Ports()


@pytest.fixture
def runner(database: Database, ports: Ports) -> Iterator[Runner]:
    """A runner whose leases are short enough to wait for."""
    runner = Runner(database, ports, times=QUICK)
    yield runner
    runner.close()
