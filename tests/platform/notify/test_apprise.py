"""Services by their Apprise address: reached, refused, told by number."""

import logging
from collections.abc import Iterator

import pytest
from tests.platform.notify.providers import Asked, Reply, Web, web

from deskside.kernel.connectors import RemoteRefused, RemoteUnavailable
from deskside.kernel.http import AddressRefused, parse_nets
from deskside.platform.notify.accounts import Apprise
from deskside.platform.notify.channels.base import AnswerLost, Outgoing
from deskside.platform.notify.channels.other import AppriseUrls
from deskside.platform.notify.texts import Content

OUTGOING = Outgoing("k", "apprise", Content(title="已派单", body="工程师已出发", link="https://d/s/x"))

quiet_import = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""Apprise loads its services at the first use, one of them with a module that Python gives up."""


def failing(_asked: Asked) -> Reply:
    return 500, {}


@pytest.fixture
def provider() -> Iterator[Web]:
    with web(lambda _asked: (200, {})) as provider:
        yield provider


@quiet_import
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


@quiet_import
@pytest.mark.parametrize("url", ["nonsense", "nothing://x", "syslog://"])
def test_an_address_that_apprise_cannot_use_is_told_by_its_number(url: str) -> None:
    with pytest.raises(RemoteRefused, match="address 1"):
        AppriseUrls(Apprise((url,))).send(OUTGOING)


@quiet_import
def test_without_an_answer_it_may_have_been_sent(provider: Web) -> None:
    provider.silent = True
    address = provider.base.replace("http://", "json://")
    with pytest.raises(AnswerLost):
        AppriseUrls(Apprise((f"{address}/x",)), parse_nets("127.0.0.0/8")).send(OUTGOING)
    assert len(provider.asked) == 1


@quiet_import
def test_what_one_of_several_took_counts_as_sent(provider: Web) -> None:
    address = provider.base.replace("http://", "json://")
    urls = (f"{address}/x", "json://127.0.0.1:9/y")
    receipt = AppriseUrls(Apprise(urls), parse_nets("127.0.0.0/8")).send(OUTGOING)
    assert receipt.answer == "taken by 1 of 2"


class Kept(logging.Handler):
    """What reaches the process's own log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def log() -> Iterator[Kept]:
    kept = Kept()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@quiet_import
def test_nothing_of_an_address_or_a_text_is_logged(provider: Web, log: Kept) -> None:
    provider.answering = failing
    address = provider.base.replace("http://", "json://desk:geheim@")
    with pytest.raises(RemoteUnavailable) as told:
        AppriseUrls(Apprise((f"{address}/x",)), parse_nets("127.0.0.0/8")).send(OUTGOING)
    logging.getLogger("tests").warning("a line of our own")
    assert log.lines == ["a line of our own"]
    assert "geheim" not in str(told.value)
