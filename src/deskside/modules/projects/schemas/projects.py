"""Projects as they are shown."""

from typing import Literal

from pydantic import AwareDatetime

from deskside.kernel.wire import Output

FROM_OTHERS = dict[str, object]


class InvolvedOut(Output):
    """Customer, engineer or salesman; the phone is masked."""

    id: str | None
    name: str | None
    phone: str | None


class PaymentOut(Output):
    """What was paid, in yuan as the remote wrote it; `paid_at` as the site shows times."""

    amount: str | None
    paid_at: str


class StepOut(Output):
    """One step of the bar; `at` as the site shows times."""

    key: str
    label: str
    reached: bool
    current: bool
    at: str


class ProjectRowOut(Output):
    """One project in a list. `cache_time` is its age in words; `missing_since`: the remote left it out."""

    id: str
    type: str
    type_label: str
    title: str
    status: str
    status_label: str
    colour: str
    final: bool
    progress: int
    customer: InvolvedOut | None
    engineer: InvolvedOut | None
    salesman: InvolvedOut | None
    device: str | None
    updated_at: AwareDatetime | None
    synced_at: AwareDatetime
    cache_time: str
    missing_since: AwareDatetime | None


class ProjectOut(ProjectRowOut):
    """One project. `extra` holds what else the remote says of it, for staff alone."""

    fault: str | None
    payment: PaymentOut | None
    steps: list[StepOut]
    extra: FROM_OTHERS | None
    resolved_at: AwareDatetime | None
    resolved_by: str | None
    from_cache: bool


class DetailOut(Output):
    """The document's answer: its page reads `from_cache` and `cache_time` inside, others beside."""

    project: ProjectOut
    from_cache: bool
    cache_time: str
    synced_at: AwareDatetime
    message: str


class StatusOut(Output):
    """What a robot may say, from the cache alone; `progress` 0 to 100."""

    success: Literal[True] = True
    project_id: str
    title: str
    type: str
    status: str
    progress: int
    updated_at: AwareDatetime | None
    from_cache: Literal[True] = True
    cache_time: str
    message: str


class ChangeOut(Output):
    """One line of the timeline: `fields` are `{field, old, new}`."""

    id: int
    at: AwareDatetime
    source: str
    run_id: int | None
    actor_name: str | None
    old_state: str | None
    new_state: str | None
    old_label: str | None
    new_label: str | None
    fields: list[FROM_OTHERS]


class StateOut(Output):
    """One state of a type; `count` are the projects in it."""

    key: str
    label: str
    colour: str
    final: bool
    count: int


class TypeOut(Output):
    """One type with its states in their order; `count` are its projects."""

    key: str
    label: str
    colour: str
    count: int
    states: list[StateOut]
