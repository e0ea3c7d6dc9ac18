"""A warehouse behind real foreign tables and a proxy that can be broken, and how a page is judged."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool
from tests.modules.members.conftest import PATIENT, TODAY, ZONE, Server, client_of
from tests.modules.members.proxies import Proxy

from deskside.kernel.db import Database
from deskside.modules.members.demo import warehouse_rows
from deskside.modules.members.service.contract import insert_rows
from deskside.modules.members.service.foreign import set_up
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings

CUSTOMER, COACH = "/api/xcx/customers/7001", "/api/xcx/coaches/501"
RECORDS = f"{CUSTOMER}/records?year=2026&month=11"
FIELDS = {
    "banner": {
        *("name", "phone", "avatar", "level", "balance", "consumption60d", "daysSinceVisit"),
        *("skills", "workYears", "hireDate", "performance"),
    },
    "consumptionRecords": {"consumptionRecords", "hasMoreConsumption"},
    "taskGroups": {"visibleTasks", "hiddenTasks", "abandonedTasks"},
    "taskCustomers": {"visibleTasks", "hiddenTasks", "abandonedTasks"},
}
WAREHOUSE_PARTS = {
    CUSTOMER: {"banner", "consumptionRecords", "coachTasks", "favoriteCoaches"},
    COACH: {"banner", "income", "topCustomers", "serviceRecords", "historyMonths", "taskCustomers"},
}


@dataclass
class Chain:
    """A warehouse, a proxy before it, and the database with foreign tables that go through the proxy."""

    proxy: Proxy
    etl: URL
    app: URL

    def at_source(self, statement: str) -> None:
        with psycopg.connect(conninfo(self.etl), autocommit=True) as session:
            session.execute(statement.encode())

    def count(self, sql: str, *values: object) -> int:
        with psycopg.connect(conninfo(self.app), autocommit=True) as session:
            row = session.execute(sql.encode(), values).fetchone()
        assert row is not None
        return int(row[0])


def conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def chain(servers: dict[str, Server]) -> Iterator[Chain]:
    server = servers["postgresql"]
    server.need()
    etl, app = (server.create(f"deskside_test_{os.getpid()}_{name}") for name in ("etl", "fdw"))
    proxy = Proxy((etl.host or "127.0.0.1", etl.port or 5432))
    through = etl.set(host="127.0.0.1", port=proxy.port)
    assert len(list(set_up(conninfo(through), conninfo(app)))) == 4
    engine = create_engine(etl, poolclass=NullPool)
    with engine.begin() as connection:
        insert_rows(connection, warehouse_rows(TODAY, ZONE))
    yield Chain(proxy, etl, app)
    proxy.close()


@pytest.fixture
def linked(world: Database, chain: Chain) -> Iterator[Sources]:
    sources = Sources.open(world, chain.app.render_as_string(hide_password=False))
    yield sources
    sources.close()


@pytest.fixture
def lead(linked: Sources, app_of: Callable[..., FastAPI]) -> TestClient:
    """Within the default time."""
    return client_of(app_of(linked, MembersSettings()), "lead")


@pytest.fixture
def patient(linked: Sources, app_of: Callable[..., FastAPI]) -> TestClient:
    """With time enough for a busy machine."""
    return client_of(app_of(linked, PATIENT), "lead")


Page = dict[str, Any]


def read(client: TestClient, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    page: Page = answer.json()
    return page


def missing(page: Page) -> dict[str, str]:
    assert all(part["reason"] for part in page["degraded"])
    return {part["name"]: part["code"] for part in page["degraded"]}


def check_rest(broken: Page, whole: Page) -> None:
    """Whatever belongs to no degraded part is as it was."""
    lost = {field for name in missing(broken) for field in FIELDS.get(name, {name})}
    rest = set(whole) - lost - {"degraded"}
    assert {field: broken[field] for field in rest} == {field: whole[field] for field in rest}
    for name in missing(broken).keys() - {"banner", "taskCustomers"}:
        assert all(
            broken[field] in ([], False, None) or name in {"income", "aiInsight"}
            for field in FIELDS.get(name, {name})
        )


def healed_within(client: TestClient, path: str, whole: Page, seconds: float) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        if read(client, path) == whole:
            return True
    return False
