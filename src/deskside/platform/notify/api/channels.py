"""Channels."""

from deskside.kernel.routing import make_router
from deskside.kernel.site import Site
from deskside.kernel.vault import VaultOf
from deskside.kernel.wire import Db
from deskside.platform.notify.api.access import READS, Manager, SendersOf, Spoken
from deskside.platform.notify.queries.channels import list_channels
from deskside.platform.notify.schemas.channels import ChannelsOut
from deskside.platform.notify.schemas.words import TrialOut
from deskside.platform.notify.service.testing import try_channel
from deskside.platform.notify.texts import Channel

router = make_router("notify", "/api/notify/channels")


@router.get("", dependencies=READS)
def get_channels(db: Db, vault: VaultOf, language: Spoken) -> ChannelsOut:
    """Every channel: whether it is set up, how it goes, what of its quota is used."""
    return db.read(list_channels, vault, Site().zone, language)


@router.post("/{channel}/test")
def post_channel_test(db: Db, senders: SendersOf, channel: Channel, actor: Manager) -> TrialOut:
    """Try to get in without sending anything; names the step that failed."""
    del actor
    return try_channel(db, senders, channel)
