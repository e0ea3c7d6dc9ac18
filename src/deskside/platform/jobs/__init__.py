"""The job ledger: what is to be done, by whom it is done, when it is due. Import from here."""

from deskside.platform.jobs.broker import Broker
from deskside.platform.jobs.carriers import set_carrier
from deskside.platform.jobs.changes import JobChange, LogLine, on_change
from deskside.platform.jobs.context import JobContext, PortSource
from deskside.platform.jobs.control import cancel, retry, state_of
from deskside.platform.jobs.cron import check_cron, next_times
from deskside.platform.jobs.enqueue import Ticket, Trigger, announce, enqueue, write_jobs
from deskside.platform.jobs.handlers import (
    BULK,
    NORMAL,
    URGENT,
    forget,
    job,
    job_groups,
    known_names,
    on,
)
from deskside.platform.jobs.leases import LeaseTimes
from deskside.platform.jobs.messages import Event, Message
from deskside.platform.jobs.outcomes import Outcome
from deskside.platform.jobs.polling import due_jobs
from deskside.platform.jobs.relay import Relay
from deskside.platform.jobs.retention import clean_finished
from deskside.platform.jobs.rules import Cancelled, LostLease, TimedOut
from deskside.platform.jobs.runner import Runner
from deskside.platform.jobs.scheduler import Scheduler
from deskside.platform.jobs.schedules import (
    Declared,
    LatePolicy,
    clock_of,
    declared_schedules,
    edit_schedule,
    find_schedules,
    fires_at,
    forget_schedule,
    run_schedule,
    schedule,
    upcoming,
    write_declared,
)
from deskside.platform.jobs.waiting import until_over
from deskside.platform.jobs.workers import Workers

__all__ = [
    "BULK",
    "NORMAL",
    "URGENT",
    "Broker",
    "Cancelled",
    "Declared",
    "Event",
    "JobChange",
    "JobContext",
    "LatePolicy",
    "LeaseTimes",
    "LogLine",
    "LostLease",
    "Message",
    "Outcome",
    "PortSource",
    "Relay",
    "Runner",
    "Scheduler",
    "Ticket",
    "TimedOut",
    "Trigger",
    "Workers",
    "announce",
    "cancel",
    "check_cron",
    "clean_finished",
    "clock_of",
    "declared_schedules",
    "due_jobs",
    "edit_schedule",
    "enqueue",
    "find_schedules",
    "fires_at",
    "forget",
    "forget_schedule",
    "job",
    "job_groups",
    "known_names",
    "next_times",
    "on",
    "on_change",
    "retry",
    "run_schedule",
    "schedule",
    "set_carrier",
    "state_of",
    "until_over",
    "upcoming",
    "write_declared",
    "write_jobs",
]
