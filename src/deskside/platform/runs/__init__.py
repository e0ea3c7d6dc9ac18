"""History of everything that runs: numbers, freshness, alarms. Import from here."""

from deskside.platform.runs import tracking as _tracking  # noqa: F401 - follows the ledger
from deskside.platform.runs import upkeep as _upkeep  # noqa: F401 - declares the jobs that watch and clean
from deskside.platform.runs.alarms import clear_alarm, raise_alarm
from deskside.platform.runs.api import router
from deskside.platform.runs.context import RunContext
from deskside.platform.runs.declaring import run_job
from deskside.platform.runs.forgetting import forgets
from deskside.platform.runs.freshness import (
    Freshness,
    FreshnessState,
    freshness_of,
    judge,
    last_success,
    leads_to,
)
from deskside.platform.runs.models import Alarm, Run, RunLine
from deskside.platform.runs.now import run_now
from deskside.platform.runs.queries import run_of_job
from deskside.platform.runs.sources import declare_source, forget_source

__all__ = [
    "Alarm",
    "Freshness",
    "FreshnessState",
    "Run",
    "RunContext",
    "RunLine",
    "clear_alarm",
    "declare_source",
    "forget_source",
    "forgets",
    "freshness_of",
    "judge",
    "last_success",
    "leads_to",
    "raise_alarm",
    "router",
    "run_job",
    "run_now",
    "run_of_job",
]
