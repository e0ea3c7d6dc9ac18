"""Runs, alarms and schedules on the wire."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from deskside.kernel import clock
from deskside.kernel.wire import Input, Output
from deskside.platform.jobs import LatePolicy
from deskside.platform.runs.freshness import FreshnessState
from deskside.platform.runs.models import Alarm, Run
from deskside.platform.runs.titles import Language, Title, title_of

RunState = Literal["waiting", "running", "done", "failed", "cancelled"]
RunTrigger = Literal["schedule", "manual", "event", "cli"]


class SkippedOut(Output):
    """How many rows were left out for one reason."""

    reason: str
    count: int


class RunOut(Output):
    """One run. `complete` is null until it is done; false: partial, and `error` says what is missing."""

    id: int
    name: str
    title: str
    trigger: RunTrigger
    actor: str | None
    state: RunState
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None
    read: int
    changed: int
    skipped: list[SkippedOut]
    complete: bool | None
    error: str | None
    done: int
    total: int | None
    created_at: datetime


def run_out(run: Run, language: Language) -> RunOut:
    """The row as it is shown in `language`."""
    title = title_of(run.name) or Title(run.title_zh, run.title_en)
    return RunOut.model_validate(
        {
            "id": run.id,
            "name": run.name,
            "title": title.text(language),
            "trigger": run.trigger,
            "actor": run.actor_name,
            "state": run.state,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
            "seconds": _seconds(run),
            "read": run.read_count,
            "changed": run.changed_count,
            "skipped": run.skipped or [],
            "complete": run.complete,
            "error": run.error,
            "done": run.done,
            "total": run.total,
            "created_at": run.created_at,
        }
    )


def _seconds(run: Run) -> float | None:
    if run.started_at is None:
        return None
    until = run.finished_at or clock.now()
    return round(max(0.0, (until - run.started_at).total_seconds()), 3)


class RunLineOut(Output):
    """One line of the log."""

    at: datetime
    text: str


class LogOut(Output):
    """What a run said."""

    lines: list[RunLineOut]


class AlarmOut(Output):
    """Something that needs a person; `cleared_at` null: still so. `title` is what people call the subject."""

    id: int
    kind: str
    subject: str
    title: str
    message: str
    raised_at: datetime
    cleared_at: datetime | None


SENTENCES: dict[tuple[str, Language], str] = {
    ("failed", "zh"): "“{title}”失败：{message}。请查看运行日志，排除原因后重试。",
    ("failed", "en"): "{title} failed: {message}. Read its log, mend the cause, retry.",
    ("stale", "zh"): "“{title}”已有两个周期没有成功，上次成功：{message}。",
    ("stale", "en"): "{title} has not succeeded for two periods; last success: {message}.",
    ("slow", "zh"): "“{title}”比平时慢得多：{message}。",
    ("slow", "en"): "{title} takes far longer than usual: {message}.",
}
NEVER = {"zh": "从未", "en": "never"}


def alarm_out(alarm: Alarm, language: Language) -> AlarmOut:
    """The alarm as it is shown in `language`; kinds of modules bring their own sentence."""
    found = title_of(alarm.subject)
    title = alarm.subject if found is None else found.text(language)
    message = alarm.message
    sentence = SENTENCES.get((alarm.kind, language))
    if sentence is not None and found is not None:
        message = sentence.format(title=title, message=message.rstrip(".") or NEVER[language])
    return AlarmOut(
        id=alarm.id,
        kind=alarm.kind,
        subject=alarm.subject,
        title=title,
        message=message,
        raised_at=alarm.raised_at,
        cleared_at=alarm.cleared_at,
    )


class InboxOut(Output):
    """The latest changes of alarms; `unread` counts those after `seen_at`."""

    unread: int
    seen_at: datetime | None
    items: list[AlarmOut]


class SeenInput(Input):
    """The moment of the newest change that was shown."""

    until: AwareDatetime


class ScheduleOut(Output):
    """When something runs by itself. Moments are in the site zone."""

    name: str
    title: str
    cron: str
    enabled: bool
    next_at: datetime | None
    late_policy: LatePolicy
    last_run_at: datetime | None
    next_times: list[datetime]


class NextTimesOut(Output):
    """When a cron line would fire, in the site zone."""

    next_times: list[datetime]


class ScheduleEdit(Input):
    """What is to change; five cron fields or an alias."""

    cron: str | None = None
    enabled: bool | None = None
    late_policy: LatePolicy | None = None


class RunRefOut(Output):
    """A kind of run, or with `id` one of them."""

    id: int | None = None
    name: str
    title: str


class ScheduleRefOut(Output):
    """A schedule, as far as a list of others shows it."""

    name: str
    title: str
    enabled: bool


class SourceOut(Output):
    """One remote and its health. `error` is that of the run which ended at `failed_at`, in full or in part.

    `expected_by`: without a complete run until then the state is stale; null where nothing runs by itself.
    """

    name: str
    title: str
    state: FreshnessState
    synced_at: datetime | None
    expected_by: datetime | None
    failed_at: datetime | None
    error: str | None
    next_at: datetime | None
    running: RunRefOut | None
    schedules: list[ScheduleRefOut]
    runs: list[RunRefOut]


class Started(Output):
    """What was asked for; `run_id` is null where the job leaves no run."""

    run_id: int | None
    job_id: int


@dataclass(frozen=True)
class RunFilter:
    """What is looked for; None: anything. `complete` false: done, but only in part."""

    name: str | None = None
    state: RunState | None = None
    trigger: RunTrigger | None = None
    complete: bool | None = None
