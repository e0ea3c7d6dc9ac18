"""What runs beside the web or by itself: job threads, the scheduler, the relay, the sealer of the audit."""

import signal
import threading
from types import FrameType

import structlog

from deskside.kernel.db import Database
from deskside.kernel.health import Carrier
from deskside.kernel.site import Site
from deskside.kernel.vault import derive_key
from deskside.platform.audit import Sealer
from deskside.platform.jobs import Broker, Relay, Scheduler, Workers, set_carrier
from deskside.registry import MODULES, connected

log = structlog.get_logger(__name__)


class Background:
    """The threads that drain the ledger, fire schedules, tell the broker and seal the audit."""

    def __init__(self, site: Site, database: Database, *, jobs: bool = True) -> None:
        self._ports = connected(site)
        self._sealer = Sealer(database, derive_key(site.secret(), "audit"))
        self._broker = Broker(site.broker_url) if site.broker_url else None
        self._workers = (
            Workers(database, self._ports, threads=site.threads, broker=self._broker) if jobs else None
        )
        self._scheduler = Scheduler(database, site.zone) if jobs else None
        self._relay = Relay(database, self._broker) if jobs and self._broker else None

    @classmethod
    def without_jobs(cls, site: Site, database: Database) -> "Background":
        """For a web process whose jobs run elsewhere."""
        return cls(site, database, jobs=False)

    def start(self) -> None:
        """Start every thread."""
        self._sealer.start()
        if self._broker is not None:
            self._broker.start()
            set_carrier(self._broker.publish)
        for part in (self._workers, self._scheduler, self._relay):
            if part is not None:
                part.start()

    def stop(self) -> None:
        """Claim no more, wait for what runs, hand the rest back."""
        for part in (self._relay, self._scheduler, self._workers):
            if part is not None:
                part.stop()
        if self._broker is not None:
            set_carrier()
            self._broker.stop()
        self._sealer.stop()
        self._ports.close()

    def troubles(self) -> list[str]:
        """What is not running that should be."""
        parts = {"workers": self._workers, "scheduler": self._scheduler, "relay": self._relay}
        return [name for name, part in parts.items() if part is not None and not part.alive]

    def carrier(self) -> Carrier:
        """How workers hear of jobs now. A broker that is away makes them slower to notice, no worse."""
        if self._broker is None:
            return "ledger"
        return "broker" if self._broker.answers else "ledger: the broker does not answer"


def run(site: Site, database: Database) -> None:
    """`deskside worker`: work until SIGTERM or SIGINT."""
    stop = until_stopped()
    background = Background(site, database)
    background.start()
    log.info("worker.ready", threads=site.threads, modules=[module.name for module in MODULES])
    stop.wait()
    background.stop()


def until_stopped() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopped
