"""calls as it is plugged into the product."""

from datetime import date, timedelta

from deskside.contracts import Module
from deskside.kernel import clock
from deskside.kernel.connectors import Ports
from deskside.kernel.site import Site
from deskside.modules.calls import jobs, legacy
from deskside.modules.calls.api import router
from deskside.modules.calls.connectors.base import CallVendor
from deskside.modules.calls.connectors.vendor import HttpVendor
from deskside.modules.calls.demo import fill
from deskside.modules.calls.messages import SyncRecords, SyncTasks
from deskside.modules.calls.queries.account_card import PANEL
from deskside.modules.calls.rules.judging import days_between
from deskside.modules.calls.service.asking import check_span, need_vendor
from deskside.modules.calls.settings import CallsEnv
from deskside.platform.jobs import Message

__all__ = ["MODULE", "jobs"]


def _connect(ports: Ports, site: Site) -> None:
    ports.provide(CallVendor, lambda: HttpVendor(CallsEnv(), site.zone))


def _sync(site: Site, first: date | None, last: date | None) -> list[Message]:
    """Both tracks of each day, the newest first; by default yesterday and today."""
    need_vendor()
    today = clock.today(site.zone)
    end = last or today
    start = first or (end if last else end - timedelta(days=1))
    check_span(start, end, site.zone)
    return [
        message for day in days_between(start, end) for message in (SyncTasks(day=day), SyncRecords(day=day))
    ]


MODULE = Module(
    "calls",
    routers=(router, legacy.router),
    kept=dict.fromkeys(legacy.PREFIXES, legacy.kept_error),
    syncs={"calls": _sync},
    connect=_connect,
    demo=fill,
    panels=(PANEL,),
)
