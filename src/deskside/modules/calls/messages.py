"""What jobs of calls carry."""

from datetime import date
from typing import Literal

from deskside.modules.calls.schemas.vendor import SyncType, Track
from deskside.platform.jobs import Message

GROUP = "calls.vendor"
"""Jobs that ask the vendor: never two at once."""


class SyncTasks(Message, name="calls.sync_tasks"):
    """Read a day's task statistics."""

    day: date
    sync_type: SyncType = "manual"


class SyncRecords(Message, name="calls.sync_records"):
    """Read every call record of a day."""

    day: date
    sync_type: SyncType = "manual"


class PlanDays(Message, name="calls.plan_days"):
    """Ask for the days from `first` to `last` of a track, the newest first."""

    track: Track
    sync_type: SyncType
    first: date
    last: date


class LinkCalls(Message, name="calls.link"):
    """Find the records of a day whose numbers some module knows."""

    day: date


class WatchCalls(Message, name="calls.watch"):
    """Judge the alert rules."""


class CleanRecords(Message, name="calls.clean_records"):
    """Drop call records older than the settings keep."""


class Recount(Message, name="calls.recount"):
    """Count the grades of every day anew, after they were edited."""


class MakeReport(Message, name="calls.report"):
    """Make the file that somebody waits for."""

    file_id: str
    kind: Literal["xlsx", "pdf"]
    what: Literal["days", "agents", "tasks", "records"]
    first: date
    last: date
    agent: str | None = None
    task: str | None = None
    grade: str | None = None


class MakePeriodicReport(Message, name="calls.periodic_report"):
    """Make the report of some days for everybody whom the settings name."""

    first: date
    last: date
