"""Lists of members and coaches: who is found by what, who may see whom, and how much is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, text
from tests.modules.members import raw
from tests.modules.members.rows import new_site, put

from deskside.modules.members.models.warehouse import MEMBER
from deskside.modules.members.queries.finding import Slice, find_members
from deskside.modules.members.rules.wanted import Wanted, read_wanted
from deskside.modules.members.service.parts import Sources

SignIn = Callable[[str], TestClient]
CUSTOMERS, COACHES = "/api/members/customers", "/api/members/coaches"


def found(client: TestClient, path: str, **query: object) -> dict[str, Any]:
    answer = client.get(path, params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[int]:
    return [item["id"] for item in page["items"]]


def test_all_members_are_listed_by_number_with_masked_phones(lead: TestClient) -> None:
    page = found(lead, CUSTOMERS, page_size=100)
    assert ids(page) == sorted(raw.MEMBERS)
    assert page["total"] == len(raw.MEMBERS)
    for item in page["items"]:
        member = raw.MEMBERS[item["id"]]
        assert (item["name"], item["level"]) == (member["name"], member["level"])
        assert item["phone"] == f"139****{item['id']}"
        assert item["registerDate"] == member["register_date"].isoformat()


def test_pages_are_slices_of_one_list_and_all_say_the_total(lead: TestClient) -> None:
    pages = [found(lead, CUSTOMERS, page=number, page_size=15) for number in (1, 2, 3, 4)]
    assert [len(page["items"]) for page in pages] == [15, 15, 10, 0]
    assert [member for page in pages for member in ids(page)] == sorted(raw.MEMBERS)
    assert {page["total"] for page in pages} == {len(raw.MEMBERS)}


@pytest.mark.parametrize("part", ["林", "志远", "雅", "  建国 "])
def test_members_are_found_by_any_part_of_their_name(lead: TestClient, part: str) -> None:
    expected = [one for one, member in raw.MEMBERS.items() if part.strip() in member["name"]]
    assert expected
    assert ids(found(lead, CUSTOMERS, q=part)) == sorted(expected)


def test_members_are_found_by_number_by_phone_s_end_and_by_whole_phone(lead: TestClient) -> None:
    for text_ in ("7012", "13900007012", "139 0000 7012", "139-0000-7012"):
        assert ids(found(lead, CUSTOMERS, q=text_)) == [7012]


@pytest.mark.parametrize("part", ["007012", "1390000701", "0007", "701", "139"])
def test_what_the_mask_hides_cannot_be_tried_out(lead: TestClient, part: str) -> None:
    assert found(lead, CUSTOMERS, q=part) == {"items": [], "total": 0}


@pytest.mark.parametrize("part", ["%", "_", "/", "'", "林%", "9" * 40])
def test_what_is_typed_is_never_a_pattern(lead: TestClient, part: str) -> None:
    assert found(lead, CUSTOMERS, q=part) == {"items": [], "total": 0}
    assert found(lead, COACHES, q=part) == {"items": [], "total": 0}


def test_coaches_are_found_by_name_and_number(lead: TestClient) -> None:
    assert ids(found(lead, COACHES)) == sorted(raw.COACHES)
    [coach] = found(lead, COACHES, q="孙")["items"]
    assert coach == {
        "id": 501,
        "name": "孙悦",
        "level": "星级",
        "skills": ["中式八球", "斯诺克"],
        "hireDate": "2020-02-29",
    }
    assert ids(found(lead, COACHES, q="503")) == [503]


def test_a_coach_finds_the_own_members_and_nobody_but_the_own_page(sign_in: SignIn) -> None:
    coach = sign_in("coach")
    own = sorted(row["member_id"] for row in raw.RELATIONS if row["assistant_id"] == 501)
    page = found(coach, CUSTOMERS, page_size=100)
    assert (ids(page), page["total"]) == (own, len(own))
    assert ids(found(coach, COACHES)) == [501]
    stranger = next(member for member in raw.MEMBERS if member not in own)
    assert found(coach, CUSTOMERS, q=stranger) == {"items": [], "total": 0}


@pytest.mark.parametrize("path", [CUSTOMERS, COACHES])
def test_a_list_asks_who_comes(sign_in: SignIn, path: str) -> None:
    answers = {
        name: sign_in(name).get(path).status_code
        for name in ("nobody", "newcomer", "engineer", "placeless", "elsewhere", "unlinked", "lead")
    }
    assert answers == {
        "nobody": 401,
        "newcomer": 403,
        "engineer": 403,
        "placeless": 403,
        "elsewhere": 200,
        "unlinked": 404,
        "lead": 200,
    }
    assert found(sign_in("elsewhere"), path) == {"items": [], "total": 0}


@pytest.mark.parametrize("query", ["page=0", "page_size=0", "page_size=101", "q=" + "x" * 101, "q=%00"])
def test_a_list_refuses_what_is_out_of_range(lead: TestClient, query: str) -> None:
    assert lead.get(f"{CUSTOMERS}?{query}").status_code == 422


def test_a_list_is_one_question_however_long_it_is(sources: Sources, lead: TestClient) -> None:
    asked: list[str] = []

    def note(*facts: object) -> None:
        asked.append(str(facts[2]))

    found(lead, CUSTOMERS)
    event.listen(sources.warehouse._engine, "before_cursor_execute", note)
    found(lead, CUSTOMERS, q="林")
    assert len(asked) == 1
    found(lead, COACHES, page_size=1)
    assert len(asked) == 2


@pytest.mark.parametrize("engine_name", [pytest.param("postgresql", marks=pytest.mark.service)])
def test_a_site_s_list_is_read_from_an_index_among_many_sites(etl: Engine, sources: Sources) -> None:
    sites = [new_site() for _ in range(10)]
    site, numbers = sites[0], range(1, 3_001)
    for each in sites:
        facts: dict[str, object] = {"site_id": each, "avatar": None, "level": "金卡", "register_date": None}
        people = [{**facts, "member_id": n, "name": f"会员{n}", "phone": f"139{n:08}"} for n in numbers]
        put(etl, {MEMBER: people})
    with etl.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE warehouse.dim_member"))
    with sources.warehouse.connect(10_000) as warehouse:
        first = find_members(warehouse, site, None, read_wanted("会员77"), Slice(0, 50))
        plan = warehouse.execute(
            text(
                "EXPLAIN SELECT member_id, name, phone, level, register_date FROM v_dim_member"
                " WHERE site_id = :site AND name ILIKE '%员77%' ORDER BY member_id LIMIT 50"
            ),
            {"site": site},
        )
        assert "Index Only Scan" in "\n".join(line for (line,) in plan)
    assert first.total == sum("会员77" in f"会员{n}" for n in numbers)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Wanted("")),
        (" 林 ", Wanted("林")),
        ("7012", Wanted("7012", 7012, "7012", None)),
        ("70123", Wanted("70123", 70123, None, None)),
        ("139 0000 7012", Wanted("139 0000 7012", 13900007012, None, "13900007012")),
        ("９９", Wanted("９９")),
    ],
)
def test_what_was_typed_is_a_name_a_number_or_a_phone(typed: str, wanted: Wanted) -> None:
    assert read_wanted(typed) == wanted
