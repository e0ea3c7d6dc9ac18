"""Finding reminders."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

REMINDERS = "/api/assist/reminders"
Json = dict[str, Any]  # bodies as a client has them
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["丙_100%", "乙", "甲 Abc"]),
        ({"title": "100%"}, ["丙_100%"]),
        ({"title": "%%"}, []),
        ({"title": "__"}, []),
        ({"title": "甲 a"}, ["甲 Abc"]),
        ({"created_from": "2026-11-23"}, ["丙_100%", "乙"]),
        ({"created_to": "2026-11-23"}, ["乙", "甲 Abc"]),
        ({"created_from": "2026-11-23", "created_to": "2026-11-23"}, ["乙"]),
        ({"created_from": "2026-11-25"}, []),
        ({"page": 2, "page_size": 1}, ["乙"]),
    ],
)
def test_reminders_are_searched_by_title_and_days_both_included(
    make: Callable[..., int], lead: TestClient, time: Any, query: Json, found: list[str]
) -> None:
    for title in ("甲 Abc", "乙", "丙_100%"):
        make(title=title)
        time.forward(timedelta(days=1))
    answer = lead.get(REMINDERS, params=query)
    assert answer.status_code == 200
    assert [one["title"] for one in answer.json()["items"]] == found


def test_the_end_day_counts_until_midnight_in_the_site_zone(
    make: Callable[..., int], lead: TestClient, time: Any
) -> None:
    time.forward(timedelta(hours=11, minutes=59, seconds=59))
    late = make(title="23:59:59")
    time.forward(timedelta(seconds=1))
    make(title="00:00:00")
    found = lead.get(REMINDERS, params={"created_to": "2026-11-22"}).json()["items"]
    assert [one["id"] for one in found] == [late]
    assert [one["id"] for one in lead.get(REMINDERS, params={"id": late}).json()["items"]] == [late]


@on_sqlite
@pytest.mark.parametrize(
    "query",
    [
        {"title": "a"},
        {"title": " a "},
        {"title": ""},
        {"created_to": "9999-12-31"},
        {"created_from": "x"},
        {"id": 0},
    ],
)
def test_a_search_that_makes_no_sense_is_refused(lead: TestClient, query: dict[str, str | int]) -> None:
    assert lead.get(REMINDERS, params=query).status_code == 422
