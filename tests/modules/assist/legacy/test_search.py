"""`/reminder/delete`, the searches and who may ask, as the old pages call them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.assist.conftest import Clock
from tests.modules.assist.legacy.conftest import NEW, OldClient

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_a_reminder_is_deleted_once(old: OldClient) -> None:
    made = old.inserted(NEW)
    path = f"/reminder/delete/{made}"
    assert old.end(old.client.delete(path))["status"] == "SUCCESS"
    assert old.end(old.client.delete(path)) == {"status": "FAILURE", "message": f"提醒不存在: {made}"}
    unknown = old.end(old.client.delete("/reminder/delete/999999"))
    assert unknown == {"status": "FAILURE", "message": "提醒不存在: 999999"}
    assert old.found(f"id/{made}") == []
    assert old.client.delete("/reminder/delete/x").status_code == 400


def test_searches_include_the_end_day_and_take_wildcards_as_letters(old: OldClient, time: Clock) -> None:
    first = old.inserted(NEW | {"title": "100%回访"})
    time.forward(timedelta(hours=11, minutes=59))
    second = old.inserted(NEW | {"title": "nc:续约_x"})
    time.forward(timedelta(minutes=1))
    third = old.inserted(NEW | {"title": "续约yx"})

    def days(start: str, end: str | None = None) -> list[int]:
        query = {"start_date": start} | ({} if end is None else {"end_date": end})
        return [one["id"] for one in old.found("createtime", **query)]

    assert days("2026-11-22", "2026-11-22") == [first, second]
    assert days("2026-11-22") == [first, second, third]
    assert days("2026-11-23", "2026-11-23") == [third]
    assert days("2026-11-22T12:00:00", "2026-11-22T12:00:00") == [first]
    assert days("2026-11-22T04:00:01Z", "") == [second, third]

    def titles(part: str) -> list[int]:
        return [one["id"] for one in old.found("title", title=part)]

    assert [titles(part) for part in ("0%", "约_", "续约", "__", "%%", " 续约 ")] == [
        [first],
        [second],
        [second, third],
        [],
        [],
        [second, third],
    ]


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "search/title",
        "search/title?title=x",
        "search/title?title=%20x%20",
        "search/createtime",
        "search/createtime?start_date=",
        "search/createtime?start_date=today",
        "search/createtime?start_date=2026-11-22&end_date=x",
        "search/createtime?start_date=2026-11-22&end_date=2026-11-21",
        "search/id/x",
        "search/id/0",
        "status/x",
        "getaccts/-1",
    ],
)
def test_a_question_that_cannot_be_answered_is_400(old: OldClient, path: str) -> None:
    answer = old.client.get(f"/reminder/{path}")
    assert (answer.status_code, list(answer.json())) == (400, ["message"])


@on_sqlite
def test_managing_needs_the_scope_and_the_pages_lead_to_the_console(
    old_of: Callable[[str], OldClient], lead: TestClient
) -> None:
    agent = old_of("li").client
    paths = ["search/id/1", "search/title?title=xx", "search/createtime?start_date=2026-11-22"]
    answers = [agent.get(f"/reminder/{path}") for path in (*paths, "status/1", "getaccts/1", "download/1")]
    answers += [agent.post(path, json=NEW) for path in ("/reminder/insert", "/plan/update", "/plan/upload")]
    answers.append(agent.delete("/reminder/delete/1"))
    assert {one.status_code for one in answers} == {403}
    assert {tuple(one.json()) for one in answers} == {("message",)}
    for page, target in (
        ("/reminder/ReminderManagement.html", "/assist/reminders"),
        ("/plan/PlanManagement.html", "/assist/plans"),
    ):
        answer = lead.get(page, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, target)
