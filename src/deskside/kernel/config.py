"""The process environment: the one place that reads it."""

import os
from collections.abc import Mapping
from typing import ClassVar

from pydantic_settings import BaseSettings, SettingsConfigDict


class EnvGroup(BaseSettings):
    """Variables of one owner. Field `url` of prefix `DESKSIDE_CALLS_` is read from `DESKSIDE_CALLS_URL`.

    An empty variable counts as absent, so that `DESKSIDE_X= deskside serve` falls back to the default.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DESKSIDE_", env_ignore_empty=True, extra="ignore", frozen=True
    )


def provide(defaults: Mapping[str, str]) -> None:
    """Set variables that the operator left empty; the demo names its own remotes this way."""
    for name, value in defaults.items():
        if not os.environ.get(name):
            os.environ[name] = value
