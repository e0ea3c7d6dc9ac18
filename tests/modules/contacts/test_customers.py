"""Customers added, edited, thrown away and taken back."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.contacts.conftest import Make, listed, on_sqlite

from deskside.contracts import known_phones
from deskside.kernel.db import Database
from deskside.modules.contacts.models import Customer, CustomerTerm
from deskside.platform.audit import AuditEntry

PATH = "/api/contacts/customers"
FULL = {
    "email": "Zhang.San@Example.com",
    "name": "张三",
    "importance": 4,
    "company": "深圳腾讯科技有限公司",
    "country": "中国",
    "address": "深圳市南山区",
    "phone": "13912345678",
    "website": "www.example.com",
    "comment": "<p>你好<script>alert(1)</script></p>",
    "emails": ["zs@example.org"],
    "phones": ["0755-88886666"],
}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b,c"}, "email"),
        ({"email": f"{'a' * 250}@b.example"}, "email"),
        ({"email": "a@b.cn", "name": "x" * 129}, "name"),
        ({"email": "a@b.cn", "company": "x" * 129}, "company"),
        ({"email": "a@b.cn", "country": "x" * 31}, "country"),
        ({"email": "a@b.cn", "address": "x" * 257}, "address"),
        ({"email": "a@b.cn", "phone": "1" * 31}, "phone"),
        ({"email": "a@b.cn", "website": "javascript:alert(1)"}, "website"),
        ({"email": "a@b.cn", "website": "ftp://example.com"}, "website"),
        ({"email": "a@b.cn", "comment": "x" * 20_001}, "comment"),
        ({"email": "a@b.cn", "importance": 6}, "importance"),
        ({"email": "a@b.cn", "name": "a\u0000b"}, "name"),
        ({"email": "a@b.cn", "valid": 1}, "valid"),
        ({"email": "a@b.cn", "owner_id": 1}, "owner_id"),
    ],
)
@on_sqlite
def test_what_does_not_fit_is_refused_naming_the_field(
    chen: TestClient, body: dict[str, object], field: str
) -> None:
    answer = chen.post(PATH, json=body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


def test_a_customer_has_everything_that_was_given(chen: TestClient) -> None:
    made = chen.post(PATH, json=FULL).json()
    assert {name: made[name] for name in FULL} == FULL | {
        "website": "http://www.example.com",
        "comment": "<p>你好</p>",
    }
    assert (made["valid"], made["version"], made["owner"]) == (2, 1, "Chen")
    assert chen.get(f"{PATH}/{made['id']}").json() == made
    (row,) = listed(chen)
    assert (row["comment"], row["id"]) == ("你好", made["id"])


def test_an_address_is_one_customers_alone_whatever_its_case(chen: TestClient, make: Make) -> None:
    first = make(email="Zhang@Example.com", emails=["other@example.com"])
    for taken in ("zhang@example.COM", "OTHER@example.com"):
        answer = chen.post(PATH, json={"email": taken})
        assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
        assert answer.json()["customer_id"] == first["id"]
    second = make(email="free@example.com")
    answer = chen.patch(f"{PATH}/{second['id']}", json={"version": 1, "emails": ["ZHANG@example.com"]})
    assert answer.status_code == 409
    chen.delete(f"{PATH}/{first['id']}")
    answer = chen.post(PATH, json={"email": "zhang@example.com"})
    assert (answer.status_code, "recycle bin" in answer.json()["detail"]) == (409, True)


def test_a_stale_save_is_shown_the_newer_truth(chen: TestClient, make: Make) -> None:
    made = make(name="旧")
    path = f"{PATH}/{made['id']}"
    saved = chen.patch(path, json={"version": 1, "name": "新"}).json()
    assert (saved["name"], saved["version"], saved["updated_by"]) == ("新", 2, "Chen")
    stale = chen.patch(path, json={"version": 1, "name": "别的"})
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["name"]) == (409, "stale", "新")
    assert chen.patch(path, json={"version": 2, "name": "新"}).json()["version"] == 2
    assert chen.patch(path, json={"version": 2, "name": None}).status_code == 422


def test_the_bin_gives_back_what_was_thrown_away(chen: TestClient, make: Make) -> None:
    made = make(**{**FULL, "email": "bin@example.com"})
    path = f"{PATH}/{made['id']}"
    assert chen.delete(path).status_code == 204
    assert chen.delete(path).status_code == 204
    assert listed(chen) == []
    assert [one["id"] for one in chen.get("/api/contacts/bin").json()["items"]] == [made["id"]]
    assert chen.patch(path, json={"version": 2, "name": "x"}).json()["code"] == "deleted"
    restored = chen.post(f"{path}/restore").json()
    assert {name: restored[name] for name in FULL} == {name: made[name] for name in FULL}
    assert chen.post(f"{path}/restore").status_code == 409
    assert chen.delete(f"/api/contacts/bin/{made['id']}").status_code == 409


def test_what_is_deleted_for_good_leaves_nothing_but_the_audit(
    chen: TestClient, make: Make, world: Database
) -> None:
    made = make(**{**FULL, "email": "gone@example.com"})
    chen.delete(f"{PATH}/{made['id']}")
    assert chen.delete(f"/api/contacts/bin/{made['id']}").status_code == 204
    assert chen.get(f"{PATH}/{made['id']}").status_code == 404
    with world.reading() as db:
        assert db.scalars(select(CustomerTerm.term)).all() == []
        actions = list(db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == [f"contacts.customer.{verb}" for verb in ("create", "delete", "purge")]
    assert make(email="gone@example.com")["id"]


@on_sqlite
def test_the_audit_holds_no_full_number(chen: TestClient, make: Make, world: Database) -> None:
    made = make(**{**FULL, "email": "audit@example.com", "comment": "打 13912345678"})
    chen.patch(f"{PATH}/{made['id']}", json={"version": 1, "phone": "13987654321", "address": "13987654321"})
    with world.reading() as db:
        text = str([(one.old, one.new) for one in db.scalars(select(AuditEntry))])
    assert "139****" in text
    assert not any(number in text for number in ("13912345678", "13987654321", "88886666"))


@on_sqlite
def test_a_new_first_address_has_not_been_judged(chen: TestClient, make: Make) -> None:
    made = make()
    path = f"{PATH}/{made['id']}"
    judged = chen.put(f"{path}/verdict", json={"valid": 0, "reason": "退信"}).json()
    assert (judged["valid"], judged["manual"], judged["version"]) == (0, True, 2)
    moved = chen.patch(path, json={"version": 2, "email": "new@example.com"}).json()
    assert (moved["valid"], moved["manual"], moved["verdict"], moved["emails"]) == (2, False, None, [])


@on_sqlite
def test_others_departments_are_not_there(
    chen: TestClient, make: Make, sign_in: Callable[[str], TestClient]
) -> None:
    made = make(email="mine@example.com")
    far, path = sign_in("far"), f"{PATH}/{made['id']}"
    assert listed(far) == []
    assert far.get(path).status_code == 404
    assert far.patch(path, json={"version": 1, "name": "x"}).status_code == 404
    assert far.delete(path).status_code == 404
    hidden = far.post(PATH, json={"email": "mine@example.com"})
    assert (hidden.status_code, "customer_id" in hidden.json()) == (409, False)
    for name in ("lin", "lead", "admin", "agent"):
        assert len(listed(sign_in(name))) == 1, name
    assert sign_in("auditor").get(PATH).status_code == 403
    assert sign_in("agent").post(PATH, json={"email": "x@example.com"}).status_code == 403


@on_sqlite
def test_a_customer_is_handed_over_within_reach_only(chen: TestClient, lead: TestClient, make: Make) -> None:
    made = make()
    path = f"{PATH}/{made['id']}"
    refused = chen.patch(path, json={"version": 1, "owner_id": 5})
    assert refused.status_code == 403
    moved = lead.patch(path, json={"version": 1, "owner_id": 5}).json()
    assert (moved["owner"], moved["department_id"]) == ("Far", 13)
    assert listed(chen) == []


@on_sqlite
def test_deleting_a_customer_leaves_the_row_to_the_bin(chen: TestClient, make: Make, world: Database) -> None:
    made = make()
    chen.delete(f"{PATH}/{made['id']}")
    with world.reading() as db:
        row = db.get(Customer, made["id"])
        assert row is not None
        assert row.deleted_by == "Chen"


def test_every_number_of_a_customer_is_known_to_who_asks(make: Make, world: Database) -> None:
    make(**{**FULL, "email": "known@example.com"})
    asked = {"8613912345678", "8675588886666", "8613900000000"}
    assert world.read(known_phones, asked) == {"8613912345678", "8675588886666"}
