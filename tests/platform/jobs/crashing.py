"""A worker process to be killed: `crashing.py URL MODE`, run by test_crash.py with a failpoint armed.

`pages`, `flaky` and `slow` enqueue and end; `work` runs what is due until nothing is left; `tick` fires the
schedule; `stop` is told to stop while a job runs. The effect of a job is a counter that must end at exactly
STEPS + 1.
"""

import sys
import threading
from time import sleep
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from deskside.kernel.connectors import Ports
from deskside.kernel.db import Database, Reads, Writes, now_ms
from deskside.platform.jobs import (
    JobContext,
    LeaseTimes,
    Message,
    Scheduler,
    Workers,
    enqueue,
    job,
    schedule,
    write_declared,
)
from deskside.platform.jobs.models import Job, Schedule
from deskside.platform.versions import bump

QUICK = LeaseTimes(lease=1.0, renew=0.2)
STEPS = 3
ZONE = ZoneInfo("Asia/Shanghai")

hold = threading.Event()


class Pages(Message, name="tests.crash.pages"):
    slow: bool = False


class Flaky(Message, name="tests.crash.flaky"): ...


@job(Pages, group="tests.crash", backoff=0.1)
def pages(context: JobContext[Pages]) -> None:
    done = int(str(context.checkpoint or 0))
    while done < STEPS:
        done += 1
        with context.step(done, STEPS, checkpoint=done) as db:
            bump(db, "effect")
        if context.message.slow and context.tries == 1:
            hold.wait(2.0)
    with context.finish() as db:
        bump(db, "effect")


@job(Flaky, group="tests.crash", backoff=0.1)
def flaky(context: JobContext[Flaky]) -> None:
    if context.checkpoint is None:
        with context.step(checkpoint=1) as db:
            bump(db, "effect")
        raise ConnectionError
    with context.finish() as db:
        for _ in range(STEPS):
            bump(db, "effect")


def declare_schedule() -> None:
    schedule("tests.crash", Pages(), cron="0 0 1 1 *", title_zh="测试", title_en="Test")


def ask(database: Database, message: Message) -> None:
    """What a route does: its own rows and the job in one transaction."""
    with database.writing() as db:
        bump(db, "asked")
        enqueue(db, message, dedup="crash")


def be_due(db: Writes) -> None:
    db.execute(update(Schedule).values(next_at=now_ms() - 1))


def unfinished(db: Reads) -> int:
    return db.scalars(select(func.count()).select_from(Job).where(Job.due_at.is_not(None))).one()


def work_until_done(database: Database) -> None:
    workers = Workers(database, Ports(), threads=2, times=QUICK, poll_seconds=0.1)
    workers.start()
    while database.read(unfinished):
        sleep(0.05)
    workers.stop(wait=5)


def stop_while_it_runs(database: Database) -> None:
    workers = Workers(database, Ports(), threads=1, times=QUICK, poll_seconds=0.1)
    workers.start()
    sleep(0.5)
    workers.stop(wait=0.1)


def tick(database: Database) -> None:
    declare_schedule()
    database.write(write_declared, ZONE)
    database.write(be_due)
    Scheduler(database, ZONE).tick()


def main(url: str, mode: str) -> None:
    database = Database(url)
    if mode == "tick":
        tick(database)
    elif mode == "stop":
        stop_while_it_runs(database)
    elif mode == "work":
        work_until_done(database)
    else:
        ask(database, {"pages": Pages(), "flaky": Flaky(), "slow": Pages(slow=True)}[mode])


if __name__ == "__main__":
    main(*sys.argv[1:])
