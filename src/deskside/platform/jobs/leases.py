"""Keeping the jobs of this process: one thread that renews their leases and hears who wants them to stop."""

import threading
from dataclasses import dataclass
from time import monotonic

import structlog
from sqlalchemy import select

from deskside.kernel.db import Database, Reads, Writes
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs.claims import Claim, renew
from deskside.platform.jobs.models import Job
from deskside.platform.jobs.rules import Cancelled, LostLease, TimedOut

log = structlog.get_logger(__name__)

HEARTBEAT = mark("jobs.heartbeat")
LISTEN_SECONDS = 1.0


@dataclass(frozen=True)
class LeaseTimes:
    """Seconds: how long a claim holds without a sign of life, and how often one is given."""

    lease: float = 30.0
    renew: float = 10.0

    @property
    def lease_ms(self) -> int:
        """The lease on the ledger's clock."""
        return round(self.lease * 1000)


class Lease:
    """What the thread that runs a job and the heartbeat know of it together."""

    def __init__(self, held: Claim, times: LeaseTimes) -> None:
        self.held = held
        self.lost = False
        self.cancelled = False
        self._times = times
        self._deadline = monotonic() + held.handler.options.timeout
        self.renewed()

    def renewed(self) -> None:
        """Count the lease from now."""
        self._since = monotonic()

    @property
    def wants_renewal(self) -> bool:
        """Not after its time-out: a handler that hangs must lose the job to somebody."""
        return not self.lost and not self.timed_out and monotonic() - self._since >= self._times.renew

    @property
    def timed_out(self) -> bool:
        """Whether the job has had its time."""
        return monotonic() > self._deadline

    def check(self) -> None:
        """Raise LostLease, Cancelled or TimedOut where the job had better stop."""
        if self.timed_out:
            raise TimedOut(f"the job ran longer than {self.held.handler.options.timeout:g} seconds")
        if self.lost or monotonic() - self._since > self._times.lease:
            raise LostLease(f"job {self.held.job_id} was not renewed in time")
        if self.cancelled:
            raise Cancelled


class Heartbeat:
    """The one thread of a process that renews what the process runs. Idle, it sleeps."""

    def __init__(self, database: Database, times: LeaseTimes) -> None:
        self._database = database
        self._times = times
        self._leases: dict[int, Lease] = {}
        self._guard = threading.Lock()
        self._busy = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, lease: Lease) -> None:
        """Keep `lease` from now on."""
        with self._guard:
            self._leases[lease.held.job_id] = lease
            self._busy.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="job-heartbeat", daemon=True)
                self._thread.start()

    def forget(self, lease: Lease) -> None:
        """The job has ended."""
        with self._guard:
            if self._leases.get(lease.held.job_id) is lease:
                del self._leases[lease.held.job_id]
            if not self._leases:
                self._busy.clear()

    def leases(self) -> list[Lease]:
        """What this process runs, in the order in which locks are taken."""
        with self._guard:
            leases = list(self._leases.values())
        return sorted(leases, key=lambda lease: (lease.held.group or "", lease.held.job_id))

    def stop(self) -> None:
        """Renew nothing more; returns when the thread has ended."""
        self._stop.set()
        self._busy.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._busy.wait()
            if self._stop.wait(min(LISTEN_SECONDS, self._times.renew)):
                return
            try:
                self.beat()
            except Exception:
                log.exception("jobs.heartbeat_failed")

    def beat(self) -> None:
        """Hear of cancellations, and renew what is due for it."""
        leases = self.leases()
        if not leases:
            return
        wanted = self._database.read(_cancel_requested, [lease.held.job_id for lease in leases])
        for lease in leases:
            lease.cancelled = lease.cancelled or lease.held.job_id in wanted
        due = [lease for lease in leases if lease.wants_renewal]
        if due:
            kept = self._database.write(_renew_all, [lease.held for lease in due], self._times.lease_ms)
            for lease in due:
                _note(lease, kept=lease.held.job_id in kept)


def _note(lease: Lease, *, kept: bool) -> None:
    if kept:
        lease.renewed()
    else:
        lease.lost = True


def _cancel_requested(db: Reads, ids: list[int]) -> set[int]:
    return set(db.scalars(select(Job.id).where(Job.id.in_(ids), Job.cancel_requested)))


def _renew_all(db: Writes, held: list[Claim], lease_ms: int) -> set[int]:
    kept = {one.job_id for one in held if renew(db, one.job_id, one.fence, one.group, lease_ms)}
    failpoint(HEARTBEAT)
    return kept
