"""Services by their Apprise address: reached, refused, told by number."""

from collections.abc import Iterator

import pytest
from tests.platform.notify.providers import Asked, Reply, Web, web

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import AddressRefused, parse_nets
from deskside.platform.notify.accounts import Apprise
from deskside.platform.notify.channels.base import Outgoing
from deskside.platform.notify.channels.other import AppriseUrls
from deskside.platform.notify.texts import Content

OUTGOING = Outgoing("k", "apprise", Content(title="已派单", body="工程师已出发", link="https://d/s/x"))


def failing(_asked: Asked) -> Reply:
    return 500, {}


@pytest.fixture
def provider() -> Iterator[Web]:
    with web(lambda _asked: (200, {})) as provider:
        yield provider


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_apprise_reaches_its_services_but_no_private_net(provider: Web) -> None:
    address = provider.base.replace("http://", "json://")
    with pytest.raises(AddressRefused):
        AppriseUrls(Apprise((f"{address}/x",))).send(OUTGOING)
    assert provider.asked == []
    near = AppriseUrls(Apprise((f"{address}/x",)), parse_nets("127.0.0.0/8"))
    assert near.send(OUTGOING).answer == "taken by 1 of 1"
    provider.answering = failing
    with pytest.raises(RemoteUnavailable):
        near.send(OUTGOING)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
@pytest.mark.parametrize("url", ["nonsense", "nothing://x", "syslog://"])
def test_an_address_that_apprise_cannot_use_is_told_by_its_number(url: str) -> None:
    with pytest.raises(RemoteRefused, match="address 1"):
        AppriseUrls(Apprise((url,))).send(OUTGOING)
