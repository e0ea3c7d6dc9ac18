"""The web process: the app built from the registry, and what runs beside it."""

import gc
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import uvicorn
from fastapi import FastAPI
from filelock import FileLock, Timeout
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from deskside import __version__
from deskside.contracts import Live, Runtime
from deskside.kernel import migrations
from deskside.kernel.auth import undeclared_routes
from deskside.kernel.db import Database
from deskside.kernel.errors import Conflict
from deskside.kernel.etags import ETags
from deskside.kernel.front import Front
from deskside.kernel.headers import SecurityHeaders
from deskside.kernel.health import About, Carrier
from deskside.kernel.health import router as health_router
from deskside.kernel.proxies import TrustedProxies
from deskside.kernel.requests import RequestLog
from deskside.kernel.routing import joined
from deskside.kernel.site import Site
from deskside.kernel.static import Console
from deskside.kernel.vault import Vault
from deskside.kernel.wire import install_error_handlers
from deskside.platform.idempotency import Idempotency
from deskside.platform.identity import make_authenticate, setup_needed, setup_token
from deskside.platform.settings import SettingsCache
from deskside.platform.versions import Watcher
from deskside.registry import MODULES, PLATFORM_ROUTERS

KEPT = {prefix: answer for module in MODULES for prefix, answer in module.kept.items()}
BACKLOG = 2048
GRACE_SECONDS = 10


class Beside(Protocol):
    """What runs beside the web in one process: job threads, the scheduler, the sealer."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End, handing back what is unfinished."""
        ...

    def troubles(self) -> list[str]:
        """What is not running that should be."""
        ...

    def carrier(self) -> Carrier:
        """How workers hear of jobs."""
        ...


MakeBeside = Callable[[Site, Database], Beside]


class World(Protocol):
    """The demo: its sign-ins, its data, and the remotes that it plays on the next port."""

    logins: list[str]

    def load(self, site: Site, database: Database) -> None:
        """Fill an empty database; a filled one is left alone."""
        ...

    def start(self) -> list[str]:
        """Begin to answer; the lines that tell a person where."""
        ...

    def stop(self) -> None:
        """Answer no more."""
        ...


@dataclass(frozen=True)
class Web:
    """A web process: `app` answers once `start` has returned; `stop` gives everything back.

    `drain` ends what would keep requests open, on the loop that serves them.
    """

    app: ASGIApp
    api: FastAPI
    start: Callable[[], None]
    drain: Callable[[], None]
    stop: Callable[[], None]


