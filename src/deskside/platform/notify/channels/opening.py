"""The channels as they are set up now."""

from sqlalchemy.orm import Session

from deskside.kernel.errors import Conflict
from deskside.kernel.vault import Vault
from deskside.platform.notify.accounts import ACCOUNTS
from deskside.platform.notify.channels.base import Sender


class VendorSenders:
    """Opens the real ones."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def open(self, db: Session, channel: str) -> Sender | None:
        """The channel; None where it is not set up. Raise Conflict for one that is: none sends yet."""
        find = ACCOUNTS.get(channel)
        account = None if find is None else find(db, self._vault)
        if account is None:
            return None
        raise Conflict("nothing is sent by this channel yet", code="not_sent_yet")
