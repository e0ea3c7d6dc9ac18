"""A worker process to be killed: `crashing.py URL MODE SMS_URL`, run by test_crash.py with a failpoint armed.

`post` tells ten people by SMS and ends; `work` sends what is due until nothing is left.
"""

import sys
from time import monotonic, sleep

from sqlalchemy import func, select

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads
from deskside.kernel.vault import Vault
from deskside.platform.jobs import LeaseTimes, Workers
from deskside.platform.notify import (
    Content,
    Delivery,
    Event,
    Notice,
    Recipient,
    Senders,
    Texts,
    VendorSenders,
    declare_event,
    post,
)
from deskside.platform.notify.service.ending import OPEN
from deskside.platform.settings import Words

QUICK = LeaseTimes(lease=1.0, renew=0.2)
PEOPLE = 10
PATIENCE = 40.0

TEXT = Texts(Content(body="到了", template="T1", fields={"a": "甲"}), Content(body="here", template="T1"))
EVENT = declare_event(Event("tests.crash", Words("测试", "Test"), (), {"text": TEXT}))


def unfinished(db: Reads) -> int:
    going = select(func.count(Delivery.id)).where(Delivery.state.in_((*OPEN, "sending")))
    return db.scalars(going).one()


def tell(database: Database) -> None:
    with database.writing() as db:
        for number in range(PEOPLE):
            recipient = Recipient(f"customer:{number}", "王", phone=f"1390000{number:04}")
            post(db, Notice(EVENT.name, "1", recipient, channels=("sms",), urgent=True))


def work(database: Database) -> None:
    vault, ports = Vault("a secret for tests alone"), Ports()
    ports.provide(Vault, lambda: vault)
    ports.provide(Senders, lambda: VendorSenders(vault))
    workers = Workers(database, ports, threads=2, times=QUICK, poll_seconds=0.1)
    workers.start()
    until = monotonic() + PATIENCE
    while database.read(unfinished) and monotonic() < until:
        sleep(0.05)
    workers.stop(wait=5)


def main(url: str, mode: str) -> None:
    database = Database(url)
    (tell if mode == "post" else work)(database)


if __name__ == "__main__":
    main(*sys.argv[1:])
