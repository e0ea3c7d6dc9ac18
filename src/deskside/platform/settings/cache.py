"""The settings of this process, read again when any process has saved some."""

import threading
from typing import cast

import structlog
from sqlalchemy.exc import DBAPIError

from deskside.kernel.db import Database, Reads
from deskside.kernel.vault import Vault
from deskside.platform.settings.groups import G, SettingsGroup
from deskside.platform.settings.queries import current

log = structlog.get_logger(__name__)


class SettingsCache:
    """Subscribe `refresh` to the version `settings`. Thread-safe."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._lock = threading.Lock()
        self._values: dict[type[SettingsGroup], SettingsGroup] = {}
        self._stale = False

    def get(self, group: type[G]) -> G:
        """The group from memory; the first time, and after a failed refresh, from the database."""
        if self._stale:
            self._try_refresh()
        present = self._values.get(group)
        if present is None:
            with self._lock:
                present = self._database.read(current, group, self._vault)
                self._values = {**self._values, group: present}
        return cast("G", present)

    def refresh(self) -> None:
        """Read every group that was asked for again; until that succeeds the old ones stay."""
        self._stale = True
        with self._lock:
            self._values = self._database.read(self._read_all)
            self._stale = False

    def _try_refresh(self) -> None:
        try:
            self.refresh()
        except DBAPIError as error:
            log.warning("settings.unreadable", error=str(error.orig))

    def _read_all(self, db: Reads) -> dict[type[SettingsGroup], SettingsGroup]:
        return {group: current(db, group, self._vault) for group in self._values}
