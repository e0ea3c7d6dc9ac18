"""What the operator says of this installation through the environment."""

import os
import secrets
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from deskside.kernel.config import EnvGroup


class Site(EnvGroup):
    """The variables that every process reads; docs/settings.md lists them."""

    data_dir: Path = Path("var")
    database_url: str | None = None
    broker_url: str | None = None
    secret_key: str | None = None
    public_url: str | None = None
    time_zone: str = "Asia/Shanghai"
    trusted_proxies: str = "127.0.0.0/8,::1/128"
    private_nets: str = ""
    migrate: bool = True
    threads: int = Field(4, ge=1, le=64)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        ZoneInfo(name)
        return name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that decides days, schedules and statistics."""
        return ZoneInfo(self.time_zone)

    @property
    def url(self) -> str:
        """The database, by default a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'deskside.db'}"

    def secret(self) -> str:
        """The secret key; made in the data folder, readable by its owner alone, when none is set."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret.key"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        return path.read_text().strip()
