"""Running something at once and waiting for its end, beside whatever server is running."""

import time

from deskside.kernel.db import Database
from deskside.platform.jobs import (
    LeaseTimes,
    Message,
    Outcome,
    PortSource,
    Runner,
    Trigger,
    enqueue,
    state_of,
)
from deskside.platform.runs.models import Run
from deskside.platform.runs.queries import run_of_job

POLL_SECONDS = 0.2
FINISHED = {"done", "failed", "cancelled", None}


def run_now(
    database: Database,
    ports: PortSource,
    message: Message,
    *,
    trigger: Trigger = "cli",
    actor_id: int | None = None,
    times: LeaseTimes | None = None,
) -> Run:
    """Enqueue `message`, run it here unless a server's worker is faster, and wait until it has finished.

    Failed tries are waited for and repeated as declared. Raises LookupError for a message without `@run_job`.
    """
    with database.writing() as db:
        ticket = enqueue(db, message, trigger=trigger, actor_id=actor_id)
    runner = Runner(database, ports, times=times)
    try:
        _run_until_finished(database, runner, ticket.id)
    finally:
        runner.close()
    run = database.read(run_of_job, ticket.id)
    if run is None:
        raise LookupError(f"{message.message_name} leaves no run: declare it with @run_job")
    return run


def _run_until_finished(database: Database, runner: Runner, job_id: int) -> None:
    while True:
        if runner.run(job_id) is Outcome.UNKNOWN:
            raise LookupError("no handler is declared for this message in this process")
        if database.read(state_of, job_id) in FINISHED:
            return
        time.sleep(POLL_SECONDS)
