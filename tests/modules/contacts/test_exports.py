"""Files of customers: what stands in them, that no cell is a formula, and that they come back the same."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.modules.contacts.conftest import Answer, Make, Work, listed, on_sqlite
from tests.modules.contacts.tables import HEADER, NAUGHTY, cells_of, csv_cells, csv_of

PATH = "/api/contacts/customers"
Fetch = Callable[..., bytes]


@pytest.fixture
def fetch(lead: TestClient, work: Work) -> Fetch:
    """Ask for an export and have it made; its bytes. How many rows it has is checked on the way."""

    def ask(client: TestClient = lead, **query: str) -> bytes:
        answer = client.post(f"{PATH}/export", params=query)
        assert answer.status_code == 202, answer.text
        work()
        file_id = answer.json()["file_id"]
        content = client.get(f"/api/files/{file_id}").content
        rows = cells_of(content) if query.get("format") == "xlsx" else csv_cells(content)
        assert client.get(f"/api/contacts/exports/{file_id}").json()["row_count"] == len(rows) - 1
        return content

    return ask


@pytest.fixture
def three(chen: TestClient, make: Make) -> list[Answer]:
    """One of each validity."""
    made = [make(importance=5, company=f"{n}公司") for n in range(3)]
    for one, valid in zip(made, (0, 1), strict=False):
        chen.put(f"{PATH}/{one['id']}/verdict", json={"valid": valid, "reason": "x"})
    return made


def emails(content: bytes) -> list[str]:
    return [line[1] for line in csv_cells(content)[1:]]


@on_sqlite
def test_each_set_holds_exactly_what_it_says(three: list[Answer], fetch: Fetch) -> None:
    zero, one, two = (made["email"] for made in three)
    assert emails(fetch(set="all")) == [zero, one, two]
    assert emails(fetch(set="valid")) == [one]
    assert emails(fetch(set="invalid")) == [zero]
    assert emails(fetch(set="filtered", valid_only="true", sort="-id")) == [two, one]
    assert emails(fetch(set="filtered", company="1公司")) == [one]
    assert emails(fetch(set="template")) == []
    assert sorted(emails(fetch(set="followup"))) == sorted([one, two])
    assert emails(fetch(set="followup", rule_importance="5", rule_operator=">")) == []


@on_sqlite
def test_headers_are_chinese_but_of_the_follow_up_list(three: list[Answer], fetch: Fetch) -> None:
    assert csv_cells(fetch(set="all"))[0] == HEADER
    assert list(cells_of(fetch(set="template", format="xlsx"))[0]) == HEADER
    english = csv_cells(fetch(set="followup"))[0]
    assert english[:3] == ["Name", "Email", "Importance"]
    assert english[9:] == ["Last_contact_date", "Valid"]
    assert csv_cells(fetch(set="all", headers="en"))[0] == english


@on_sqlite
def test_a_file_is_named_after_what_it_holds(lead: TestClient, work: Work) -> None:
    file_id = lead.post(f"{PATH}/export", params={"set": "valid", "format": "xlsx"}).json()["file_id"]
    work()
    named = lead.get(f"/api/files/{file_id}").headers["content-disposition"]
    assert "%E5%AE%A2%E6%88%B7_%E6%9C%89%E6%95%88_20261122.xlsx" in named


@on_sqlite
def test_only_those_who_may_export_what_they_may_see(
    make: Make, chen: TestClient, sign_in: Callable[[str], TestClient], fetch: Fetch
) -> None:
    make()
    assert chen.post(f"{PATH}/export").status_code == 403
    assert chen.get("/api/contacts/exports/0").status_code == 403
    lead = sign_in("lead")
    asked = lead.post(f"{PATH}/export").json()["file_id"]
    assert sign_in("admin").get(f"/api/contacts/exports/{asked}").status_code == 404
    assert sign_in("admin").get(f"/api/files/{asked}").status_code == 404


def naughty(make: Make) -> list[Answer]:
    made = []
    for number, text in enumerate(NAUGHTY):
        short = text[:30]
        made.append(
            make(
                email=f"n{number}@example.com",
                name=text,
                company=text,
                country=short,
                address=text,
                phone=short,
                comment=text,
                importance=number % 6,
            )
        )
    return made


def facts(client: TestClient) -> list[dict[str, Any]]:
    names = ("email", "name", "company", "country", "address", "phone", "comment", "importance", "valid")
    found = []
    for one in listed(client, sort="id"):
        whole = client.get(f"{PATH}/{one['id']}").json()
        found.append({name: whole[name] for name in names})
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_naughty_strings_come_back_as_they_went(
    make: Make, lead: TestClient, chen: TestClient, fetch: Fetch, work: Work, kind: str
) -> None:
    made = naughty(make)
    before = facts(chen)
    assert [one["name"] for one in before] == [text.strip() for text in NAUGHTY]
    sent = fetch(set="all", format=kind)
    rows = cells_of(sent) if kind == "xlsx" else csv_cells(sent)
    if kind == "csv":
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in rows for cell in line)
    for one in made:
        chen.delete(f"{PATH}/{one['id']}")
        chen.delete(f"/api/contacts/bin/{one['id']}")
    answer = chen.post(f"{PATH}/import", files={"file": (f"客户.{kind}", sent)})
    work()
    said = chen.get(f"/api/contacts/imports/{answer.json()['id']}").json()
    assert (said["created"], said["failed"]) == (len(NAUGHTY), 0), said["rows"]
    assert facts(chen) == before
    again = fetch(set="all", format=kind)
    assert (cells_of(again) if kind == "xlsx" else csv_cells(again)) == rows


def test_an_export_imported_again_changes_nothing(
    make: Make, chen: TestClient, fetch: Fetch, work: Work
) -> None:
    for one in naughty(make)[:8]:
        chen.put(f"{PATH}/{one['id']}/verdict", json={"valid": one["id"] % 3, "reason": "x"})
    sent = fetch(set="all")
    answer = chen.post(f"{PATH}/import", files={"file": ("客户.csv", sent)})
    work()
    said = chen.get(f"/api/contacts/imports/{answer.json()['id']}").json()
    assert (said["unchanged"], said["updated"]) == (len(NAUGHTY), 0), said["rows"]
    assert fetch(set="all") == sent


@on_sqlite
def test_a_table_of_another_program_keeps_its_quotes(chen: TestClient, work: Work) -> None:
    answer = chen.post(
        f"{PATH}/import",
        files={"file": ("a.csv", csv_of([["姓名", "邮箱"], ["'=1", "a@x.cn"], ["O'Neil", "b@x.cn"]]))},
    )
    work()
    assert answer.status_code == 202
    assert [one["name"] for one in listed(chen, sort="id")] == ["=1", "O'Neil"]
