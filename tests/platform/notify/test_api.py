"""/api/notify: the log, texts, rules, channels, the inbox, wishes, what the demo received."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from tests.platform.notify.conftest import EVENT, Channels, Sending, Time

from deskside.kernel.auth import Principal, undeclared_routes
from deskside.kernel.connectors import RemoteRefused
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.platform.notify import Recipient, router
from deskside.platform.notify.channels.base import RecipientRefused
from deskside.platform.notify.channels.recording import RECORDER

SCOPES = {
    "manager": {"notify:read", "notify:manage"},
    "auditor": {"notify:read"},
    "sales": set[str](),
}
TEXT = f"/api/notify/templates/{EVENT}/sms/zh"


@pytest.fixture
def client(database: Database, channels: Channels, user: Recipient) -> Iterator[TestClient]:
    """Asks as whom the header `who` names, the manager where there is none."""

    def authenticate(request: Request) -> Principal:
        who = request.headers.get("who", "manager")
        scopes = frozenset(SCOPES[who])
        return Principal(user.user_id or 0, who, "李明", None, frozenset(), scopes, "session", 1)

    app = FastAPI(openapi_url=None)
    app.include_router(router)
    install_error_handlers(app)
    app.state.database, app.state.authenticate = database, authenticate
    app.state.vault, app.state.senders = Vault("a secret for tests alone"), channels
    assert undeclared_routes(app) == []
    with TestClient(app) as client:
        yield client


def deliveries(client: TestClient, **wanted: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = client.get("/api/notify/deliveries", params=wanted).json()["items"]
    return items


def test_the_log_shows_each_delivery_masked_with_what_the_provider_said(
    client: TestClient, sending: Sending, channels: Channels, time: Time
) -> None:
    channels["sms"].raises = [RecipientRefused("13900001111 is on the blacklist")]
    sending.post()
    sending.send()
    mail, sms = deliveries(client)
    assert (mail["channel"], mail["state"], mail["address"]) == ("email", "sent", "wa***@example.com")
    assert (sms["state"], sms["reason"], sms["address"]) == ("failed", "recipient_refused", "139****1111")
    assert deliveries(client, channel="sms", state="failed", recipient="王女") == [sms]
    assert deliveries(client, state="waiting") == []
    detail = client.get(f"/api/notify/deliveries/{sms['id']}").json()
    assert detail["tries"][0]["outcome"] == "refused"
    assert detail["tries"][0]["detail"] == "139****1111 is on the blacklist"
    assert [(one["channel"], one["state"]) for one in detail["siblings"]] == [("email", "sent")]
    assert client.get("/api/notify/deliveries/999").status_code == 404


def test_a_notice_is_sent_again_once_it_is_over_and_only_by_a_manager(
    client: TestClient, sending: Sending, channels: Channels, time: Time
) -> None:
    sending.post()
    (row,) = deliveries(client)
    address = f"/api/notify/deliveries/{row['id']}/resend"
    assert client.post(address).json()["code"] == "under_way"
    sending.send()
    assert client.post(address, headers={"who": "auditor"}).status_code == 403
    answer = client.post(address)
    assert (answer.status_code, answer.json()["resend_of"]) == (202, row["id"])
    sending.send()
    assert len(channels["sms"].sent) == 2
    told = client.post("/api/notify/deliveries/resend", json={"ids": [row["id"], 999]}).json()
    assert (told["resent"], list(told["left"])) == (1, ["999"])


def test_an_older_notice_is_not_sent_after_a_newer_one(
    client: TestClient, sending: Sending, time: Time
) -> None:
    for state in ("处理中", "已完成"):
        sending.post(state, state, subject="project:1")
        sending.send("sms")
    old = deliveries(client)[1]["id"]
    assert client.post(f"/api/notify/deliveries/{old}/resend").json()["code"] == "overtaken"


def test_a_saved_text_is_the_one_that_is_sent(
    client: TestClient, sending: Sending, channels: Channels, time: Time
) -> None:
    content = {"title": "新：{state}", "body": "{name}好", "template": "SMS_9", "fields": {"s": "{state}"}}
    assert client.put(TEXT, json={"version": 0, "content": content}).json()["version"] == 1
    assert client.put(TEXT, json={"version": 0, "content": content}).status_code == 409
    wrong = client.put(TEXT, json={"version": 1, "content": {"body": "{nobody}"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["body"])
    assert client.post(f"{TEXT}/preview", json={}).json()["fields"] == {"s": "样"}
    sending.post()
    sending.send("sms")
    (outgoing,) = channels["sms"].sent
    assert (outgoing.content.template, outgoing.content.fields) == ("SMS_9", {"s": "处理中"})


def test_a_test_send_goes_to_oneself_and_names_the_step_that_failed(
    client: TestClient, channels: Channels, time: Time
) -> None:
    told = client.post(f"{TEXT}/test", json={}).json()
    assert (told["passed"], told["answer"]) == (True, "250 taken")
    assert channels["sms"].sent[0].to == "13800002222"
    channels["sms"].always = RemoteRefused("secret=geheim is wrong")
    told = client.post(f"{TEXT}/test", json={}).json()
    assert (told["passed"], told["failed"]) == (False, "send")
    assert "geheim" not in str(told)
    del channels.by_name["sms"]
    assert client.post("/api/notify/channels/sms/test").json()["failed"] == "configured"


def test_a_rule_decides_whether_and_how(
    client: TestClient, sending: Sending, channels: Channels, time: Time
) -> None:
    body = {"event": EVENT, "audience": "everybody", "channels": ["email"]}
    rule = client.post("/api/notify/rules", json=body).json()
    assert client.post("/api/notify/rules", json=body).status_code == 409
    sending.post("1")
    sending.send()
    assert (len(channels["sms"].sent), len(channels["email"].sent)) == (0, 1)
    changed = client.patch(f"/api/notify/rules/{rule['id']}", json={"version": 1, "enabled": False})
    assert changed.json()["enabled"] is False
    assert not sending.post("2")
    assert client.delete(f"/api/notify/rules/{rule['id']}").status_code == 204
    assert sending.post("3")


def test_the_channels_tell_how_they_are(
    client: TestClient, sending: Sending, channels: Channels, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKSIDE_SMTP_URL", "smtp://desk:geheim@127.0.0.1:2525/?from=desk@example.com")
    channels["email"].raises = [RemoteRefused("535 wrong password")]
    sending.post(channels=("email",))
    sending.send("email")
    answer = client.get("/api/notify/channels")
    found = {one["key"]: one for one in answer.json()["items"]}
    assert (found["email"]["health"], found["email"]["waiting"]) == ("refused", 1)
    assert (found["email"]["source"], found["email"]["last_error"]) == ("environment", "535 wrong password")
    assert (found["sms"]["health"], found["inbox"]["source"]) == ("not_configured", "built_in")
    assert "geheim" not in answer.text


def test_the_inbox_is_one_s_own_and_is_read(
    client: TestClient, sending: Sending, time: Time, user: Recipient
) -> None:
    sending.post("1", recipient=user, channels=("inbox",), href="/projects/1")
    sending.post("2", recipient=user, channels=("inbox",))
    sending.send("inbox")
    listed = client.get("/api/notify/inbox", headers={"who": "sales"}).json()
    assert (listed["total"], listed["unread"]) == (2, 2)
    assert listed["items"][1]["href"] == "/projects/1"
    first = listed["items"][1]["id"]
    assert client.post("/api/notify/inbox/read", json={"ids": [first]}).json() == {"unread": 1}
    until = {"until": time.now.isoformat()}
    assert client.post("/api/notify/inbox/read", json=until).json() == {"unread": 0}
    assert client.get("/api/notify/inbox/unread").json() == {"unread": 0}


def test_a_person_s_wishes_are_heeded(
    client: TestClient, sending: Sending, channels: Channels, time: Time, user: Recipient
) -> None:
    wishes = {"version": 0, "quiet_from": "11:00", "quiet_to": "14:00", "mutes": [{"channel": "sms"}]}
    assert client.put("/api/notify/preferences", json=wishes).json()["version"] == 1
    assert client.put("/api/notify/preferences", json=wishes).status_code == 409
    sending.post(recipient=user)
    sending.send()
    assert sending.states() == [("sms", "skipped", "opted_out"), ("email", "waiting", "quiet")]
    time.forward(hours=2)
    sending.send()
    assert sending.states()[1] == ("email", "sent", None)


def test_who_does_not_want_notices_gets_none(
    client: TestClient, sending: Sending, channels: Channels, time: Time
) -> None:
    body = {"recipient_key": "customer:1", "recipient": "王女士", "reason": "来电要求"}
    made = client.post("/api/notify/opt-outs", json=body)
    assert client.post("/api/notify/opt-outs", json=body).status_code == 409
    sending.post()
    sending.send()
    assert {state for _channel, state, _reason in sending.states()} == {"skipped"}
    assert client.delete(f"/api/notify/opt-outs/{made.json()['id']}").status_code == 204
    assert client.get("/api/notify/opt-outs").json()["total"] == 0


@pytest.mark.parametrize("path", ["deliveries", "rules", "channels", "templates", "events", "received"])
def test_only_those_who_may_read_see_it(client: TestClient, path: str) -> None:
    assert client.get(f"/api/notify/{path}", headers={"who": "sales"}).status_code == 403
    assert client.get(f"/api/notify/{path}", headers={"who": "auditor"}).status_code == 200


def test_the_demo_shows_what_people_received(
    client: TestClient, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/api/notify/received").json()["recording"] is False
    monkeypatch.setenv("DESKSIDE_NOTIFY_SINKS_URL", "http://127.0.0.1:8000/api/notify/received")
    del client.app.state.senders  # type: ignore[attr-defined]  # the app's own
    before = len(RECORDER.newest())
    assert client.post(f"{TEXT}/test", json={}).json()["passed"]
    shown = client.get("/api/notify/received", params={"channel": "sms"}).json()
    assert (shown["recording"], len(RECORDER.newest())) == (True, before + 1)
    assert (shown["items"][0]["to"], shown["items"][0]["body"]) == ("138****2222", "样，现在是样。密码 1")
    channels = client.get("/api/notify/channels").json()["items"]
    assert {one["source"] for one in channels} == {"built_in"}
