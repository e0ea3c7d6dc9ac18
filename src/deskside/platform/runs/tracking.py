"""The mirror of the ledger: each change of a job, in its own transaction, becomes the state of its run."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes, upsert
from deskside.platform.identity import User
from deskside.platform.jobs import JobChange, LogLine, on_change
from deskside.platform.runs.alarms import clear_alarm, raise_alarm
from deskside.platform.runs.models import Run, RunLine
from deskside.platform.runs.titles import Title, title_of

MAX_LINES = 1000


@on_change
def follow(db: Writes, change: JobChange) -> None:
    """Bring the run of a job up to date; jobs without a title have none."""
    title = title_of(change.name)
    if title is None:
        return
    mine = update(Run).where(Run.job_id == change.id).values(**_values(change))
    if db.connection().execute(mine).rowcount == 0:
        _create(db, change, title)
        db.connection().execute(mine)
    if change.lines:
        _store_lines(db, change.id, change.lines)
    if change.state == "failed":
        raise_alarm(db, "failed", change.name, change.error or "")
    if change.state == "done":
        clear_alarm(db, "failed", change.name)


def _create(db: Writes, change: JobChange, title: Title) -> None:
    row = {
        "job_id": change.id,
        "name": change.name,
        "title_zh": title.zh,
        "title_en": title.en,
        "trigger": change.trigger,
        "actor_id": change.actor_id,
        "actor_name": db.scalar(select(User.name).where(User.id == change.actor_id)),
        "state": change.state,
        "created_at": clock.now(),
    }
    upsert(db, Run, [row], keys=["job_id"])


def _values(change: JobChange) -> dict[str, object]:
    values: dict[str, object] = {"state": change.state, "done": change.done, "total": change.total}
    if change.state == "waiting":
        values |= {"error": change.error, "finished_at": None, "complete": None}
        if change.tries == 0:
            values["started_at"] = None
    elif change.state == "running":
        values["started_at"] = func.coalesce(Run.started_at, clock.now())
    else:
        values["finished_at"] = clock.now()
        if change.state == "done":
            # Whoever read only a part has said so in the same transaction.
            values["complete"] = func.coalesce(Run.complete, True)
        else:
            values["error"] = change.error
    return values


def _store_lines(db: Writes, job_id: int, lines: Sequence[LogLine]) -> None:
    run = db.execute(select(Run.id, Run.line_count).where(Run.job_id == job_id)).one()
    kept = lines[: max(0, MAX_LINES - run.line_count)]
    if kept:
        db.execute(insert(RunLine), [{"run_id": run.id, "at": line.at, "text": line.text} for line in kept])
        db.execute(update(Run).where(Run.id == run.id).values(line_count=run.line_count + len(kept)))
