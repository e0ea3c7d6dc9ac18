"""Share links: what the recipient sees, and what nobody else ever does."""

from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.modules.projects.conftest import Browser, Clock, Work, digits, project_row

from deskside.kernel.db import Database, Reads, Writes
from deskside.main import Web
from deskside.modules.projects.models import ProjectCache
from deskside.modules.projects.models.links import AccessToken, Feedback, LinkViewer, LinkVisit
from deskside.modules.projects.pages.limits import PerMinute
from deskside.platform.jobs.models import Job
from deskside.platform.notify import PostedNotice

Prove = Callable[[TestClient, str], httpx2.Response]
Staff = Callable[[str], TestClient]
UNKNOWN = "A" * 43
SECRETS = ("王女士", "空调", "W1", "139", "李工", "不制冷")
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_the_recipient_proves_it_and_sees_the_project_and_nothing_internal(
    browser: Browser, link: str, prove: Prove
) -> None:
    phone = browser()
    assert prove(phone, link).status_code == 200
    page = phone.get(f"/s/{link}")
    assert page.status_code == 200
    assert all(text in page.text for text in ("空调维修工单", "处理中", "李工", "空调 KFR-35"))
    assert "&lt;b&gt;不制冷&lt;/b&gt;" in page.text
    assert "难缠" not in page.text
    assert "13912345678" not in page.text
    assert len(page.content) < 30_000
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    cookie = next(iter(phone.cookies.jar))
    assert (cookie.name, cookie.secure, cookie.path) == ("__Host-deskside-viewer", True, "/")


def test_every_link_answers_the_same_bytes_to_whoever_has_not_proved_it(
    browser: Browser, link: str, staff: Staff, time: Clock, database: Database
) -> None:
    other = browser("198.51.100.4", "Mozilla/5.0 (Windows) Chrome/130")
    living = other.get(f"/s/{link}")
    unknown = other.get(f"/s/{UNKNOWN}")
    assert living.content == unknown.content
    assert dict(living.headers) == dict(unknown.headers)
    assert not any(secret in living.text for secret in SECRETS)
    people = staff("boss").get("/api/projects/W1/people").json()["items"]
    staff("boss").post(f"/api/project-links/{people[0]['link']['id']}/revoke")
    assert other.get(f"/s/{link}").content == unknown.content
    time.forward(timedelta(days=30))
    assert other.get(f"/s/{link}").content == unknown.content


@pytest.mark.parametrize("button", ["code", "ask", "proof", "leave", "silently"])
def test_every_button_answers_the_same_for_a_link_that_does_not_exist(
    browser: Browser, link: str, button: str
) -> None:
    body = {"code": "123456"} if button == "proof" else {}
    answers = [
        browser(ip).post(f"/s/{button}", json={"token": token, **body})
        for ip, token in (("198.51.100.1", link), ("198.51.100.2", UNKNOWN))
    ]
    shown = [
        (one.status_code, one.content, sorted(name for name in one.headers if name != "set-cookie"))
        for one in answers
    ]
    assert shown[0] == shown[1]
    cookies = [len(one.headers.get("set-cookie", "")) for one in answers]
    assert cookies[0] == cookies[1]


def test_a_forwarded_link_opens_nothing_and_its_recipient_still_gets_in(
    browser: Browser, link: str, prove: Prove, work: Work, staff: Staff
) -> None:
    forwarder = browser("198.51.100.4", "Mozilla/5.0 (Windows) Chrome/130")
    assert not any(secret in forwarder.get(f"/s/{link}").text for secret in SECRETS)
    forwarder.post("/s/code", json={"token": link})
    work()
    guess = forwarder.post("/s/proof", json={"token": link, "code": "000000"})
    assert guess.status_code == 403
    phone = browser()
    prove(phone, link)
    assert "空调维修工单" in phone.get(f"/s/{link}").text
    assert "空调维修工单" not in forwarder.get(f"/s/{link}").text


