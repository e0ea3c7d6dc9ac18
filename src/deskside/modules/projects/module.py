"""projects as it is plugged into the product."""

from datetime import date

from deskside.contracts import Live, Module, Runtime
from deskside.kernel.connectors import Ports
from deskside.kernel.db.raw import open_asking
from deskside.kernel.front import FrontPath
from deskside.kernel.proxies import TrustedProxies
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.modules.projects import jobs, pages
from deskside.modules.projects.api import router
from deskside.modules.projects.cache.links_page import Pages
from deskside.modules.projects.cache.visits import Visits
from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.connectors.opening import is_set_up, open_library
from deskside.modules.projects.errors import not_set_up
from deskside.modules.projects.legacy import access, reading, syncs
from deskside.modules.projects.legacy.answers import PREFIXES, kept_error
from deskside.modules.projects.messages import SyncProjects
from deskside.modules.projects.pages.front import PREFIX, Doors, SharePages
from deskside.modules.projects.pages.limits import Limits
from deskside.modules.projects.pages.rendering import Renderer
from deskside.modules.projects.queries.account_card import PANEL
from deskside.modules.projects.service.links.visits import store_visits
from deskside.modules.projects.service.reading.flights import Flights
from deskside.modules.projects.settings import ShareLinks
from deskside.platform.jobs import Message
from deskside.platform.notify.accounts import wechat_account

__all__ = ["MODULE", "jobs"]


def _sync(_site: Site, _first: date | None, _last: date | None) -> list[Message]:
    """Everything of the types that the settings name."""
    if not is_set_up():
        raise not_set_up()
    return [SyncProjects(started="manual", full=True)]


def _connect(ports: Ports, _site: Site) -> None:
    ports.provide(ProjectLibrary, open_library)


def _live(runtime: Runtime) -> Live:
    database, site = runtime.database, runtime.site
    vault = Vault(site.secret())
    asking = open_asking(database.engines.url, database.dialect)
    rendered, limits = Pages(), Limits()
    visits = Visits(database, store_visits)
    share = SharePages(
        asking,
        TrustedProxies(site.trusted_proxies),
        limits,
        rendered,
        visits,
        Renderer(database, runtime.settings, rendered),
    )
    flights = Flights(database, open_library)

    def look_anew() -> None:
        wechat = database.read(wechat_account, vault) is not None
        share.doors = Doors(home=runtime.settings.get(ShareLinks).home_url, wechat=wechat)
        rendered.forget()

    def start() -> None:
        look_anew()
        visits.start()

    def stop() -> None:
        visits.stop()
        flights.close()
        rendered.close()
        asking.close()

    runtime.subscribe({"settings"}, look_anew)
    paths = tuple(FrontPath(method, PREFIX, None, "share-page", share) for method in ("GET", "HEAD"))
    state = {"link_limits": limits, "project_flights": flights}
    return Live(front=paths, state=state, start=start, stop=stop)


MODULE = Module(
    "projects",
    routers=(syncs.router, router, access.router, reading.router, pages.router),
    kept=dict.fromkeys(PREFIXES, kept_error),
    syncs={"projects": _sync},
    connect=_connect,
    live=_live,
    panels=(PANEL,),
)
