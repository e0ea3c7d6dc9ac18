"""The look-up and its ticks, as the panel asks for them."""

from typing import Annotated

from fastapi import Path

from deskside.kernel import clock
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.modules.assist.api.access import Reader, RowId, Ticker, Zone
from deskside.modules.assist.queries.lookup import lookup_from_database
from deskside.modules.assist.queries.targets import Reported
from deskside.modules.assist.schemas import AcctId, LookupIn, LookupOut, TickIn, TickOut
from deskside.modules.assist.service.ticks import TickWish, set_tick

router = make_router("assist", "/api/assist")


@router.post("/lookup")
def lookup(body: LookupIn, user: Reader, db: Db, zone: Zone) -> LookupOut:
    """What an agent is to know of the account. Requests with a bearer token are answered from memory."""
    return db.read(lookup_from_database, body, user, clock.now(), zone)


@router.put("/ticks/{acct_id}/{reminder_id}")
def tick(
    acct_id: Annotated[AcctId, Path()], reminder_id: RowId, body: TickIn, user: Ticker, db: Db, zone: Zone
) -> TickOut:
    """Tick or untick; 409 with the present tick when `version` is old."""
    wish = TickWish(
        acct_id=acct_id,
        reminder_id=reminder_id,
        done=body.done,
        version=body.version,
        told=Reported(body.market, body.business, body.cn_num, body.tags),
        processed_by=body.reported.userid,
        processed_by_xf=body.reported.xinfang_id,
    )
    return db.write(set_tick, wish, user, clock.now(), zone)
