"""Having days read."""

from http import HTTPStatus

from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.calls.api.access import Spanning, Syncer, Zone
from deskside.modules.calls.queries.warm_up import warm_up_plan
from deskside.modules.calls.schemas.actions import RefreshIn, RefreshOut, WarmUpOut
from deskside.modules.calls.service.asking import check_span, need_vendor, refresh_span

router = make_router("calls", "/api/calls")


@router.post("/refresh", status_code=HTTPStatus.ACCEPTED)
def refresh(body: RefreshIn, user: Syncer, db: Db, zone: Zone) -> RefreshOut:
    """Have the days read, the newest first: a run each day and track. 409 where no vendor is set up."""
    check_span(body.first, body.last, zone)
    need_vendor()
    return db.write(refresh_span, body, user)


@router.get("/warm-up")
def warm_up(_user: Syncer, db: Db, span: Spanning) -> WarmUpOut:
    """What reading the missing days of a span would take."""
    return db.read(warm_up_plan, span.first, span.last)
