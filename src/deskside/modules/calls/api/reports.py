"""Reports."""

from http import HTTPStatus

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.calls.api.access import Reader, Zone
from deskside.modules.calls.queries.reports import list_periodic
from deskside.modules.calls.schemas.actions import PeriodicOut, ReportIn, ReportStarted
from deskside.modules.calls.service.asking import check_span
from deskside.modules.calls.service.reports import submit_report

router = make_router("calls", "/api/calls")


@router.post("/reports", status_code=HTTPStatus.ACCEPTED)
def make(body: ReportIn, user: Reader, db: Db, zone: Zone) -> ReportStarted:
    """A workbook or PDF of a span with every row; fetch the file when its run is done."""
    check_span(body.first, body.last, zone)
    return db.write(submit_report, body, user, zone)


@router.get("/reports")
def periodic(user: Reader, db: Db, page: Paged) -> Items[PeriodicOut]:
    """The weekly reports made for the caller, the newest first."""
    return db.read(list_periodic, user, page)
