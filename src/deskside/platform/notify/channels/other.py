"""Any other service, by its Apprise address."""

import logging
import re
from collections.abc import Sequence

import apprise

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.db import refuse_inside_write
from deskside.kernel.http import Net, permitted
from deskside.platform.notify.accounts import Apprise
from deskside.platform.notify.channels.base import AnswerLost, Outgoing, Receipt, Step

REMOTE = "Apprise"
PORTS = {True: 443, False: 80}
OF_THIS_MACHINE = {"dbus", "gio", "glib", "gnome", "growl", "kde", "macosx", "qt", "syslog", "windows"}
# What Apprise logs names addresses and texts: it is listened to here, and goes nowhere else.
logging.getLogger("apprise").propagate = False
_silence = re.compile(r"read timed out|readtimeout|remote end closed|connection aborted", re.IGNORECASE)


class AppriseUrls:
    """Sends to each address. Apprise tells only whether it went well; it has no key for a message."""

    def __init__(self, account: Apprise, private_nets: Sequence[Net] = ()) -> None:
        self._urls = account.urls
        self._private_nets = private_nets

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it over; it counts as sent where one of the services took it."""
        refuse_inside_write(f"asking {REMOTE}")
        content = outgoing.content
        body = "\n".join(part for part in (content.body, content.link) if part and part != content.title)
        services = self._services()
        failures = [why for one in services if (why := _tell(one, content.title, body or content.title))]
        taken = len(services) - len(failures)
        if taken:
            return Receipt("", f"taken by {taken} of {len(services)}")
        if any(_silence.search(why) for why in failures):
            raise AnswerLost(f"{REMOTE}: no answer came, the message may have been sent", remote=REMOTE)
        raise RemoteUnavailable(f"{REMOTE}: none of {len(services)} services took it", remote=REMOTE)

    def steps(self) -> Sequence[Step]:
        """The addresses can be read and may be reached."""
        return [Step("understood", self._services)]

    def close(self) -> None:
        """Nothing is kept open."""

    def _services(self) -> list[apprise.NotifyBase]:
        asset = apprise.AppriseAsset(http_redirects=False)
        return [self._service(number, url, asset) for number, url in enumerate(self._urls, 1)]

    def _service(self, number: int, url: str, asset: apprise.AppriseAsset) -> apprise.NotifyBase:
        """The service behind an address; the address itself holds secrets, so it is told by its number."""
        made = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if made is None:
            raise RemoteRefused(f"Apprise cannot read address {number}", remote=REMOTE)
        if url.partition("://")[0].lower() in OF_THIS_MACHINE:
            raise RemoteRefused(f"address {number} is a service of this machine", remote=REMOTE)
        if "{host}" in " ".join(made.templates):
            permitted(made.host, made.port or PORTS[bool(made.secure)], self._private_nets)
        return made


def _tell(service: apprise.NotifyBase, title: str, body: str) -> str:
    """Empty where it was taken, else what Apprise said; that may hold secrets and is not kept."""
    with apprise.LogCapture(level=logging.DEBUG) as said:  # type: ignore[no-untyped-call]  # Apprise's own
        taken = service.notify(body=body, title=title)
        return "" if taken else f"refused: {said.getvalue()}"
