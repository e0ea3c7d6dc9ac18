"""One project: from the cache with its age, from the remote once for all who wait, never wrong data."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.projects.conftest import NOON, Browser, Clock

from deskside.kernel.connectors import RemoteUnavailable
from deskside.kernel.db import Database
from deskside.main import Web
from deskside.modules.projects.connectors.fake import FakeLibrary, Row
from deskside.modules.projects.service.reading.answering import Question, answer
from deskside.modules.projects.service.reading.flights import Flights

pytestmark = pytest.mark.usefixtures("flights")
STALE, TOO_OLD = timedelta(minutes=31), timedelta(hours=25)


def remote_row(project_id: str = "W1", **change: object) -> Row:
    """What the remote says of a project."""
    return {
        "id": project_id,
        "type": "aftersales",
        "title": "空调维修工单",
        "status": "completed",
        "updated_at": (NOON + timedelta(minutes=1)).isoformat(),
        "customer": {"id": "c1", "name": "王女士", "phone": "13912345678", "openid": "o-wang"},
        "engineer": {"id": "li", "name": "李工", "phone": "13800000001"},
        "内部备注": "回拨 13911112222",
    } | change


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary({"W1": remote_row(), "W2": remote_row("W2")})


@pytest.fixture
def flights(web: Web, database: Database, library: FakeLibrary) -> Iterator[Flights]:
    held = Flights(database, lambda: library)
    web.api.state.project_flights.close()
    web.api.state.project_flights = held
    yield held
    held.close()


@pytest.fixture
def boss(staff: Callable[[str], TestClient]) -> Iterator[TestClient]:
    with staff("boss") as client:
        yield client


def dead(_asked: str) -> None:
    raise RemoteUnavailable("the library does not answer", remote="项目库")


def test_a_fresh_project_comes_from_the_cache_with_its_age(
    boss: TestClient, library: FakeLibrary, time: Clock
) -> None:
    time.forward(timedelta(minutes=5))
    said = boss.get("/api/projects/W1").json()
    assert (said["from_cache"], said["cache_time"], said["message"]) == (True, "5分钟前", "")
    assert (said["project"]["from_cache"], said["project"]["cache_time"]) == (True, "5分钟前")
    assert said["project"]["customer"] == {"id": "c1", "name": "王女士", "phone": "139****5678"}
    assert library.asked == []


def test_a_stale_project_answers_at_once_and_is_read_behind(
    boss: TestClient, library: FakeLibrary, time: Clock
) -> None:
    time.forward(STALE)
    read = threading.Event()
    library.before = lambda _asked: read.set()
    said = boss.get("/api/projects/W1").json()
    assert (said["project"]["status"], said["cache_time"]) == ("processing", "31分钟前")
    assert read.wait(10)
    for _ in range(100):
        said = boss.get("/api/projects/W1").json()
        if said["project"]["status"] == "completed":
            break
        threading.Event().wait(0.05)
    assert (said["project"]["status"], said["cache_time"]) == ("completed", "刚刚")
    assert library.asked == ["W1"]


def test_a_project_past_its_greatest_age_is_read_before_it_is_shown(
    boss: TestClient, library: FakeLibrary, time: Clock
) -> None:
    time.forward(TOO_OLD)
    said = boss.get("/api/projects/W1").json()
    assert (said["project"]["status"], said["from_cache"]) == ("completed", False)
    assert library.asked == ["W1"]


def test_a_dead_remote_leaves_the_cached_answer_with_its_age(
    boss: TestClient, library: FakeLibrary, time: Clock
) -> None:
    library.before = dead
    time.forward(TOO_OLD)
    answered = boss.get("/api/projects/W1")
    said = answered.json()
    assert answered.status_code == 200
    assert (said["project"]["status"], said["cache_time"]) == ("processing", "1天前")
    assert said["message"].startswith("来源暂不可用")


def test_a_dead_remote_and_nothing_cached_is_503_in_the_documents_body(
    boss: TestClient, library: FakeLibrary
) -> None:
    library.before = dead
    answered = boss.get("/api/projects/W2")
    assert (answered.status_code, answered.headers["Retry-After"]) == (503, "10")
    assert answered.json()["detail"].startswith("来源暂不可用")


@pytest.mark.parametrize(
    "wrong",
    [
        remote_row("W2", title="别人的"),
        {"id": "W1"},
        {"id": "W1", "type": "aftersales", "status": None},
        {"error": "try later"},
    ],
    ids=["another's row", "no state", "a state of none", "an error as an answer"],
)
def test_wrong_data_never_replaces_right_data(
    boss: TestClient, library: FakeLibrary, time: Clock, wrong: Row
) -> None:
    library.projects["W1"] = wrong
    time.forward(TOO_OLD)
    said = boss.get("/api/projects/W1", params={"force_sync": True}).json()
    assert (said["project"]["title"], said["project"]["status"]) == ("空调维修工单", "processing")
    assert said["message"].startswith("来源暂不可用")
    assert boss.get("/api/projects/W1/timeline").json()["total"] == 0


def test_a_project_that_the_remote_no_longer_has_stays_in_the_cache(
    boss: TestClient, library: FakeLibrary
) -> None:
    del library.projects["W1"]
    said = boss.get("/api/projects/W1", params={"force_sync": True}).json()
    assert (said["project"]["status"], said["from_cache"]) == ("processing", True)
    assert "找不到" in said["message"]


def test_a_project_that_nobody_has_is_the_documents_404(boss: TestClient) -> None:
    answered = boss.get("/api/projects/W404")
    assert (answered.status_code, answered.json()["detail"]) == (404, "项目不存在")
    assert boss.get("/api/projects/W%20404").json()["detail"] == "项目不存在"


def test_staff_without_the_scope_get_the_documents_403(staff: Callable[[str], TestClient]) -> None:
    answered = staff("coach").get("/api/projects/W1")
    assert (answered.status_code, answered.json()["detail"]) == (403, "无访问权限")


def test_without_anything_it_is_401(browser: Browser) -> None:
    assert browser().get("/api/projects/W1").status_code == 401


def test_a_token_alone_opens_nothing(browser: Browser, link: str, library: FakeLibrary) -> None:
    answered = browser().get("/api/projects/W1", params={"token": link, "force_sync": True})
    assert (answered.status_code, answered.json()["detail"]) == (403, "无访问权限")
    assert library.asked == []


def test_a_proved_customer_sees_no_inner_field_and_a_refresh_cools_down(
    browser: Browser,
    link: str,
    prove: Callable[[TestClient, str], object],
    library: FakeLibrary,
    time: Clock,
) -> None:
    with browser() as client:
        prove(client, link)
        asked: dict[str, str | bool] = {"token": link, "use_cache": False, "force_sync": True}
        cooling = client.get("/api/projects/W1", params=asked).json()
        assert (cooling["message"], library.asked) == ("已是最新", [])
        time.forward(timedelta(seconds=61))
        renewed = client.get("/api/projects/W1", params=asked).json()
        assert (renewed["message"], renewed["project"]["status"]) == ("已刷新", "completed")
        assert client.get("/api/projects/W1", params=asked).json()["message"] == "已是最新"
        assert library.asked == ["W1"]
        assert renewed["project"]["extra"] is None
        assert client.get("/api/projects/W2", params=asked).status_code == 403


def test_staff_see_unknown_fields_with_phones_masked(boss: TestClient) -> None:
    said = boss.get("/api/projects/W1", params={"force_sync": True})
    assert said.json()["project"]["extra"] == {"内部备注": "回拨 139****2222"}
    assert "13912345678" not in said.text
    assert "o-wang" not in said.text


def test_robots_get_the_status_from_the_cache_alone(
    boss: TestClient, library: FakeLibrary, time: Clock
) -> None:
    time.forward(timedelta(hours=30))
    said = boss.get("/api/projects/W1/status").json()
    assert said == {
        "success": True,
        "project_id": "W1",
        "title": "空调维修工单",
        "type": "aftersales",
        "status": "处理中",
        "progress": 75,
        "updated_at": said["updated_at"],
        "from_cache": True,
        "cache_time": "1天前",
        "message": "您的售后工单【空调维修工单】当前状态：处理中（1天前更新）。",
    }
    missing = boss.get("/api/projects/W2/status")
    assert (missing.status_code, missing.json()["detail"]) == (404, "项目 W2 不存在或未同步")
    assert library.asked == []


def test_a_refresh_leaves_a_line_in_the_timeline(boss: TestClient) -> None:
    boss.get("/api/projects/W1", params={"force_sync": True})
    line = boss.get("/api/projects/W1/timeline").json()["items"][0]
    assert (line["old_label"], line["new_label"], line["source"]) == ("处理中", "已完成", "view")


def test_lists_are_filtered_by_type_state_and_words(boss: TestClient) -> None:
    boss.get("/api/projects/W2")

    def ids(**asked: str | bool | list[str]) -> list[str]:
        answered = boss.get("/api/projects", params=asked)
        assert answered.status_code == 200, answered.text
        return [one["id"] for one in answered.json()["items"]]

    assert ids() == ["W2", "W1"]
    assert ids(type="sales") == []
    assert ids(state="processing") == ["W1"]
    assert ids(state=["processing", "completed"]) == ["W2", "W1"]
    assert ids(q="王女士 空调") == ["W2"]
    assert ids(open=True) == ["W1"]
    assert ids(q="100%") == []
    counts = boss.get("/api/project-types").json()["items"][1]
    assert (counts["key"], counts["count"]) == ("aftersales", 2)


def test_five_hundred_askers_in_two_processes_make_one_call(database: Database, library: FakeLibrary) -> None:
    slowly = threading.Event()

    def think(_asked: str) -> None:
        slowly.wait(0.3)

    library.before = think

    async def crowd() -> list[bool]:
        processes = [Flights(database, lambda: library, threads=3) for _ in range(2)]
        asked = [answer(processes[n % 2], database, Question("W2")) for n in range(500)]
        found = await asyncio.gather(*asked)
        for one in processes:
            one.close()
        return [one.cached.project is not None for one in found]

    assert asyncio.run(crowd()) == [True] * 500
    assert library.asked == ["W2"]
