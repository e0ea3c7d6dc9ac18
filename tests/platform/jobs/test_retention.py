"""Finished jobs are forgotten in slices; live ones never."""

from datetime import timedelta

from sqlalchemy import func, select

from deskside.kernel import clock
from deskside.kernel.db import Database, Reads
from deskside.platform.jobs import JobContext, Message, Runner, clean_finished, enqueue, job
from deskside.platform.jobs.models import Job


class Old(Message, name="tests.old"): ...


def test_finished_jobs_are_deleted_in_slices(database: Database, runner: Runner) -> None:
    @job(Old)
    def old(_context: JobContext[Old]) -> None: ...

    with database.writing() as db:
        for _ in range(5):
            enqueue(db, Old())
    runner.run_due()
    with database.writing() as db:
        enqueue(db, Old())
    yesterday, tomorrow = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    assert database.write(clean_finished, yesterday) == 0
    counts = [database.write(clean_finished, tomorrow, limit=2) for _ in range(4)]
    assert counts == [2, 2, 1, 0]

    def question(db: Reads) -> int:
        return db.scalars(select(func.count()).select_from(Job)).one()

    assert database.read(question) == 1
