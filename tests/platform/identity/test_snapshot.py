import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from deskside.kernel.db import Database, Reads
from deskside.kernel.errors import Unauthorized, Unavailable
from deskside.platform.identity import TokenSnapshot, User, issue_token, load_token_principals
from deskside.platform.versions import Watcher

Person = Callable[..., int]


class Clock:
    def forward(self, **by: float) -> None: ...


@pytest.fixture
def token(database: Database, person: Person) -> str:
    person("agent-li")
    return database.write(issue_token, "agent-li", ["assist:read", "assist:tick"], 1)


def header(token: str, scheme: str = "Bearer") -> list[tuple[bytes, bytes]]:
    return [(b"host", b"x"), (b"authorization", f"{scheme} {token}".encode())]


def test_the_snapshot_is_keyed_by_the_hash_of_the_token(database: Database, token: str) -> None:
    entries = database.read(load_token_principals)
    (entry,) = entries.values()
    assert list(entries) == [hashlib.sha256(token.encode()).digest()]
    assert (entry.principal.login, entry.principal.kind) == ("agent-li", "api")
    assert entry.expires_at is not None


def test_a_bearer_header_says_who_it_is(database: Database, token: str) -> None:
    principal = TokenSnapshot(database).of_header(header(token, "bearer"))
    assert principal.scopes == {"assist:read", "assist:tick"}


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"authorization", b"")],
        [(b"authorization", b"Bearer")],
        [(b"authorization", b"Basic YTpi")],
        [(b"authorization", b"Bearer \xff\x00")],
        header("x" * 1_000_000),
    ],
    ids=["none", "empty", "bare", "basic", "bytes", "huge"],
)
def test_anything_else_is_nobody(database: Database, token: str, headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(Unauthorized, match="Bearer"):
        TokenSnapshot(database).of_header(headers)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_two_authorizations_are_none(database: Database, token: str) -> None:
    with pytest.raises(Unauthorized):
        TokenSnapshot(database).of_header(header(token) + header(token))


def test_a_token_ends_on_time_without_any_refresh(database: Database, person: Person, time: Clock) -> None:
    person("agent-li")
    token = database.write(issue_token, "agent-li", ["assist:read"], 1)
    tokens = TokenSnapshot(database)
    assert tokens.find(token) is not None
    time.forward(days=1)
    assert tokens.find(token) is None


def test_a_token_made_a_moment_ago_is_known_before_the_refresh(database: Database, person: Person) -> None:
    person("agent-li")
    tokens = TokenSnapshot(database)
    tokens.refresh()
    assert tokens.find(database.write(issue_token, "agent-li", ["assist:read"], 1)) is not None


class Counting(Database):
    questions = 0
    away = False

    @contextmanager
    def reading(self) -> Iterator[Reads]:
        self.questions += 1
        if self.away:
            raise OperationalError("SELECT 1", {}, ConnectionError("away"))
        with super().reading() as db:
            yield db


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_strangers_cannot_make_it_ask_the_database_often(database_url: str, token: str) -> None:
    counting = Counting(database_url)
    tokens = TokenSnapshot(counting)
    tokens.refresh()
    for number in range(1000):
        assert tokens.find(f"dsk_{number}") is None
    assert counting.questions < 1000 * 0.2
    counting.questions = 0
    for _ in range(100):
        assert tokens.find(token) is not None
    assert counting.questions == 0
    counting.close()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_without_the_database_it_fails_closed_and_heals(database_url: str, token: str) -> None:
    flaky = Counting(database_url)
    tokens = TokenSnapshot(flaky)
    assert tokens.find(token) is not None
    flaky.away = True
    assert tokens.find(token) is not None
    with pytest.raises(OperationalError):
        tokens.refresh()
    with pytest.raises(Unavailable):
        tokens.find(token)
    flaky.away = False
    assert tokens.find(token) is not None
    flaky.close()


def test_other_processes_follow_a_change_of_the_user(database: Database, token: str, person: Person) -> None:
    tokens = TokenSnapshot(database)
    watcher = Watcher(database)
    watcher.subscribe(set(tokens.VERSIONS), tokens.refresh)
    watcher.look()
    assert tokens.find(token) is not None
    from deskside.platform.identity import principal_of
    from deskside.platform.identity.schemas.users import UserPatch
    from deskside.platform.identity.service.users import update_user

    person("boss", "admin")
    boss = database.read(principal_of, "boss")
    user_id = database.read(lambda db: db.scalars(select(User.id).where(User.login == "agent-li")).one())
    database.write(update_user, user_id, UserPatch(version=1, disabled=True), boss)
    watcher.look()
    assert tokens.find(token) is None
