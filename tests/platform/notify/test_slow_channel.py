"""One channel that hangs: the others go on."""

import threading

from tests.platform.notify.conftest import Channel, Channels, Sending
from tests.platform.notify.providers import until

from deskside.kernel.connectors import Ports, RemoteUnavailable
from deskside.kernel.db import Database
from deskside.kernel.vault import Vault
from deskside.platform.jobs import Workers
from deskside.platform.notify import Recipient, Senders
from deskside.platform.notify.channels.base import Outgoing, Receipt


class Hanging(Channel):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def send(self, outgoing: Outgoing) -> Receipt:
        receipt = super().send(outgoing)
        self.let.wait(20)
        return receipt


def test_a_channel_that_hangs_or_is_dead_delays_no_other(
    database: Database, channels: Channels, sending: Sending
) -> None:
    hanging = channels.by_name["sms"] = Hanging()
    channels["wecom"].always = RemoteUnavailable("dead")
    for number in range(5):
        for name in ("sms", "wecom", "email"):
            to = Recipient(f"{name}:{number}", "王", phone="13900001111", email="a@b.c", wecom="w")
            sending.post(f"{name}{number}", recipient=to, channels=(name,), urgent=True)
    ports = Ports()
    ports.provide(Senders, lambda: channels)
    ports.provide(Vault, lambda: Vault("a secret for tests alone"))
    workers = Workers(database, ports, threads=3, poll_seconds=0.05)
    workers.start()
    try:
        until(lambda: len(channels["email"].sent) == 5, 10)
        assert len(hanging.sent) == 1
        hanging.let.set()
        until(lambda: len(hanging.sent) == 5, 10)
    finally:
        hanging.let.set()
        workers.stop(wait=10)
    assert len(channels["wecom"].sent) == 1
