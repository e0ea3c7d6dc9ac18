"""Syncs, their history and their settings on the wire, under the document's names."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from deskside.kernel.wire import Input, Output
from deskside.modules.projects.schemas.projects import ChangeOut

KnownType = Literal["presale", "aftersales", "sales"]
Cron = Annotated[str, Field(max_length=120)]


class SyncIn(Input):
    """What to read: everything (`manual` too), some types, or one project; `force` ignores hashes."""

    sync_type: Literal["all", "manual", "type", "project"] = "all"
    force: bool = False
    project_types: Annotated[tuple[KnownType, ...], Field(max_length=3)] = ()
    project_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$")] | None = None


class SyncOut(Output):
    """A sync that is over; `duration` in seconds. `changes` are the first hundred, the newest first."""

    run_id: int | None
    status: Literal["success", "partial", "failed"]
    total: int
    updated: int
    unchanged: int
    failed: int
    sync_time: AwareDatetime
    duration: float
    note: str
    changes: list["SyncChangeOut"]


class SyncChangeOut(ChangeOut):
    """A line of a timeline, and whose."""

    project_id: str


class SyncRunningOut(Output):
    """A sync that goes on: its run tells how far it is."""

    run_id: int | None
    status: Literal["running"] = "running"


class HistoryOut(Output):
    """One sync. `scope` are the types, `complete` says that nothing was left out."""

    id: int
    run_id: int | None
    sync_time: AwareDatetime
    sync_type: Literal["auto", "manual"]
    scope: list[str]
    full: bool
    total: int
    created: int
    updated: int
    unchanged: int
    failed: int
    missing: int
    duration: float
    status: Literal["success", "partial", "failed"]
    complete: bool
    note: str
    cursor_before: AwareDatetime | None
    cursor_after: AwareDatetime | None


class HistoryPageOut(Output):
    """The newest first."""

    items: list[HistoryOut]
    total: int
    page: int
    page_size: int


class TypeScheduleOut(Output):
    """When one type is read by itself; `own`: not by the general frequency."""

    type: str
    name: str
    cron: str
    enabled: bool
    own: bool
    next_at: AwareDatetime | None


class SyncConfigOut(Output):
    """The document's fields, and when each type is read."""

    auto_sync_enabled: bool
    sync_frequency: str
    cron_expression: str
    cache_ttl: int
    sync_types: list[str]
    notify_on_change: bool
    notify_channels: list[str]
    schedules: list[TypeScheduleOut]
    last_sync_time: AwareDatetime | None


class SyncConfigIn(Input):
    """What shall change; what is left out stays."""

    auto_sync_enabled: bool | None = None
    sync_frequency: Cron | None = None
    cron_expression: Cron | None = None
    cache_ttl: int | None = None
    sync_types: list[str] | None = None
    notify_on_change: bool | None = None
    notify_channels: list[str] | None = None


class TimeDisplayOut(Output):
    """The document's fields."""

    aftersales_time_format: str
    sales_time_format: str
    show_payment_time: bool
    timezone: str


class TimeDisplayIn(Input):
    """What shall change; what is left out stays."""

    aftersales_time_format: str | None = None
    sales_time_format: str | None = None
    show_payment_time: bool | None = None
    timezone: str | None = None


class DropOut(Output):
    """A read that brought far fewer of a type than the one before it."""

    id: int
    type: str
    before: int
    after: int
    at: AwareDatetime
    run_id: int | None
    state: Literal["held", "confirmed", "rejected"]
    decided_at: AwareDatetime | None
    decided_name: str | None


class DropIn(Input):
    """Whether the fewer projects are the truth."""

    confirm: bool
