"""`/plan/update` and `/plan/upload`, as the old pages call them."""

from typing import Any

import pytest
from sqlalchemy import func, select
from tests.modules.assist.legacy.conftest import Json, OldClient
from tests.modules.assist.workbooks import workbook

from deskside.kernel.db import Database
from deskside.modules.assist.models import Plan, PlanVersion

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
PLAN: Json = {"plan_id": 8801, "name": "BB 基础", "business_name": "BB", "contract": "24个月"}
HEADER = ["plan_id", "name", "contract", "business_name", "fee", "discount", "note"]
ONE_SAVED = {"status": "SUCCESS", "result": "1 创建成功，0 创建失败，失败原因: 无"}


def update(old: OldClient, plan: Json) -> Json:
    return old.end(old.client.post("/plan/update", json=plan))


def plan(old: OldClient, plan_id: int) -> Json:
    said = old.end(old.client.get(f"/plan/{plan_id}"))
    assert said["status"] == "SUCCESS", said
    found: Json = said["result"]
    return found


def plans(world: Database) -> int:
    with world.reading() as db:
        return db.scalar(select(func.count()).select_from(Plan)) or 0


def test_a_plan_is_created_then_changed_and_each_leaves_a_version(old: OldClient, world: Database) -> None:
    assert update(old, PLAN | {"fee": "$29.99/月", "note": ""}) == ONE_SAVED
    stored = {"plan_id": 8801, "name": "BB 基础", "business": "BB", "contract": "24个月"}
    rest = {"fee": "$29.99/月", "discount": None, "note": None}
    assert plan(old, 8801) == stored | rest
    assert update(old, PLAN | {"plan_id": "8801", "business_name": "prime", "discount": "9折"}) == ONE_SAVED
    assert plan(old, 8801) == stored | rest | {"business": "Prime", "discount": "9折"}
    assert update(old, PLAN | {"business_name": "prime"}) == ONE_SAVED
    with world.reading() as db:
        assert sorted(db.scalars(select(PlanVersion.version))) == [1, 2]


@on_sqlite
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"plan_id": None}, "plan_id"),
        ({"plan_id": "x"}, "plan_id"),
        ({"plan_id": 0}, "plan_id"),
        ({"plan_id": 2**31}, "plan_id"),
        ({"name": ""}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"contract": None}, "contract"),
        ({"contract": "x" * 65}, "contract"),
        ({"business_name": None}, "business_name"),
        ({"business_name": "XX"}, "known: AHC, BB, CP, MCN, Prime"),
        ({"fee": "x" * 256}, "fee"),
    ],
)
def test_a_wrong_plan_is_400_and_changes_nothing(
    old: OldClient, world: Database, change: Json, word: str
) -> None:
    body = {name: value for name, value in (PLAN | change).items() if value is not None}
    answer = old.client.post("/plan/update", json=body)
    assert (answer.status_code, list(answer.json())) == (400, ["message"])
    assert word in answer.json()["message"]
    assert plans(world) == 0


def test_a_table_saves_its_good_rows_and_names_its_bad_ones(old: OldClient, world: Database) -> None:
    update(old, PLAN)
    rows: list[Any] = [
        HEADER,
        [8801, "BB 新", "12个月", "bb", 29.5, "9折", None],
        ["8802", "AHC", None, "AHC", None, None, "多行\n备注"],
        ["x", "名称", None, "BB"],
        [8803, None, None, "BB"],
        [8804, "名称", None, "XX"],
        [],
        [8802, "又一次", None, "AHC"],
        [8805, "x" * 256, None, "BB"],
    ]
    said = old.end(old.upload(workbook(rows)))
    reasons = [
        "第 4 行 计划 ID 应为 1 至 2147483647 的整数",
        "第 5 行 缺少 name",
        "第 6 行 未知产品 XX，已有: AHC, BB, CP, MCN, Prime",
        "第 8 行 计划 8802 在第 3 行已出现",
        "第 9 行 name 超过 255 个字符",
    ]
    text = f"2 创建成功，5 创建失败，失败原因: {'；'.join(reasons)}"
    assert said == {"status": "SUCCESS", "result": text}
    assert plans(world) == 2
    assert plan(old, 8801) | {"note": None} == {
        "plan_id": 8801,
        "name": "BB 新",
        "contract": "12个月",
        "business": "BB",
        "fee": "29.5",
        "discount": "9折",
        "note": None,
    }
    assert plan(old, 8802)["note"] == "多行\n备注"


@on_sqlite
@pytest.mark.parametrize(
    "rows",
    [
        [[8801, "BB", "24个月", "BB", "$1", "无", "注"]],
        [
            ["编码", "计划", "期限", "线路", "钱", "减", "其他"],
            [8801, "BB", "24个月", "BB", "$1", "无", "注"],
        ],
        [
            ["备注", "产品", "计划 ID", "名称", "合约期", "优惠", "费用", "别的"],
            ["注", "BB", 8801, "BB", "24个月", "无", "$1", "x"],
        ],
    ],
    ids=["by position", "by position under a header", "by header"],
)
def test_columns_are_found_by_header_else_by_position(old: OldClient, rows: list[Any]) -> None:
    assert old.end(old.upload(workbook(rows))) == ONE_SAVED
    found = {"plan_id": 8801, "name": "BB", "contract": "24个月", "business": "BB"}
    assert plan(old, 8801) == found | {"fee": "$1", "discount": "无", "note": "注"}


@on_sqlite
def test_a_gbk_csv_is_a_table(old: OldClient) -> None:
    text = "计划编号;名称;产品\n8801;宽带;BB\n"
    assert old.end(old.upload(text.encode("gbk"), "计划.csv")) == ONE_SAVED


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        b"\x89PNG\r\n\x1a\n\0\0",
        workbook([]),
        workbook([HEADER]),
        workbook([["备注", "名称"], ["x", "y"]]),
        workbook([[one, "n", None, "BB"] for one in range(1, 5_002)]),
    ],
    ids=["damaged", "a picture", "empty", "a header alone", "columns missing", "too many"],
)
def test_a_table_that_cannot_be_used_is_a_failure_with_its_reason(
    old: OldClient, world: Database, content: bytes
) -> None:
    said = old.end(old.upload(content))
    assert (said["status"], bool(said["message"])) == ("FAILURE", True)
    assert plans(world) == 0


@on_sqlite
def test_an_upload_without_a_file_is_400(old: OldClient) -> None:
    for answer in (
        old.client.post("/plan/upload"),
        old.client.post("/plan/upload", json={}),
        old.client.post("/plan/upload", files={"file": ("", b"x")}),
        old.client.post("/plan/upload", files={"file": ("a.xlsx", b"")}),
        old.client.post("/plan/upload", files={"other": ("a.xlsx", b"x")}),
    ):
        assert (answer.status_code, list(answer.json())) == (400, ["message"])
