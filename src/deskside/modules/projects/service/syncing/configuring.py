"""The document's two forms: how projects are synced, and how times are shown."""

from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, Writes
from deskside.kernel.vault import Vault
from deskside.kernel.wire import Input
from deskside.modules.projects.models import SyncHistory
from deskside.modules.projects.schemas.syncing import (
    SyncConfigIn,
    SyncConfigOut,
    TimeDisplayIn,
    TimeDisplayOut,
    TypeScheduleOut,
)
from deskside.modules.projects.settings import TYPES, ProjectSyncConfig, TimeDisplay
from deskside.platform.jobs import edit_schedule, find_schedules, write_declared
from deskside.platform.settings import GroupIn, SettingsGroup, current, newest_version, save_group

G = TypeVar("G", bound=SettingsGroup)
NAMES = {kind: f"projects.sync.{kind}" for kind in TYPES}


def read_config(db: Reads | Writes) -> SyncConfigOut:
    """The form as it is, with what the schedules make of it."""
    config = current(db, ProjectSyncConfig)
    rows = find_schedules(db, list(NAMES.values()))
    schedules = [
        TypeScheduleOut(
            type=kind,
            name=name,
            cron=rows[name].cron,
            enabled=rows[name].enabled,
            own=rows[name].cron != config.cron,
            next_at=_moment(rows[name].next_at),
        )
        for kind, name in NAMES.items()
        if name in rows
    ]
    last = db.scalar(select(func.max(SyncHistory.sync_time)).where(SyncHistory.status != "failed"))
    return SyncConfigOut(**config.model_dump(mode="json"), schedules=schedules, last_sync_time=last)


def save_config(
    db: Writes, body: SyncConfigIn, actor: Principal, vault: Vault, zone: ZoneInfo
) -> SyncConfigOut:
    """Save it. The schedules that followed the old frequency follow the new one. Invalid names the field."""
    write_declared(db, zone)
    before = current(db, ProjectSyncConfig).cron
    _save(db, ProjectSyncConfig, body, actor, vault)
    after = current(db, ProjectSyncConfig).cron
    if after != before:
        for name, row in find_schedules(db, list(NAMES.values())).items():
            if row.cron == before:
                edit_schedule(db, name, zone, cron=after)
    return read_config(db)


def read_time_display(db: Reads | Writes) -> TimeDisplayOut:
    """The form as it is."""
    return TimeDisplayOut(**current(db, TimeDisplay).model_dump(mode="json"))


def save_time_display(db: Writes, body: TimeDisplayIn, actor: Principal, vault: Vault) -> TimeDisplayOut:
    """Save it. Invalid names the field."""
    _save(db, TimeDisplay, body, actor, vault)
    return read_time_display(db)


def _save(db: Writes, group: type[G], body: Input, actor: Principal, vault: Vault) -> None:
    values = current(db, group).model_dump(mode="json") | body.model_dump(exclude_none=True)
    name = "project_sync_config" if group is ProjectSyncConfig else "time_display"
    save_group(db, name, GroupIn(version=newest_version(db, group), values=values), actor, vault)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