def make_api() -> FastAPI:
    """The typed app with every route. Raise RuntimeError for a route that declares no scope."""
    api = FastAPI(
        title="Deskside",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    routers = [health_router, *PLATFORM_ROUTERS, *(router for module in MODULES for router in module.routers)]
    api.router.routes.extend(joined(routers).routes)
    install_error_handlers(api, KEPT)
    missing = undeclared_routes(api)
    if missing:
        raise RuntimeError(f"these routes declare no scope: {', '.join(missing)}")
    return api


def make_web(site: Site, database: Database, beside: Beside, *, logins: list[str] | None = None) -> Web:
    """Everything a web process is made of; nothing runs before `start`. `logins` are the demo's sign-ins."""
    api = make_api()
    watcher = Watcher(database)
    vault = Vault(site.secret())
    settings = SettingsCache(database, vault)
    watcher.subscribe({"settings"}, settings.refresh)
    lives = _live(Runtime(site, database, settings, watcher.subscribe))
    front = [path for live in lives for path in live.front]
    state = api.state
    state.site, state.zone, state.database = site, site.zone, database
    state.settings, state.vault = settings, vault
    panels = [*(module.panels for module in MODULES), *(live.panels for live in lives)]
    state.panels = tuple(chain.from_iterable(panels))
    state.proxies = TrustedProxies(site.trusted_proxies)
    state.authenticate = make_authenticate(database, site)
    state.troubles, state.carrier = beside.troubles, beside.carrier
    state.about = lambda: _about(site, database, logins)
    for live in lives:
        for name, value in live.state.items():
            setattr(state, name, value)
    api.mount("/", GZipMiddleware(Console(("/api/", *KEPT))))

    def start() -> None:
        watcher.start()
        for live in lives:
            live.start()
        beside.start()

    def stop() -> None:
        beside.stop()
        for live in lives:
            live.stop()
        watcher.stop()

    app = RequestLog(SecurityHeaders(ETags(Idempotency(api, database, vault))))
    return Web(Front(app, front), api, start, _each([live.drain for live in lives]), stop)


def _live(runtime: Runtime) -> list[Live]:
    return [module.live(runtime) for module in MODULES if module.live is not None]


def _each(calls: list[Callable[[], None]]) -> Callable[[], None]:
    def call_all() -> None:
        for call in calls:
            call()

    return call_all


def _about(site: Site, database: Database, logins: list[str] | None) -> About:
    return About(
        version=__version__,
        demo=logins is not None,
        logins=logins or [],
        setup_needed=database.read(setup_needed),
        time_zone=site.zone.key,
    )


def serve(site: Site, address: tuple[str, int], make_beside: MakeBeside, world: World | None = None) -> None:
    """Listen on `address` until SIGTERM or SIGINT. Raise Conflict when it, or the data folder, is taken."""
    with _listening(address) as listener, _data_folder(site), closing(Database(site.url)) as database:
        if site.migrate:
            migrations.migrate(database, backups=site.data_dir / "backups")
        if world is not None:
            world.load(site, database)
        web = make_web(site, database, make_beside(site, database), logins=world.logins if world else None)
        web.start()
        try:
            here = f"http://{address[0]}:{address[1]}"
            _say(
                f"Deskside {__version__} answers on {here}",
                _welcome(database, site.public_url or here, world),
            )
            _run(web, listener)
        finally:
            if world is not None:
                world.stop()
            web.stop()


def _welcome(database: Database, base: str, world: World | None) -> list[str]:
    if world is not None:
        return world.start()
    token = database.write(setup_token)
    return (
        []
        if token is None
        else [f"No user yet. Make the first administrator here, once: {base}/setup?token={token}"]
    )


class _Server(uvicorn.Server):
    """Has open polls end before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain = drain

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._drain()
        await super().shutdown(sockets)


def _run(web: Web, listener: socket.socket) -> None:
    config = uvicorn.Config(
        web.app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=False
    )
    config.timeout_graceful_shutdown = GRACE_SECONDS
    # uvicorn raises the signal again once it has closed: it must end in our clean-up, not in a kill.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    # What was imported and built so far lives as long as the process: the collector need not walk it again.
    gc.collect()
    gc.freeze()
    gc.enable()
    with suppress(KeyboardInterrupt):
        _Server(config, web.drain).run(sockets=[listener])


@contextmanager
def _listening(address: tuple[str, int]) -> Iterator[socket.socket]:
    listener = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with closing(listener):
        try:
            listener.bind(address)
        except OSError as error:
            where = f"{address[0]}:{address[1]}"
            raise Conflict(
                f"cannot listen on {where} ({error.strerror}); choose another with --port"
            ) from error
        listener.listen(BACKLOG)
        yield listener


@contextmanager
def _data_folder(site: Site) -> Iterator[None]:
    """One serve per data folder, where the database lies in it."""
    if site.database_url:
        yield
        return
    site.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.data_dir / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        sentence = f"another `deskside serve` uses the folder {site.data_dir}; stop it or name another folder"
        raise Conflict(f"{sentence} with --data-dir") from None
    try:
        yield
    finally:
        lock.release()


def _say(first: str, lines: list[str]) -> None:
    sys.stdout.write("\n".join([first, *lines]) + "\n")
    sys.stdout.flush()
