"""A small app with the routes of identity, a cheap hasher that counts, and people to sign in as."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.auth import Principal, Requires, SignedIn, undeclared_routes
from deskside.kernel.db import Database
from deskside.kernel.proxies import TrustedProxies
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.platform import identity
from deskside.platform.audit import AuditEntry
from deskside.platform.identity import passwords

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "deskside-demo"


class CountingHasher:
    """Counts what it is asked; hashes are readable."""

    def __init__(self) -> None:
        self.hashes = 0
        self.verified: list[str] = []

    def hash(self, password: str) -> str:
        self.hashes += 1
        return f"hash of {password}"

    def verify(self, password: str, hash: str) -> bool:  # noqa: A002 - pwdlib's name
        self.verified.append(hash)
        return hash == f"hash of {password}"


@pytest.fixture
def hasher() -> Iterator[CountingHasher]:
    """The hasher that the process's own Passwords uses during a test."""
    counting, real = CountingHasher(), passwords.PASSWORDS._hasher
    passwords.PASSWORDS._hasher = counting
    vars(passwords.PASSWORDS).pop("_nobodys", None)
    yield counting
    passwords.PASSWORDS._hasher = real
    vars(passwords.PASSWORDS).pop("_nobodys", None)


class Clock:
    """The time of a test, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 1, tzinfo=UTC)

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def time() -> Iterator[Clock]:
    stopped = Clock()
    clock.travel(lambda: stopped.now)
    yield stopped
    clock.travel(lambda: datetime.now(UTC))


@pytest.fixture
def site() -> Site:
    return Site(secret_key="the key of the tests", public_url="https://desk.example/")


@pytest.fixture
def vault(site: Site) -> Vault:
    return Vault(site.secret())


@pytest.fixture
def app(database: Database, site: Site, vault: Vault, hasher: CountingHasher) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.include_router(identity.router)
    install_error_handlers(app)
    state = app.state
    state.database, state.vault, state.site = database, vault, site
    state.proxies = TrustedProxies(site.trusted_proxies)
    state.authenticate = identity.make_authenticate(database, site)
    assert undeclared_routes(app) == []
    return app


Browser = Callable[..., TestClient]


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Browser]:
    """A browser without a session, at an address of this machine unless told."""
    opened: list[TestClient] = []

    def make(base_url: str = ORIGIN, ip: str = "127.0.0.1", **headers: str) -> TestClient:
        sent = {"origin": base_url, **headers}
        client = TestClient(app, base_url, client=(ip, 50_000), headers=sent)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def person(database: Database, hasher: CountingHasher) -> Callable[..., int]:
    """Add a user with the common password; their id."""

    def make(login: str, *roles: str, department_id: int | None = None) -> int:
        with database.writing() as db:
            user = identity.add_user(db, login, login.title(), roles or ("agent",), PASSWORD, department_id)
            return user.id

    return make


@pytest.fixture
def signed_in(browser: Browser, person: Callable[..., int]) -> Browser:
    """A browser in which a new user with some roles has signed in."""

    def make(login: str, *roles: str) -> TestClient:
        person(login, *roles)
        client = browser()
        answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    return make


@pytest.fixture
def principal(database: Database) -> Callable[[str], Principal]:
    """The principal of a login."""
    return lambda login: database.read(identity.principal_of, login)


@pytest.fixture
def audited(database: Database) -> Callable[[], list[AuditEntry]]:
    """Every audit entry so far."""

    def read() -> list[AuditEntry]:
        return database.read(lambda db: list(db.scalars(select(AuditEntry).order_by(AuditEntry.id))))

    return read


@pytest.fixture
def probe(app: FastAPI) -> None:
    """Routes that say whether a request was let in."""

    @app.api_route("/probe", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    def probe(principal: SignedIn) -> dict[str, object]:
        return {"kind": principal.kind, "scopes": sorted(principal.scopes)}

    @app.get("/needs", dependencies=[Depends(Requires("assist:read"))])
    def needs() -> None:
        """Somewhere that needs a scope."""
