"""The delivery log."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import AwareDatetime

from deskside.kernel.paging import Items, Paged
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db, RowId
from deskside.platform.notify.api.access import READS, Manager, Spoken
from deskside.platform.notify.queries.log import list_deliveries, show_delivery
from deskside.platform.notify.schemas.log import (
    DeliveryDetail,
    DeliveryFilter,
    DeliveryOut,
    ResendMany,
    Resent,
    State,
)
from deskside.platform.notify.service.resending import resend, resend_many
from deskside.platform.notify.texts import Channel

router = make_router("notify", "/api/notify/deliveries")
Text = Annotated[str | None, Query(max_length=120, pattern=r"^[^\x00]*$")]


def _wanted(
    event: Text = None,
    channel: Channel | None = None,
    state: State | None = None,
    recipient: Text = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
) -> DeliveryFilter:
    return DeliveryFilter(event, channel, state, recipient, since, until)


@router.get("", dependencies=READS)
def get_deliveries(
    db: Db, wanted: Annotated[DeliveryFilter, Depends(_wanted)], page: Paged, language: Spoken
) -> Items[DeliveryOut]:
    """What was sent to whom, the newest first."""
    return db.read(list_deliveries, wanted, page, language)


@router.get("/{delivery_id}", dependencies=READS)
def get_delivery(db: Db, delivery_id: RowId, language: Spoken) -> DeliveryDetail:
    """One, with every try and what the provider answered."""
    return db.read(show_delivery, delivery_id, language)


@router.post("/resend", status_code=202)
def post_resend_many(db: Db, body: ResendMany, actor: Manager) -> Resent:
    """Send many again."""
    return db.write(resend_many, body.ids, actor)


@router.post("/{delivery_id}/resend", status_code=202)
def post_resend(db: Db, delivery_id: RowId, actor: Manager, language: Spoken) -> DeliveryDetail:
    """Send it again; 409 while it is under way or when a newer notice about the same was written."""
    return db.write(resend, delivery_id, actor, language)