def test_of_any_number_of_guesses_five_are_judged(
    browser: Browser, link: str, work: Work, database: Database, web: Web
) -> None:
    """Without the limits of requests, which would stop the guesser long before."""
    guesser = browser("127.0.0.1")
    guesser.post("/s/code", json={"token": link})
    work()
    right = digits(database)
    web.api.state.link_limits.link_actions = PerMinute(1_000_000)
    for number in range(300):
        guess = f"{(int(right) + 1 + number) % 1_000_000:06d}"
        assert guesser.post("/s/proof", json={"token": link, "code": guess}).status_code == 403
    assert guesser.post("/s/proof", json={"token": link, "code": right}).status_code == 403
    results = database.read(
        lambda db: list(db.scalars(select(LinkVisit.result).where(LinkVisit.step == "proof")))
    )
    assert (results.count("wrong"), results.count("spent")) == (5, 296)


def test_guessing_is_slowed_for_each_link_and_each_address(browser: Browser, link: str) -> None:
    guesser = browser("198.51.100.4")
    answers = [
        guesser.post("/s/proof", json={"token": link, "code": f"{number:06d}"}).status_code
        for number in range(25)
    ]
    assert answers == [403] * 20 + [429] * 5
    assert guesser.post("/s/proof", json={"token": link, "code": "1"}).headers["retry-after"]


def test_a_code_is_good_in_the_browser_that_asked_for_it_alone_for_five_minutes_and_once(
    browser: Browser, link: str, work: Work, database: Database, time: Clock
) -> None:
    mine, other = browser(), browser("198.51.100.4")
    mine.post("/s/code", json={"token": link})
    work()
    code = digits(database)
    other.cookies.set("__Host-deskside-viewer", "x" * 43, domain="desk.example", path="/")
    assert other.post("/s/proof", json={"token": link, "code": code}).status_code == 403
    time.forward(timedelta(minutes=5, seconds=1))
    assert mine.post("/s/proof", json={"token": link, "code": code}).status_code == 403
    mine.post("/s/code", json={"token": link})
    work()
    fresh = digits(database)
    assert mine.post("/s/proof", json={"token": link, "code": fresh}).status_code == 200
    assert mine.post("/s/proof", json={"token": link, "code": fresh}).status_code == 403


def test_an_address_gets_three_codes_an_hour_whoever_asks(
    browser: Browser, link: str, work: Work, database: Database, time: Clock
) -> None:
    for number in range(5):
        browser(f"198.51.100.{number}").post("/s/code", json={"token": link})
    work()

    def posted(db: Reads) -> int:
        events = db.scalars(select(PostedNotice.event))
        return sum(event == "projects.link_code" for event in events)

    assert database.read(posted) == 3
    time.forward(timedelta(hours=1, seconds=1))
    browser("198.51.100.9").post("/s/code", json={"token": link})
    work()
    assert database.read(posted) == 4


def test_a_revoked_link_dies_at_the_next_request(
    browser: Browser, link: str, prove: Prove, staff: Staff
) -> None:
    phone = browser()
    prove(phone, link)
    assert "空调维修工单" in phone.get(f"/s/{link}").text
    people = staff("boss").get("/api/projects/W1/people").json()["items"]
    answer = staff("boss").post(f"/api/project-links/{people[0]['link']['id']}/revoke")
    assert answer.json()["state"] == "revoked"
    assert phone.get(f"/s/{link}").content == browser("198.51.100.8").get(f"/s/{UNKNOWN}").content
    assert phone.post("/s/feedback", json={"token": link, "solved": True}).status_code == 403


def test_a_link_ends_after_seven_days_and_the_view_with_it(
    browser: Browser, link: str, prove: Prove, time: Clock
) -> None:
    phone = browser()
    prove(phone, link)
    time.forward(timedelta(days=7, seconds=-1))
    assert "空调维修工单" in phone.get(f"/s/{link}").text
    time.forward(timedelta(seconds=1))
    assert "空调维修工单" not in phone.get(f"/s/{link}").text


def test_of_four_devices_the_first_sees_nothing_any_more(
    browser: Browser, link: str, prove: Prove, time: Clock, database: Database
) -> None:
    devices = [browser(f"203.0.113.{number}") for number in range(4)]
    for device in devices:
        prove(device, link)
        time.forward(timedelta(minutes=30))
    seen = ["空调维修工单" in one.get(f"/s/{link}").text for one in devices]
    assert seen == [False, True, True, True]
    assert len(database.read(lambda db: list(db.scalars(select(LinkViewer.id))))) == 3


