"""Tables of customers: the way back, whose an import is, and tables that are none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.contacts.conftest import Clock, Make, Upload, listed, on_sqlite
from tests.modules.contacts.tables import HEADER, counts, csv_of, row

PATH = "/api/contacts/customers"


def test_an_undo_takes_back_what_nobody_changed_since(upload: Upload, chen: TestClient, make: Make) -> None:
    known = make(email="known@x.cn", name="旧", company="甲公司", phone="13900000001")
    edited = make(email="edited@x.cn", name="乙")
    table = [
        row(
            "known@x.cn",
            name="新",
            company="乙公司",
            phone="13900000002",
            valid=0,
            last_contact_date="2026-10-01",
        ),
        row("edited@x.cn", name="丙"),
        row("new@x.cn"),
        row("kept@x.cn", name="新人"),
    ]
    said = upload(csv_of([HEADER, *table]))
    assert counts(said) == ["ready", 2, 2, 0, 0]
    chen.patch(f"{PATH}/{edited['id']}", json={"version": 2, "country": "中国"})
    kept = listed(chen, email="kept@")[0]
    chen.patch(f"{PATH}/{kept['id']}", json={"version": 1, "name": "别动"})
    undone = chen.post(f"/api/contacts/imports/{said['id']}/undo").json()
    assert (undone["restored"], undone["removed"]) == (1, 1)
    assert [(one["email"], one["reason"][:6]) for one in undone["kept"]] == [
        ("edited@x.cn", "之后被修改过"),
        ("kept@x.cn", "之后被修改过"),
    ]
    again = chen.get(f"{PATH}/{known['id']}").json()
    same = ("name", "company", "phone", "phones", "valid", "last_contact_date", "verdict")
    assert {name: again[name] for name in same} == {name: known[name] for name in same}
    assert listed(chen, email="new@") == []
    assert listed(chen, q="乙公司") == []
    assert chen.post(f"/api/contacts/imports/{said['id']}/undo").status_code == 409


@on_sqlite
def test_a_customer_in_the_bin_or_elsewhere_is_left_alone(
    upload: Upload, chen: TestClient, make: Make, sign_in: Callable[[str], TestClient]
) -> None:
    gone = make(email="gone@x.cn")
    chen.delete(f"{PATH}/{gone['id']}")
    make(sign_in("far"), email="far@x.cn")
    said = upload(csv_of([HEADER, row("gone@x.cn"), row("far@x.cn", name="抢")]))
    assert [one["reason"] for one in said["rows"]] == ["客户在回收站中，请先恢复", "邮箱属于其他部门的客户"]


@pytest.mark.parametrize(
    ("content", "state", "why"),
    [
        (b"\xff\xfe\x00", "failed", None),
        (
            csv_of([["姓名", "公司"], ["张三", "远大"]]),
            "failed",
            "file: the header has no column 邮箱 or Email",
        ),
        (csv_of([HEADER]), "failed", "the first sheet holds no customer"),
    ],
    ids=["damaged", "no address", "header alone"],
)
@on_sqlite
def test_a_table_without_customers_says_why(
    upload: Upload, content: bytes, state: str, why: str | None
) -> None:
    said = upload(content)
    assert said["state"] == state
    assert why is None or said["why"] == why


@on_sqlite
def test_an_import_is_its_uploaders_alone(
    upload: Upload, chen: TestClient, sign_in: Callable[[str], TestClient], time: Clock
) -> None:
    said = upload(csv_of([HEADER, row("a@x.cn")]))
    lin = sign_in("lin")
    assert lin.get(f"/api/contacts/imports/{said['id']}").status_code == 404
    assert lin.post(f"/api/contacts/imports/{said['id']}/undo").status_code == 404
    assert lin.get("/api/contacts/imports").json()["total"] == 0
    assert sign_in("agent").post(f"{PATH}/import", files={"file": ("a.csv", b"x")}).status_code == 403
    time.forward(timedelta(minutes=1))
    assert [one["id"] for one in chen.get("/api/contacts/imports").json()["items"]] == [said["id"]]


def test_a_table_longer_than_a_slice_is_read_whole(upload: Upload, chen: TestClient) -> None:
    table = csv_of([HEADER, *(row(f"n{number}@x.cn", name=f"第{number}") for number in range(450))])
    assert counts(upload(table)) == ["ready", 450, 0, 0, 0]
    assert counts(upload(table)) == ["ready", 0, 0, 450, 0]
    assert chen.get(PATH).json()["total"] == 450
