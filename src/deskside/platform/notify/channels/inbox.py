"""The console's own inbox: what is written there has arrived."""

from collections.abc import Sequence

from deskside.platform.notify.channels.base import Outgoing, Receipt, Step


class ConsoleInbox:
    """The delivery itself is what the console shows."""

    def send(self, outgoing: Outgoing) -> Receipt:
        """Nothing leaves the house."""
        return Receipt(outgoing.key, "in the inbox")

    def steps(self) -> Sequence[Step]:
        """It is always there."""
        return []

    def close(self) -> None:
        """Nothing is kept open."""
