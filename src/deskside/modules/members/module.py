"""members as it is plugged into the product."""

from deskside.contracts import Live, Module, Runtime
from deskside.modules.members.api import router
from deskside.modules.members.demo import fill
from deskside.modules.members.service.account_card import make_panel
from deskside.modules.members.service.checking import (
    check_warehouse,
    warehouse_url,
    warn_of_unsafe_servers,
)
from deskside.modules.members.service.parts import Sources


def _live(runtime: Runtime) -> Live:
    sources = Sources.open(runtime.database, warehouse_url(runtime.database))
    return Live(
        state={"members": sources},
        panels=(make_panel(sources, runtime.settings, runtime.site.zone),),
        start=lambda: warn_of_unsafe_servers(sources),
        stop=sources.close,
    )


MODULE = Module("members", routers=(router,), live=_live, demo=fill, checks=check_warehouse)