def test_a_robot_that_presses_everything_changes_nothing(
    browser: Browser, link: str, work: Work, database: Database
) -> None:
    robot = browser("192.0.2.1", "facebookexternalhit/1.1")
    for _ in range(3):
        robot.get(f"/s/{link}")
        robot.head(f"/s/{link}")
        for button in ("code", "ask", "proof", "feedback", "leave", "refresh"):
            robot.post(f"/s/{button}", json={"token": link, "code": "123456", "solved": True})
    work()

    def state(db: Reads) -> tuple[int, int, str]:
        project = db.get(ProjectCache, "W1")
        assert project is not None
        return (
            len(list(db.scalars(select(LinkViewer)))),
            len(list(db.scalars(select(Feedback)))),
            project.state,
        )

    assert database.read(state) == (0, 0, "processing")


def test_feedback_becomes_a_task_of_the_engineer_and_may_be_changed(
    browser: Browser, link: str, prove: Prove, staff: Staff, database: Database
) -> None:
    phone = browser()
    prove(phone, link)
    assert phone.post("/s/feedback", json={"token": link, "solved": False}).status_code == 200
    assert "未解决，已转给负责人" in phone.get(f"/s/{link}").text
    tasks = staff("li").get("/api/project-feedback", params={"mine": "true"}).json()
    assert [(one["person_name"], one["solved"], one["done_at"]) for one in tasks["items"]] == [
        ("王女士", False, None)
    ]
    events = database.read(lambda db: list(db.scalars(select(PostedNotice.event))))
    assert "projects.feedback" in events
    phone.post("/s/feedback", json={"token": link, "solved": True})
    assert staff("li").get("/api/project-feedback", params={"mine": "true"}).json()["total"] == 0
    stale = staff("li").post(f"/api/project-feedback/{tasks['items'][0]['id']}/finish", json={"version": 1})
    assert stale.status_code == 409


@on_sqlite
def test_a_page_of_another_site_can_press_no_button(browser: Browser, link: str) -> None:
    foreign = browser()
    headers = {"Origin": "https://evil.example"}
    assert foreign.post("/s/ask", json={"token": link}, headers=headers).status_code == 403


@on_sqlite
def test_on_an_address_that_the_network_reads_no_code_is_sent(web: Web, link: str) -> None:
    plain = TestClient(web.app, base_url="http://desk.example", client=("203.0.113.7", 1))
    answer = plain.post("/s/code", json={"token": link}, headers={"Origin": "http://desk.example"})
    assert answer.status_code == 403
    assert "https" in answer.json()["detail"]


def test_the_tables_hold_no_token_code_or_cookie(
    browser: Browser, link: str, prove: Prove, database: Database
) -> None:
    phone = browser()
    prove(phone, link)
    cookie = next(iter(phone.cookies.jar)).value

    def rows(db: Reads) -> list[str]:
        found = [*db.scalars(select(AccessToken)), *db.scalars(select(LinkViewer))]
        return [str(vars(one)) for one in found]

    stored = "".join(database.read(rows))
    assert link not in stored
    assert cookie is not None
    assert cookie not in stored


def test_a_project_out_of_date_is_shown_at_once_and_read_behind(
    browser: Browser, link: str, prove: Prove, time: Clock, database: Database, web: Web
) -> None:
    phone = browser()
    prove(phone, link)
    time.forward(timedelta(minutes=31))
    page = phone.get(f"/s/{link}")
    assert "31分钟前" in page.text
    assert phone.get(f"/s/{link}", headers={"Accept-Language": "en"}).text.count("31 minutes ago") == 1
    front = next(path.app for path in web.app._below)  # type: ignore[attr-defined]
    front.pages.close()
    asked = database.read(lambda db: list(db.scalars(select(Job.name).where(Job.name == "projects.refresh"))))
    assert asked == ["projects.refresh"]


def test_somebody_who_left_the_project_sees_it_no_more(
    browser: Browser, link: str, prove: Prove, database: Database
) -> None:
    phone = browser()
    prove(phone, link)

    def hand_over(db: Writes) -> None:
        db.merge(project_row(customer={"id": "c2", "name": "赵先生", "phone": "1370"}, content_hash="2"))

    database.write(hand_over)
    page = phone.get(f"/s/{link}")
    assert "空调维修工单" not in page.text
    assert phone.post("/s/feedback", json={"token": link, "solved": True}).status_code == 403
