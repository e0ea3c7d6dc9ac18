"""The product's own command line with jobs that test_scale.py counts: `scaling.py worker`, and so on.

Words of its own: `tables` makes those that effects are counted in (an effect is a row, so that a second one
shows); `ask N` asks for N jobs, twenty a transaction; `tick` fires schedules until it is killed; `proxy PORT
TARGET` passes connections on to the broker, and dies with them.
"""

import asyncio
import itertools
import os
import sys
from datetime import datetime
from functools import partial
from time import sleep

from sqlalchemy import Column, MetaData, Table, insert

from deskside.cli import main
from deskside.kernel.db import Database, now_ms
from deskside.kernel.db.types import BigId
from deskside.kernel.site import Site
from deskside.platform.jobs import JobContext, Message, Scheduler, enqueue, job, schedule
from deskside.worker import Background

SCHEDULES = 50
BATCH = 20
SLOW_SECONDS = 1.5
BY_HAND = "tests.scale.by_hand"

tables = MetaData()
effects = Table("scale_effects", tables, Column("id", BigId, primary_key=True), Column("job_id", BigId))
slow_tries = Table(
    "scale_tries",
    tables,
    Column("id", BigId, primary_key=True),
    Column("job_id", BigId),
    Column("begun_ms", BigId),
)
numbers = itertools.count()


class Work(Message, name="tests.scale.work"):
    slow: bool = False


class Grouped(Message, name="tests.scale.grouped"): ...


class ByHand(Message, name="tests.scale.by_hand"):
    number: str


class Tick(Message, name="tests.scale.tick"):
    schedule: int
    at: datetime


@job(Work, retries=12, backoff=1.0)
def work(context: JobContext[Work]) -> None:
    if context.message.slow:
        with context.step() as db:
            db.execute(insert(slow_tries).values(job_id=context.job_id, begun_ms=now_ms()))
        sleep(SLOW_SECONDS)
    with context.finish() as db:
        db.execute(insert(effects).values(job_id=context.job_id))


@job(Grouped, retries=12, backoff=1.0, group="tests.scale")
def grouped(context: JobContext[Grouped]) -> None:
    with context.finish() as db:
        db.execute(insert(effects).values(job_id=context.job_id))


@job(ByHand, retries=12, backoff=1.0)
def by_hand(context: JobContext[ByHand]) -> None:
    with context.finish() as db:
        db.execute(insert(effects).values(job_id=context.job_id))


@job(Tick)
def tick(_context: JobContext[Tick]) -> None: ...


def by_hand_message(_moment: datetime) -> ByHand:
    return ByHand(number=f"{os.getpid()}-{next(numbers)}")


def tick_message(number: int, moment: datetime) -> Tick:
    return Tick(schedule=number, at=moment)


def declare_ticks() -> None:
    for number in range(SCHEDULES):
        schedule(
            f"tests.scale.tick{number}",
            partial(tick_message, number),
            cron="0 0 1 1 *",
            title_zh="测试",
            title_en="Test",
        )


def ask(count: int) -> None:
    site = Site()
    database = Database(site.url)
    background = Background.without_jobs(site, database)
    background.start()
    for start in range(0, count, BATCH):
        with database.writing() as db:
            for number in range(start, min(start + BATCH, count)):
                slow = number % 40 == 7
                enqueue(db, Grouped() if number % 100 == 3 else Work(slow=slow))
    background.stop()


def fire() -> None:
    declare_ticks()
    site = Site()
    database = Database(site.url)
    scheduler = Scheduler(database, site.zone)
    scheduler.start()
    while True:
        scheduler.tick()


async def proxy(port: int, target: int) -> None:
    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)

    server = await asyncio.start_server(join, "127.0.0.1", port)
    await server.serve_forever()


def make_tables() -> None:
    tables.create_all(Database(Site().url).engines.writes)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tables"]:
            make_tables()
        case ["proxy", port, target]:
            asyncio.run(proxy(int(port), int(target)))
        case ["ask", count]:
            ask(int(count))
        case ["tick"]:
            fire()
        case _:
            schedule(BY_HAND, by_hand_message, cron="0 0 1 1 *", title_zh="测试", title_en="Test")
            main()
