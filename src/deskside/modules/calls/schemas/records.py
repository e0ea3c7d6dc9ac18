"""Records on the wire: numbers are masked."""

from datetime import date, datetime

from deskside.kernel.wire import Output


class RecordOut(Output):
    """One call; `grade_code` is null where no grade's rule fits the vendor's text."""

    record_id: str
    day: date
    called_at: datetime
    seconds: int
    answered: bool
    phone: str
    grade: str
    grade_code: str | None
    agent_id: str
    agent_name: str
    task_id: str
    task_name: str
    hangup: str
    province: str
    city: str


class RecordsOut(Output):
    """A slice, the newest first; `next`: the cursor of what follows. Before `kept_from` all are gone."""

    items: list[RecordOut]
    next: str | None
    total: int
    kept_from: date
