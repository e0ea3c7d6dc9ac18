"""What people received in the demo."""

from deskside.kernel.paging import Paged
from deskside.kernel.routing import make_router
from deskside.platform.notify.api.access import READS
from deskside.platform.notify.queries.received import list_received
from deskside.platform.notify.schemas.received import ReceivedList
from deskside.platform.notify.texts import Channel

router = make_router("notify", "/api/notify/received")


@router.get("", dependencies=READS)
def get_received(page: Paged, channel: Channel | None = None) -> ReceivedList:
    """In the demo, what people received since the start; elsewhere nothing is kept."""
    return list_received(channel, page)
