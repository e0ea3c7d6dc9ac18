"""The document's properties of lists that our own tables hold too."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from tests.modules.members.conftest import NOON
from tests.modules.members.rows import FEW, new_site, put

from deskside.kernel.db import Database
from deskside.modules.members.models import CoachTask, Note
from deskside.modules.members.models.warehouse import RELATION
from deskside.modules.members.rules.tasks import STATUSES
from deskside.modules.members.service.coach_parts import read_coach_notes, read_top_customers
from deskside.modules.members.service.coach_tasks import read_task_groups
from deskside.modules.members.service.customer_parts import read_notes

pytestmark = pytest.mark.parametrize(
    "engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]
)


@FEW
@given(total=st.integers(0, 45))
def test_property_6_list_caps(etl: Engine, warehouse: Connection, world: Database, total: int) -> None:
    site = new_site()
    relation = {"site_id": site, "assistant_id": 1, "relation_index": 0.5}
    put(etl, {RELATION: [{**relation, "member_id": number} for number in range(total)]})
    with world.writing() as db:
        for target in ("member", "coach"):
            for number in range(total):
                made = NOON - timedelta(minutes=number)
                db.add(
                    Note(
                        site_id=site,
                        target_type=target,
                        target_id=1,
                        author="a",
                        content=str(number),
                        created_at=made,
                    )
                )
    newest = [str(number) for number in range(min(total, 20))]
    assert [note.content for note in world.read(read_notes, site, 1)] == newest
    assert [note.content for note in world.read(read_coach_notes, site, 1)] == newest
    assert [member.id for member in read_top_customers(warehouse, site, 1)] == list(range(min(total, 20)))


@FEW
@given(states=st.lists(st.sampled_from(sorted(STATUSES)), max_size=30))
def test_property_11_task_grouping(world: Database, states: list[str]) -> None:
    site = new_site()
    with world.writing() as db:
        for number, status in enumerate(states):
            made = NOON - timedelta(minutes=number)
            db.add(
                CoachTask(
                    site_id=site,
                    member_id=number,
                    assistant_id=1,
                    task_type="x",
                    status=status,
                    created_at=made,
                )
            )
    groups = world.read(read_task_groups, site, 1)
    for shown, status in (
        (groups.visible, "active"),
        (groups.hidden, "inactive"),
        (groups.abandoned, "abandoned"),
    ):
        expected = [number for number, each in enumerate(states) if each == status]
        assert [task.customer_id for task in shown] == expected
