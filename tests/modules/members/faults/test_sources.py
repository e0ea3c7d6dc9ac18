"""A view, a column, a table or a text is not what was agreed: what lacks is named, the rest is right."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from tests.modules.members.conftest import client_of
from tests.modules.members.faults.conftest import (
    COACH,
    CUSTOMER,
    RECORDS,
    Chain,
    check_rest,
    missing,
    read,
)

from deskside.kernel.db import Database
from deskside.modules.members.service.contract import create_contract
from deskside.modules.members.service.parts import Sources

pytestmark = [pytest.mark.service, pytest.mark.parametrize("engine_name", ["sqlite"])]


def test_pages_through_foreign_tables_are_those_of_the_warehouse_itself(
    patient: TestClient, world: Database, chain: Chain, app_of: Callable[..., FastAPI]
) -> None:
    direct = Sources.open(world, chain.etl.render_as_string(hide_password=False))
    client = client_of(app_of(direct), "lead")
    for path in (CUSTOMER, RECORDS, COACH):
        page = read(patient, path)
        assert page == read(client, path)
        assert page["degraded"] == []
    direct.close()


@pytest.mark.parametrize(
    ("view", "of_customer", "of_coach"),
    [
        ("v_dim_member", {"banner"}, {"topCustomers", "serviceRecords", "taskCustomers"}),
        ("v_dim_member_card_account", {"banner"}, {"banner", "topCustomers"}),
        ("v_dim_assistant", {"consumptionRecords", "coachTasks", "favoriteCoaches"}, {"banner"}),
        ("v_dwd_settlement", {"banner", "consumptionRecords"}, set()),
        (
            "v_dwd_assistant_service",
            {"banner", "consumptionRecords", "coachTasks", "favoriteCoaches"},
            {"topCustomers", "serviceRecords", "historyMonths"},
        ),
        ("v_dwd_recharge", {"favoriteCoaches"}, set()),
        ("v_dws_member_assistant_relation_index", {"favoriteCoaches"}, {"banner", "topCustomers"}),
        ("v_dws_assistant_salary_calc", {"coachTasks"}, {"banner", "income", "historyMonths"}),
    ],
)
def test_a_view_that_was_dropped(
    patient: TestClient, chain: Chain, view: str, of_customer: set[str], of_coach: set[str]
) -> None:
    whole = {path: read(patient, path) for path in (CUSTOMER, COACH)}
    chain.at_source(f"DROP VIEW {view}")
    try:
        broken = {path: read(patient, path) for path in (CUSTOMER, COACH)}
    finally:
        engine = create_engine(chain.etl, poolclass=NullPool)
        with engine.begin() as connection:
            create_contract(connection)
    assert missing(broken[CUSTOMER]) == dict.fromkeys(of_customer, "changed")
    assert missing(broken[COACH]) == dict.fromkeys(of_coach, "changed")
    for path in (CUSTOMER, COACH):
        check_rest(broken[path], whole[path])
        assert read(patient, path) == whole[path]


def test_a_column_that_was_renamed(patient: TestClient, chain: Chain) -> None:
    whole = read(patient, CUSTOMER)
    chain.at_source("ALTER VIEW v_dwd_recharge RENAME COLUMN amount TO sum")
    broken = read(patient, CUSTOMER)
    chain.at_source("ALTER VIEW v_dwd_recharge RENAME COLUMN sum TO amount")
    assert missing(broken) == {"favoriteCoaches": "changed"}
    check_rest(broken, whole)
    assert read(patient, CUSTOMER) == whole


@pytest.mark.parametrize(
    ("table", "path", "parts"),
    [
        ("biz_ai_cache", CUSTOMER, {"aiInsight"}),
        ("member_retention_clue", CUSTOMER, {"retentionClues"}),
        ("biz_notes", CUSTOMER, {"notes"}),
        ("biz_coach_tasks", CUSTOMER, {"coachTasks"}),
        ("biz_notes", COACH, {"notes", "taskGroups"}),
        ("biz_coach_tasks", COACH, {"banner", "taskGroups", "taskCustomers", "historyMonths"}),
    ],
)
def test_a_table_of_our_own_that_is_gone(
    patient: TestClient, world: Database, table: str, path: str, parts: set[str]
) -> None:
    whole = read(patient, path)
    with world.writing() as db:
        db.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))
    broken = read(patient, path)
    assert missing(broken) == dict.fromkeys(parts, "changed")
    check_rest(broken, whole)


@pytest.mark.parametrize("text_", ["", "{", "[]", '{"summary": 1}', '{"strategies": []}', "null", "\\u0000"])
def test_an_insight_that_is_no_json(patient: TestClient, world: Database, text_: str) -> None:
    whole = read(patient, CUSTOMER)
    with world.writing() as db:
        db.execute(text("UPDATE biz_ai_cache SET cache_value = :it"), {"it": text_})
    broken = read(patient, CUSTOMER)
    assert missing(broken) == {"aiInsight": "malformed"}
    assert broken["aiInsight"] == {"summary": "", "strategies": [], "createdAt": None}
    check_rest(broken, whole)
