"""Parts that are missing in any combination, and how many questions a page asks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool
from tests.modules.members.conftest import NOON, PATIENT, ZONE, client_of
from tests.modules.members.rows import FEW, new_site, put, put_services, service, settlement

from deskside.kernel.auth import Principal
from deskside.kernel.db import Database
from deskside.modules.members.models import CoachTask
from deskside.modules.members.models.warehouse import ASSISTANT, MEMBER, RELATION, SETTLEMENT
from deskside.modules.members.queries.viewers import Viewer
from deskside.modules.members.rules.days import Month
from deskside.modules.members.service.asking import Asking
from deskside.modules.members.service.coach_page import read_coach
from deskside.modules.members.service.customer_page import read_customer
from deskside.modules.members.service.parts import Sources
from deskside.modules.members.service.records_page import RecordsAsked, read_records

NEEDED = {
    "banner": {"v_dim_member", "v_dim_member_card_account", "v_dwd_settlement", "v_dwd_assistant_service"},
    "consumptionRecords": {"v_dwd_settlement", "v_dwd_assistant_service", "v_dim_assistant"},
    "coachTasks": {"v_dim_assistant", "v_dws_assistant_salary_calc", "v_dwd_assistant_service"},
    "favoriteCoaches": {
        *("v_dws_member_assistant_relation_index", "v_dim_assistant"),
        *("v_dwd_assistant_service", "v_dwd_recharge"),
    },
}
VIEWS = sorted(set().union(*NEEDED.values()))


@pytest.mark.parametrize("engine_name", ["sqlite"])
@FEW
@given(gone=st.sets(st.sampled_from(VIEWS)))
def test_property_10_degradation_per_module(
    world: Database, warehouse_url: str, tmp_path: Path, app_of: Callable[..., FastAPI], gone: set[str]
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(str(make_url(warehouse_url).database), copy)
    engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
    with engine.begin() as connection:
        for view in gone:
            connection.execute(text(f"DROP TABLE {view}"))
    sources = Sources.open(world, f"sqlite:///{copy}")
    answer = client_of(app_of(sources), "lead").get("/api/xcx/customers/7001")
    sources.close()
    page = answer.json()
    assert answer.status_code == 200
    assert {part["name"] for part in page["degraded"]} == {n for n, views in NEEDED.items() if views & gone}
    assert len(page["notes"]) > 0
    assert len(page["retentionClues"]) > 0
    assert page["aiInsight"]["summary"]
    for name in NEEDED.keys() - {"banner"}:
        assert (page[name] == []) == bool(NEEDED[name] & gone)
    assert (page["balance"] is None) == bool((NEEDED["banner"] - {"v_dim_member"}) & gone)
    assert (page["name"] is None) == ("v_dim_member" in gone)


@contextmanager
def counting(*engines: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*facts: object) -> None:
        asked.append(str(facts[2]))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def fill_site(etl: Engine, world: Database, site: str, size: int) -> None:
    """A member and a coach with `size` services, settlements, relations and tasks."""
    at = {"site_id": site}
    member = {**at, "name": "林", "phone": None, "avatar": None, "level": None, "register_date": None}
    coach = {**at, "assistant_id": 1, "name": "孙", "is_delete": 0}
    put(
        etl,
        {
            MEMBER: [{**member, "member_id": number} for number in range(1, size + 1)],
            ASSISTANT: [{**coach, "assistant_id": number} for number in range(1, size + 1)],
            RELATION: [
                {**at, "member_id": n, "assistant_id": 1, "relation_index": 0.5} for n in range(1, size)
            ]
            + [{**at, "member_id": 1, "assistant_id": n, "relation_index": 0.5} for n in range(2, size)],
            SETTLEMENT: [settlement(site, number, NOON) for number in range(size)],
        },
    )
    made = [(number, NOON - timedelta(seconds=number)) for number in range(size)]
    put_services(etl, [service(site, n, settlement_id=n, create_time=when) for n, when in made])
    if etl.dialect.name == "postgresql":
        with etl.begin() as connection:
            connection.execute(text("ANALYZE"))
    with world.writing() as db:
        for number, when in made[: size // 10]:
            task = {"task_type": "follow_up_visit", "status": "active", "created_at": when}
            db.add(CoachTask(site_id=site, member_id=1, assistant_id=1 + number, **task))


@pytest.mark.parametrize("engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def test_a_page_asks_as_much_of_ten_rows_as_of_ten_thousand(
    etl: Engine, world: Database, sources: Sources
) -> None:
    counts = []
    for size in (10, 10_000):
        site = new_site()
        fill_site(etl, world, site, size)
        nobody = Principal(1, "lead", "Lead", None, frozenset({"manager"}), frozenset(), "api", 1)
        asking = Asking(sources, PATIENT, Viewer(nobody, site, None), ZONE)
        with counting(sources.warehouse._engine, world.engines.reads) as asked:
            customer = read_customer(asking, 1)
            customer_count = len(asked)
            records = read_records(asking, 1, RecordsAsked(Month(2026, 11), None, 1, 100))
            records_count = len(asked) - customer_count
            coach = read_coach(asking, 1)
        assert customer.degraded == records.degraded == coach.degraded == []
        assert len(customer.consumption_records) == min(size, 50)
        assert len(coach.top_customers) == min(size - 1, 20)
        counts.append((customer_count, records_count, len(asked) - customer_count - records_count))
    assert counts[0] == counts[1]
    assert counts[0][1] == 4
