"""`/reminder/insert`, as the old pages call it."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from tests.modules.assist.legacy.conftest import LISTED, NEW, Json, OldClient, Parts
from tests.modules.assist.workbooks import bomb, column, workbook

from deskside.kernel.db import Database
from deskside.modules.assist.models import AccountListRow, AcctReminder, Reminder
from deskside.platform.audit import AuditEntry

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def accounts(world: Database, reminder_id: int) -> list[int]:
    with world.reading() as db:
        mine = (AcctReminder.reminder_id == reminder_id, AcctReminder.listed)
        return list(db.scalars(select(AcctReminder.acct_id).where(*mine).order_by(AcctReminder.acct_id)))


def counts(world: Database) -> tuple[int, ...]:
    """Rows of what a failure must not touch."""
    with world.reading() as db:
        tables = (Reminder, AcctReminder, AccountListRow, AuditEntry)
        return tuple(db.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_a_reminder_for_everybody_is_made_at_once(old: OldClient) -> None:
    made = old.inserted(NEW | {"start_date": "2026-11-01", "expire_date": "", "business_name": ["bb"]})
    assert old.found(f"id/{made}") == [
        {
            "id": made,
            "title": "回访",
            "content": "请回访",
            "market": "USCN",
            "start_date": "2026-11-01T00:00:00",
            "expire_date": "5000-01-01T00:00:00",
            "create_date": "2026-11-22T12:00:00",
            "last_modified": "2026-11-22T12:00:00",
            "recurrent_interval": 7,
            "is_global": 1,
            "is_all_business": 1,
            "business_names": "",
        }
    ]


@on_sqlite
@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"market": ""}, {"market": "USCN,CACN"}),
        ({"market": "All"}, {"market": "USCN,CACN"}),
        ({"market": ["cacn"]}, {"market": "CACN"}),
        ({"market": "CACN, USCN"}, {"market": "USCN,CACN"}),
        ({"recurrent_interval": ""}, {"recurrent_interval": 0}),
        ({"recurrent_interval": None}, {"recurrent_interval": 0}),
        ({"recurrent_interval": "-1"}, {"recurrent_interval": -1}),
        ({"is_global": "true", "is_all_business": "1"}, {"is_global": 1, "is_all_business": 1}),
        ({"is_all_business": 0, "business_name": "prime,bb"}, {"business_names": "BB,Prime"}),
        (
            {"is_all_business": None, "business_name": ["MCN"]},
            {"business_names": "MCN", "is_all_business": 0},
        ),
        ({"start_date": "2026-11-01T08:00:00Z"}, {"start_date": "2026-11-01T16:00:00"}),
        ({"id": "", "unknown": "ignored"}, {"title": "回访"}),
    ],
)
def test_the_forms_many_spellings_are_understood(old: OldClient, sent: Json, stored: Json) -> None:
    (item,) = old.found(f"id/{old.inserted(NEW | sent)}")
    assert {name: item[name] for name in stored} == stored


@on_sqlite
def test_parameters_may_be_the_fields_of_a_form(old: OldClient) -> None:
    fields = {name: str(value) for name, value in NEW.items()}
    parts: Parts = {name: (None, value) for name, value in fields.items()}
    for answer in (
        old.client.post("/reminder/insert", data=fields),
        old.client.post("/reminder/insert", files=parts),
    ):
        assert old.end(answer)["status"] == "SUCCESS"


@on_sqlite
@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": None}, "title"),
        ({"title": "tag:"}, "tag"),
        ({"content": "x" * 256}, "content"),
        ({"content": ""}, "content"),
        ({"market": "EU"}, "known: USCN, CACN"),
        ({"market": 5.5}, "known: USCN, CACN"),
        ({"is_global": None}, "is_global"),
        ({"is_global": "perhaps"}, "is_global"),
        ({"is_all_business": False}, "businesses"),
        ({"is_all_business": False, "business_name": "XX"}, "known: AHC, BB, CP, MCN, Prime"),
        ({"start_date": "tomorrow"}, "start_date"),
        ({"start_date": "2026-11-02", "expire_date": "2026-11-01"}, "expire_date"),
        ({"recurrent_interval": "often"}, "recurrent_interval"),
        ({"recurrent_interval": 2**40}, "recurrent_interval"),
        ({"id": "x"}, "id"),
        ({"id": [1]}, "id"),
        ({"is_global": False}, "file"),
    ],
)
def test_a_wrong_form_is_400_and_changes_nothing(
    old: OldClient, world: Database, sent: Json, word: str
) -> None:
    before = counts(world)
    answers = [old.insert(NEW | sent)]
    if sent != {"is_global": False}:
        answers.append(old.insert(LISTED | sent, column(5)))
    for answer in answers if sent != {"is_all_business": False} else answers[:1]:
        assert (answer.status_code, list(answer.json())) == (400, ["message"]), answer.text
        assert word in answer.json()["message"]
    assert counts(world) == before


@on_sqlite
@pytest.mark.parametrize("text", ["{", "", "[1]", "5", "null", "{'title': 1}", '{"title": NaN}'])
def test_reminder_data_that_is_no_json_object_is_400(old: OldClient, world: Database, text: str) -> None:
    parts: Parts = {"reminder_data": (None, text), "file": ("a.xlsx", column(5))}
    answer = old.client.post("/reminder/insert", files=parts)
    assert (answer.status_code, list(answer.json())) == (400, ["message"])
    assert counts(world)[0] == 0


def test_a_file_makes_the_account_list(
    old: OldClient, world: Database, old_of: Callable[[str], OldClient]
) -> None:
    content = column("账户ID", 5, "6", 6, "x", None, 7)
    submitted = old.insert(LISTED, content)
    task = f"/task/{submitted.json()['task_id']}"
    assert old.client.get(task).json() == {"status": "PENDING"}
    assert counts(world)[0] == 0
    old.work()
    said = old.client.get(task).json()
    made = int(said["result"].rpartition(" ")[2])
    assert said == {"status": "SUCCESS", "result": f"Insert successful: {made}"}
    assert accounts(world, made) == [5, 6, 7]
    body = {"acct_id": 6, "market": "USCN", "business": "AHC"}
    agent = old_of("li")
    shown = agent.end(agent.client.post("/reminder/acct", json=body))["result"]
    assert [one["id"] for one in shown] == [made]


@on_sqlite
def test_an_empty_file_part_of_a_form_for_everybody_is_no_file(old: OldClient) -> None:
    assert old.inserted(NEW, b"") > 0
    assert old.insert(LISTED, b"").status_code == 400


def test_100_000_accounts_are_an_ordinary_file(old: OldClient, world: Database) -> None:
    made = old.inserted(LISTED, "\n".join(map(str, range(1, 100_001))).encode())
    assert len(accounts(world, made)) == 100_000


def test_an_edit_with_a_file_changes_the_list_by_difference_and_keeps_ticks(
    old: OldClient, world: Database, li: TestClient
) -> None:
    made = old.inserted(LISTED, column(1, 2, 3))
    for one in (1, 2):
        li.put(f"/api/assist/ticks/{one}/{made}", json={"done": True, "version": 0})
    assert old.inserted(LISTED | {"id": made, "content": "新"}, column(2, 3, 4)) == made
    assert accounts(world, made) == [2, 3, 4]
    assert old.inserted({"id": str(made), "title": "nc:新"}) == made
    assert accounts(world, made) == [2, 3, 4]
    (item,) = old.found(f"id/{made}")
    assert (item["title"], item["content"], item["recurrent_interval"]) == ("nc:新", "新", 7)
    with world.reading() as db:
        ticked = select(AcctReminder.acct_id).where(AcctReminder.is_processed)
        assert sorted(db.scalars(ticked)) == [1, 2]


def test_an_edit_of_nothing_is_a_failure(old: OldClient, world: Database) -> None:
    gone = old.inserted(NEW)
    old.end(old.client.delete(f"/reminder/delete/{gone}"))
    before = counts(world)
    for missing in (gone, 999_999):
        for content in (None, column(5)):
            said = old.end(old.insert(LISTED | {"id": missing}, content))
            assert said == {"status": "FAILURE", "message": f"提醒不存在: {missing}"}
    assert counts(world) == before


def test_an_edit_whose_reminder_goes_while_its_file_waits_is_a_failure(
    old: OldClient, world: Database
) -> None:
    made = old.inserted(LISTED, column(1))
    submitted = old.insert(LISTED | {"id": made}, column(2))
    old.client.delete(f"/reminder/delete/{made}")
    assert old.end(submitted) == {"status": "FAILURE", "message": f"提醒不存在: {made}"}
    assert accounts(world, made) == [1]


BAD_FILES = {
    "damaged": b"PK\x03\x04 this is no workbook",
    "a bomb": bomb(),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a header alone": column("账户ID"),
    "no number": column("账户ID", "x", "y"),
    "nothing": workbook([]),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_a_failure_with_its_reason_and_changes_nothing(
    old: OldClient, world: Database, content: bytes
) -> None:
    before = counts(world)
    said = old.end(old.insert(LISTED, content))
    assert (said["status"], bool(said["message"])) == ("FAILURE", True)
    assert counts(world) == before


@on_sqlite
def test_a_gbk_csv_with_a_header_is_read(old: OldClient, world: Database) -> None:
    made = old.inserted(LISTED, "账户编号\n5\n６\n7\n".encode("gbk"))
    assert accounts(world, made) == [5, 7]
