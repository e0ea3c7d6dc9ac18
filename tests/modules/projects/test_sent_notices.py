"""What customers and staff receive: a code that lets them in, and the newest state with their own link."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.modules.projects.conftest import BASE, Browser, Clock

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Writes
from deskside.kernel.vault import Vault
from deskside.main import Web
from deskside.modules.projects.messages import TellPeople
from deskside.modules.projects.models import ProjectCache, ProjectChange
from deskside.modules.projects.service.telling.telling import tell_people
from deskside.platform.identity import user_by_login
from deskside.platform.jobs import Runner
from deskside.platform.notify import Senders
from deskside.platform.notify.channels.recording import Recorder, RecordingSenders


class NothingSetUp:
    """No channel is real."""

    def open(self, _db: object, _channel: str) -> None:
        return None


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def sender(
    database: Database, web: Web, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Runner]:
    """Runs what is due; what is sent is recorded."""
    del web
    monkeypatch.setenv("DESKSIDE_PUBLIC_URL", BASE)
    ports = Ports()
    ports.provide(Vault, lambda: Vault("a secret key for tests that is long enough"))
    ports.provide(Senders, lambda: RecordingSenders(NothingSetUp(), recorder))
    runner = Runner(database, ports)
    yield runner
    runner.close()


def change(db: Writes, old: str, new: str, time: Clock) -> int:
    row = ProjectChange(project_id="W1", old_state=old, new_state=new, at=time.now, source="sync")
    row.fields = []
    db.add(row)
    db.get_one(ProjectCache, "W1").state = new
    db.flush()
    return row.id


def test_the_code_that_arrives_by_sms_lets_the_recipient_in(
    link: str, browser: Browser, sender: Runner, recorder: Recorder
) -> None:
    phone: TestClient = browser()
    assert phone.post("/s/code", json={"token": link}).status_code == 200
    sender.run_due()
    (received,) = recorder.newest("sms")
    assert received.outgoing.to == "13912345678"
    code = received.outgoing.content.fields["code"]
    assert phone.post("/s/proof", json={"token": link, "code": code}).status_code == 200


def test_a_new_state_reaches_the_customer_with_a_link_of_their_own(
    database: Database, browser: Browser, sender: Runner, recorder: Recorder, time: Clock
) -> None:
    change_id = database.write(change, "processing", "completed", time)
    time.forward(timedelta(minutes=10))
    assert database.write(tell_people, TellPeople(project_id="W1", change_id=change_id)) == 2
    sender.run_due()
    (received,) = recorder.newest("wechat")
    content = received.outgoing.content
    assert (received.outgoing.to, content.fields["new"]) == ("o-wang", "已完成")
    found = re.fullmatch(rf"{BASE}/s/([\w-]+)", content.link)
    assert found is not None
    assert browser().post("/s/code", json={"token": found[1]}).status_code == 200
    with database.reading() as db:
        engineer = user_by_login(db, "li")
    assert engineer is not None
    assert [one.outgoing.to for one in recorder.newest("inbox")] == [str(engineer.id)]


def test_there_and_back_within_the_window_tells_nobody(
    database: Database, sender: Runner, recorder: Recorder, time: Clock
) -> None:
    first = database.write(change, "processing", "completed", time)
    time.forward(timedelta(minutes=5))
    second = database.write(change, "completed", "processing", time)
    for seen in (first, second):
        time.forward(timedelta(minutes=6))
        database.write(tell_people, TellPeople(project_id="W1", change_id=seen))
    sender.run_due()
    assert recorder.newest() == []
