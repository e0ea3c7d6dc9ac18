"""An event to tell, people to tell it to, and channels that record what they are given."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.connectors import Ports, RemoteError
from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.vault import Vault
from deskside.platform.identity import User
from deskside.platform.jobs import Runner, enqueue
from deskside.platform.notify import (
    Audience,
    Content,
    Delivery,
    Event,
    Notice,
    Recipient,
    Senders,
    Texts,
    Variable,
    declare_event,
    declare_minted,
    forget_event,
    post,
)
from deskside.platform.notify.channels.base import Outgoing, Receipt, Step
from deskside.platform.notify.messages import SENDING
from deskside.platform.settings import Words

EVENT = "tests.told"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
"""12:00 in Shanghai."""


class Channel:
    """Records what it is given; `raises` is what happens next, one for each message."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.raises: list[RemoteError] = []
        self.always: RemoteError | None = None

    def send(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing)
        error = self.raises.pop(0) if self.raises else self.always
        if error is not None:
            raise error
        return Receipt(f"id-{len(self.sent)}", "250 taken")

    def steps(self) -> list[Step]:
        return []

    def close(self) -> None: ...


class Channels:
    """The channels that are set up."""

    def __init__(self, *names: str) -> None:
        self.by_name = {name: Channel() for name in names}

    def open(self, _db: object, channel: str) -> Channel | None:
        return self.by_name.get(channel)

    def __getitem__(self, name: str) -> Channel:
        return self.by_name[name]


class Time:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def forward(self, **much: float) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def time() -> Iterator[Time]:
    """Noon in Shanghai."""
    time = Time()
    clock.travel(lambda: time.now)
    yield time
    clock.travel(lambda: datetime.now(UTC))


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKSIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DESKSIDE_SECRET_KEY", "a secret for tests alone")


@pytest.fixture(autouse=True)
def event() -> Iterator[Event]:
    text = Texts(
        Content(title="状态：{state}", body="{name}，现在是{state}。密码 {code}"),
        Content(title="State: {state}", body="{name}: {state} {code}"),
    )
    plain = Texts(Content(title="{state}", body="{name}{state}"), Content(title="{state}", body="{state}"))
    names = ("name", "state")
    variables = [Variable(name, Words(name, name), Words("样", "x")) for name in names]
    minted = Variable("code", Words("码", "Code"), Words("1", "1"), minted=True)
    audience = (Audience("everybody", Words("人", "People"), ("sms", "email")),)
    yield declare_event(
        Event(EVENT, Words("测试", "Test"), [*variables, minted], {"text": plain, "sms": text}, audience)
    )
    forget_event(EVENT)


@pytest.fixture
def minted() -> list[str]:
    """Every code that was minted, in its order."""
    made: list[str] = []

    def mint(_db: Writes, _notice: object) -> str:
        made.append(f"{len(made) + 1:06}")
        return made[-1]

    declare_minted(EVENT, "code", mint)
    return made


@pytest.fixture
def channels() -> Channels:
    return Channels("sms", "email", "wecom", "inbox")


CUSTOMER = Recipient("customer:1", "王女士", phone="13900001111", email="wang@example.com")


class Sending:
    """Posts notices, lets jobs send them, and shows what became of them."""

    def __init__(self, database: Database, runner: Runner) -> None:
        self.database = database
        self.runner = runner

    def post(self, key: str = "1", state: str = "处理中", **more: object) -> bool:
        values: dict[str, object] = {
            "event": EVENT, "key": key, "recipient": CUSTOMER, "variables": {"name": "王", "state": state}
        }  # fmt: skip
        notice = Notice(**(values | more))  # type: ignore[arg-type]  # as the test says
        return self.database.write(post, notice)

    def send(self, *names: str) -> None:
        """Run the job of each channel once."""
        for name in names or ("inbox", "sms", "email", "wecom"):
            with self.database.writing() as db:
                ticket = enqueue(db, SENDING[name]())
            self.runner.run(ticket.id)

    def rows(self) -> list[Delivery]:
        def question(db: Reads) -> list[Delivery]:
            found = list(db.scalars(select(Delivery).order_by(Delivery.id)))
            for row in found:
                db.expunge(row)
            return found

        return self.database.read(question)

    def states(self) -> list[tuple[str, str, str | None]]:
        return [(row.channel, row.state, row.reason) for row in self.rows()]


@pytest.fixture
def sending(database: Database, channels: Channels) -> Iterator[Sending]:
    ports = Ports()
    ports.provide(Senders, lambda: channels)
    ports.provide(Vault, lambda: Vault("a secret for tests alone"))
    runner = Runner(database, ports)
    yield Sending(database, runner)
    runner.close()


@pytest.fixture
def user(database: Database) -> Recipient:
    """Somebody who signs in, with an address on each channel."""

    def add(db: Writes) -> int:
        row = User(login="li", name="李明", roles=["admin"], approved=True, created_at=clock.now())
        row.email, row.phone, row.wecom = "li@example.com", "13800002222", "li"
        db.add(row)
        db.flush()
        return row.id

    return Recipient.user(database.write(add), "李明")


Change = Callable[[Writes], None]
