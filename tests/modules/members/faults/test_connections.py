"""The warehouse refuses, dies or freezes: what lacks is named in time, the rest is right, and it heals."""

import threading
from collections.abc import Callable
from time import monotonic

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.modules.members.conftest import PATIENT, client_of
from tests.modules.members.faults.conftest import (
    COACH,
    CUSTOMER,
    WAREHOUSE_PARTS,
    Chain,
    Page,
    check_rest,
    conninfo,
    healed_within,
    missing,
    read,
)

from deskside.kernel.db import Database
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.settings import MembersSettings

pytestmark = [pytest.mark.service, pytest.mark.parametrize("engine_name", ["sqlite"])]


def test_a_warehouse_that_refuses_connections(patient: TestClient, chain: Chain) -> None:
    whole = {path: read(patient, path) for path in (CUSTOMER, COACH)}
    chain.proxy.refuse()
    try:
        for path, parts in WAREHOUSE_PARTS.items():
            broken = read(patient, path)
            assert missing(broken) == dict.fromkeys(parts, "unreachable")
            check_rest(broken, whole[path])
    finally:
        chain.proxy.accept_again()
    for path in WAREHOUSE_PARTS:
        assert healed_within(patient, path, whole[path], 10)


@pytest.mark.parametrize("which", ["etl", "fdw"])
def test_a_backend_that_is_terminated_in_mid_query(patient: TestClient, chain: Chain, which: str) -> None:
    whole = read(patient, CUSTOMER)
    pages: list[Page] = []
    name = chain.etl.database if which == "etl" else chain.app.database
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    active = " FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() AND state = 'active'"
    kill = f"SELECT count(pg_terminate_backend(pid)) {active}"
    with psycopg.connect(conninfo(chain.etl)) as holder:
        holder.execute("LOCK TABLE warehouse.dwd_recharge IN ACCESS EXCLUSIVE MODE")
        asker = threading.Thread(target=lambda: pages.append(read(patient, CUSTOMER)))
        asker.start()
        until = monotonic() + 8
        while monotonic() < until:
            alone = chain.count(f"SELECT count(*) {active}", name) == 1
            if alone and chain.count(waiting, chain.etl.database) == 1:
                break
        assert chain.count(kill, name) == 1
        asker.join(10)
    assert missing(pages[0]) == {"favoriteCoaches": "unreachable"}
    check_rest(pages[0], whole)
    assert healed_within(patient, CUSTOMER, whole, 10)


def test_idle_backends_that_were_terminated_are_not_noticed(patient: TestClient, chain: Chain) -> None:
    whole = read(patient, CUSTOMER)
    kill = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()"
    )
    there = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    for database in (chain.etl.database, chain.app.database):
        assert chain.count(kill, database) >= 1
        until = monotonic() + 8
        while chain.count(there, database) and monotonic() < until:
            pass
        assert read(patient, CUSTOMER) == whole


@pytest.mark.parametrize("when", ["at connect", "in mid-query"])
def test_a_frozen_warehouse(
    lead: TestClient, patient: TestClient, chain: Chain, linked: Sources, when: str
) -> None:
    whole = {path: read(patient, path) for path in (CUSTOMER, COACH)}
    if when == "at connect":
        chain.proxy.cut()
        linked.warehouse.close()
    hanging = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        " AND application_name = 'deskside-members' AND state = 'active'"
    )
    chain.proxy.freeze()
    try:
        for number in range(6):
            for path, parts in WAREHOUSE_PARTS.items():
                began = monotonic()
                broken = read(lead, path)
                assert monotonic() - began < 1.2, (number, path)
                assert missing(broken).keys() == parts
                assert set(missing(broken).values()) <= {"timeout", "unavailable", "unreachable"}
                check_rest(broken, whole[path])
                assert chain.count(hanging, chain.app.database) <= 4
    finally:
        chain.proxy.thaw()
    for path in WAREHOUSE_PARTS:
        assert healed_within(patient, path, whole[path], 10)


def test_when_every_connection_hangs_nothing_more_is_asked(
    chain: Chain, world: Database, app_of: Callable[..., FastAPI]
) -> None:
    through = chain.etl.set(host="127.0.0.1", port=chain.proxy.port)
    sources = Sources.open(world, through.render_as_string(hide_password=False))
    lead, patient = (client_of(app_of(sources, kept), "lead") for kept in (MembersSettings(), PATIENT))
    whole = {path: read(patient, path) for path in (CUSTOMER, COACH)}
    connected = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = 'deskside-members'"
    )
    chain.proxy.freeze()
    try:
        began = monotonic()
        assert missing(read(lead, COACH)).keys() == WAREHOUSE_PARTS[COACH]
        assert monotonic() - began < 1.2
        for path in (CUSTOMER, COACH) * 3:
            began = monotonic()
            broken = read(lead, path)
            assert monotonic() - began < 0.4
            assert missing(broken) == dict.fromkeys(WAREHOUSE_PARTS[path], "unavailable")
            assert {part["reason"] for part in broken["degraded"]} == {"来源暂不可用"}
            check_rest(broken, whole[path])
        assert chain.count(connected, chain.etl.database) <= 4
    finally:
        chain.proxy.thaw()
    assert all(healed_within(patient, path, whole[path], 10) for path in whole)
    sources.close()


def test_a_coach_is_shown_no_member_while_it_cannot_be_known_whose_it_is(
    chain: Chain, linked: Sources, app_of: Callable[..., FastAPI]
) -> None:
    client = client_of(app_of(linked, PATIENT), "coach")
    chain.proxy.refuse()
    try:
        answer = client.get(CUSTOMER)
        own = client.get(COACH)
    finally:
        chain.proxy.accept_again()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert own.status_code == 200
