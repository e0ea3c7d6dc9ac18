"""Tables of customers: encodings, headers, what each row does, and the way back."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from tests.modules.contacts.conftest import Make, Upload, listed, on_sqlite
from tests.modules.contacts.tables import HEADER, cells_of, counts, csv_of, row, xlsx_of

PATH = "/api/contacts/customers"


FULL = row(
    "a@example.com",
    name="张三",
    importance=4,
    company="远大公司",
    country="中国",
    address="北京",
    phone="013912345678",
    website="https://example.com",
    comment="<b>注</b>",
    last_contact_date="2026-10-01 09:30:00",
    valid=1,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@on_sqlite
def test_a_table_in_any_encoding_is_understood(
    upload: Upload, chen: TestClient, encoding: str, delimiter: str
) -> None:
    assert counts(upload(csv_of([HEADER, FULL], encoding, delimiter))) == ["ready", 1, 0, 0, 0]
    (one,) = listed(chen)
    assert (one["name"], one["company"], one["phone"]) == ("张三", "远大公司", "013912345678")
    assert (one["importance"], one["valid"], one["comment"]) == (4, 1, "注")
    assert one["last_contact_date"] == "2026-10-01T01:30:00Z"


ENGLISH = ["Name", "Email", "Importance", "Company", "Country", "Address", "Phone", "Website", "Comment"]


@pytest.mark.parametrize(
    "table",
    [
        [HEADER, FULL],
        [[*ENGLISH, "Last_contact_date", "Valid"], FULL],
        [[*reversed(HEADER), "别的"], [*reversed(FULL), "x"]],
        [FULL],
    ],
    ids=["chinese", "english", "another order", "by position"],
)
@pytest.mark.parametrize("form", [csv_of, xlsx_of])
@on_sqlite
def test_columns_go_by_header_or_by_position(
    upload: Upload, chen: TestClient, table: list[list[object]], form: Callable[..., bytes]
) -> None:
    said = upload(form(table))
    assert counts(said) == ["ready", 1, 0, 0, 0]
    assert said["ignored"] == (["别的"] if "别的" in table[0] else [])
    (one,) = listed(chen)
    assert (one["name"], one["address"], one["valid"], one["importance"]) == ("张三", "北京", 1, 4)


@on_sqlite
def test_a_mapping_says_what_the_columns_are(upload: Upload, chen: TestClient) -> None:
    table = csv_of([["甲", "乙", "丙"], ["x@example.com", "不要", "李四"]])
    assert upload(table)["state"] == "ready"
    assert upload(table)["failed"] == 2
    said = upload(table, mapping='["email", null, "name"]')
    assert (said["created"], listed(chen)[0]["name"]) == (1, "李四")
    for wrong in ("no", "[]", '["email", "email"]', '["password", "email"]', "[1]", '{"email": 1}'):
        answer = chen.post(f"{PATH}/import", files={"file": ("a.csv", table)}, data={"mapping": wrong})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["mapping"]), wrong


@on_sqlite
def test_several_addresses_in_a_cell_become_one_customer_each(upload: Upload, chen: TestClient) -> None:
    cell = "a@x.cn,b@x.cn，c@x.cn、d@x.cn;e@x.cn；f@x.cn g@x.cn\nh@x.cn , 坏的"
    said = upload(csv_of([HEADER, row(cell, name="王五", importance=2)]))
    assert (counts(said), said["row_count"]) == (["ready", 8, 0, 0, 1], 1)
    people = listed(chen)
    assert sorted(one["email"] for one in people) == [f"{letter}@x.cn" for letter in "abcdefgh"]
    assert {(one["name"], one["importance"]) for one in people} == {("王五", 2)}
    assert said["rows"][0]["reason"] == "邮箱 坏的 不是邮箱地址"


@on_sqlite
def test_or_one_customer_with_many_addresses(upload: Upload, chen: TestClient, make: Make) -> None:
    said = upload(csv_of([HEADER, row("a@x.cn, b@x.cn", name="王五")]), together="true")
    assert counts(said) == ["ready", 1, 0, 0, 0]
    (one,) = listed(chen)
    assert chen.get(f"{PATH}/{one['id']}").json()["emails"] == ["b@x.cn"]
    more = upload(csv_of([HEADER, row("c@x.cn B@x.cn")]), together="true")
    assert counts(more) == ["ready", 0, 1, 0, 0]
    assert chen.get(f"{PATH}/{one['id']}").json()["emails"] == ["b@x.cn", "c@x.cn"]
    make(email="z@x.cn")
    assert upload(csv_of([HEADER, row("a@x.cn z@x.cn")]), together="true")["failed"] == 1


def test_a_known_address_updates_what_is_not_empty(upload: Upload, chen: TestClient, make: Make) -> None:
    made = make(email="A@Example.com", name="旧名", country="日本", emails=["second@example.com"])
    table = csv_of(
        [HEADER, row("a@example.COM", name="新名", importance=5), row("second@EXAMPLE.com", address="东京")]
    )
    assert counts(upload(table)) == ["ready", 0, 2, 0, 0]
    one = chen.get(f"{PATH}/{made['id']}").json()
    assert [one[name] for name in ("name", "country", "importance", "address", "email")] == [
        "新名", "日本", 5, "东京", "A@Example.com",
    ]  # fmt: skip
    assert counts(upload(table)) == ["ready", 0, 0, 2, 0]


def test_a_dry_run_says_the_same_and_changes_nothing(upload: Upload, chen: TestClient, make: Make) -> None:
    make(email="known@example.com")
    table = csv_of(
        [
            HEADER,
            row("known@example.com", name="x"),
            row("new@x.cn", name="y"),
            row("NEW@x.cn", name="y"),
            row("new@x.cn", name="z"),
            row("", name="无"),
        ]
    )
    dry = upload(table, dry_run="true")
    assert counts(dry) == ["ready", 1, 2, 1, 1]
    assert [one["name"] for one in listed(chen)] == ["客户1"]
    assert chen.post(f"/api/contacts/imports/{dry['id']}/undo").status_code == 409
    assert counts(upload(table)) == counts(dry)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "x" * 129}, "联系人 超过 128 个字符"),
        ({"company": "x" * 129}, "公司 超过 128 个字符"),
        ({"country": "x" * 31}, "国家 超过 30 个字符"),
        ({"address": "x" * 257}, "地址 超过 256 个字符"),
        ({"phone": "1" * 31}, "电话 超过 30 个字符"),
        ({"website": "https://" + "x" * 260}, "网站 超过 256 个字符"),
        ({"comment": "x" * 20_001}, "备注 超过 20000 个字符"),
        ({"website": "javascript:alert(1)"}, "网站 javascript:alert(1) 应以 http:// 或 https:// 开头"),
        ({"importance": "6"}, "客户评级 6 应为 0 至 5 的整数"),
        ({"importance": "高"}, "客户评级 高 应为 0 至 5 的整数"),
        ({"valid": "3"}, "有效性 3 应为 0（无效）、1（有效）或 2（未确认）"),
        ({"last_contact_date": "昨天"}, "最近联系时间 昨天 不是日期，如 2026-11-22 10:30"),
        ({"last_contact_date": "2026-02-30"}, "最近联系时间 2026-02-30 不是日期，如 2026-11-22 10:30"),
    ],
)
@on_sqlite
def test_a_bad_row_is_reported_and_the_others_are_saved(
    upload: Upload, chen: TestClient, cells: dict[str, object], reason: str
) -> None:
    said = upload(csv_of([HEADER, row("bad@x.cn", **cells), row("good@x.cn")]))
    assert counts(said) == ["ready", 1, 0, 0, 1]
    assert (said["rows"][0]["row"], said["rows"][0]["reason"]) == (2, reason)
    report = cells_of(chen.get(f"/api/files/{said['report_file_id']}").content)
    assert report[0] == ("行号", "邮箱", "联系人", "结果", "原因")
    assert [(line[0], line[1], line[3]) for line in report[1:]] == [
        (2, "bad@x.cn", "失败"),
        (3, "good@x.cn", "新增"),
    ]


@on_sqlite
def test_the_report_speaks_the_readers_language(upload: Upload, chen: TestClient) -> None:
    chen.headers["Accept-Language"] = "en"
    said = upload(csv_of([HEADER, row("", name="x")]))
    assert said["rows"][0]["reason"] == "the e-mail address is missing"


def test_last_contact_and_validity_give_way(upload: Upload, chen: TestClient) -> None:
    def table(day: str, valid: int) -> bytes:
        return csv_of([HEADER, row("a@x.cn", last_contact_date=day, valid=valid)])

    assert counts(upload(table("2026/10/1 9:30", 1))) == ["ready", 1, 0, 0, 0]
    (one,) = listed(chen)
    assert (one["last_contact_date"], one["last_contact_source"]) == ("2026-10-01T01:30:00Z", "import")
    assert counts(upload(table("2026-09-01", 1))) == ["ready", 0, 0, 1, 0]
    assert counts(upload(table("2026-10-02", 1))) == ["ready", 0, 1, 0, 0]
    assert listed(chen)[0]["last_contact_date"] == "2026-10-01T16:00:00Z"
    chen.put(f"{PATH}/{one['id']}/verdict", json={"valid": 1, "reason": "电话确认"})
    assert counts(upload(table("", 0))) == ["ready", 0, 0, 1, 0]
    assert (listed(chen)[0]["valid"], listed(chen)[0]["manual"]) == (1, True)
    assert chen.delete(f"{PATH}/{one['id']}/verdict").json()["valid"] == 1
    assert counts(upload(table("", 0))) == ["ready", 0, 1, 0, 0]
    assert (listed(chen)[0]["valid"], listed(chen)[0]["valid_reason"]) == (0, "导入 / import")
