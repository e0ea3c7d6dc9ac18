"""The one primitive: claim a job by its id, run its handler, write down how it ended."""

import os
import random
import socket

import structlog

from deskside.kernel.connectors import RemoteAnswerChanged, RemoteRefused
from deskside.kernel.db import Database, Writes
from deskside.kernel.errors import DesksideError
from deskside.kernel.failpoints import failpoint, mark
from deskside.platform.jobs import carriers, claims
from deskside.platform.jobs.changes import LogLine, tell
from deskside.platform.jobs.claims import Claim, End, Raced
from deskside.platform.jobs.context import JobContext, PortSource
from deskside.platform.jobs.leases import Heartbeat, Lease, LeaseTimes
from deskside.platform.jobs.messages import Message
from deskside.platform.jobs.outcomes import Outcome
from deskside.platform.jobs.polling import due_jobs
from deskside.platform.jobs.rules import (
    Cancelled,
    LostLease,
    TimedOut,
    backoff_seconds,
    describe,
    retry_after,
)

log = structlog.get_logger(__name__)

CLAIMED = mark("jobs.claimed")
FAILED_BEFORE_COMMIT = mark("jobs.failed_before_commit")
HAND_BACK = mark("jobs.hand_back")

HOPELESS = (RemoteRefused, RemoteAnswerChanged)


class Runner:
    """Runs jobs in the calling thread; one per process, shared by its threads."""

    def __init__(self, database: Database, ports: PortSource, *, times: LeaseTimes | None = None) -> None:
        self._database = database
        self._ports = ports
        self._times = times or LeaseTimes()
        self._heartbeat = Heartbeat(database, self._times)
        self._random = random.SystemRandom()
        self.worker = f"{socket.gethostname()}:{os.getpid()}"

    def run(self, job_id: int) -> Outcome:
        """Run the job if it is due and free. Errors of its handler are written down, not raised.

        The poller, a carrier, a retry and `deskside sync` all call this; any number of them at once is fine.
        """
        try:
            claim = self._database.write(claims.claim, job_id, self.worker, self._times.lease_ms)
        except Raced:
            return Outcome.NOT_DUE
        if isinstance(claim, Outcome):
            return claim
        failpoint(CLAIMED)
        lease = Lease(claim, self._times)
        self._heartbeat.watch(lease)
        try:
            with structlog.contextvars.bound_contextvars(job=claim.job_id, job_name=claim.handler.name):
                return self._run_claimed(lease)
        finally:
            self._heartbeat.forget(lease)
            if claim.group is not None:
                carriers.wake_local([])

    def run_due(self, *, limit: int = 1000) -> int:
        """Run in this thread what is due, until nothing is; how many jobs were run. For tests and tools."""
        count = 0
        while count < limit:
            ids = self._database.read(due_jobs, 1)
            if not ids:
                break
            self.run(ids[0])
            count += 1
        return count

    def hand_back(self) -> None:
        """Give up everything that still runs here: due at once elsewhere, the try not counted."""
        for lease in self._heartbeat.leases():
            lease.lost = True
            try:
                self._database.write(claims.hand_back, lease.held)
            except LostLease:
                continue
            failpoint(HAND_BACK)
            log.warning("jobs.handed_back", job=lease.held.job_id, job_name=lease.held.handler.name)

    def close(self) -> None:
        """Stop the heartbeat."""
        self._heartbeat.stop()

    def _run_claimed(self, lease: Lease) -> Outcome:
        lines: list[LogLine] = []
        try:
            context: JobContext[Message] | None = None
            try:
                message = lease.held.handler.message.model_validate_json(lease.held.args)
                context = JobContext(self._database, self._ports, lease, message)
                lease.held.handler.call(context)
                _finish(context)
            except Exception as error:
                if context is not None and context.finished:
                    log.exception("jobs.error_after_finish")
                    return Outcome.DONE
                lines = context.give_lines() if context else []
                return self._settle(lease, error, lines)
        except LostLease:
            log.warning("jobs.lost_lease")
            return Outcome.LOST
        return Outcome.DONE

    def _settle(self, lease: Lease, error: Exception, lines: list[LogLine]) -> Outcome:
        held = lease.held
        if isinstance(error, LostLease):
            raise error
        if isinstance(error, Cancelled):
            return self._end(held, "cancelled", None, lines)
        text = describe(error)
        unexpected = None if isinstance(error, DesksideError | TimedOut) else error
        log.warning("jobs.failed", tries=held.tries, error=text, exc_info=unexpected)
        if isinstance(error, HOPELESS) or held.tries >= held.max_tries:
            return self._end(held, "failed", text, lines)
        base = held.handler.options.backoff
        delay = backoff_seconds(held.tries, base, self._random.random(), at_least=retry_after(error))
        self._database.write(_wait_again, held, delay, text, lines)
        return Outcome.RETRY

    def _end(self, held: Claim, state: End, error: str | None, lines: list[LogLine]) -> Outcome:
        self._database.write(_end, held, state, error, lines)
        return Outcome(state)


def _finish(context: JobContext[Message]) -> None:
    if not context.finished:
        with context.finish():
            pass


def _wait_again(db: Writes, held: Claim, delay: float, error: str, lines: list[LogLine]) -> None:
    tell(db, claims.wait_again(db, held, delay, error), lines)
    failpoint(FAILED_BEFORE_COMMIT)


def _end(db: Writes, held: Claim, state: End, error: str | None, lines: list[LogLine]) -> None:
    tell(db, claims.end(db, held, state, error=error), lines)
    failpoint(FAILED_BEFORE_COMMIT)
