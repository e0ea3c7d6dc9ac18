"""What the operator may set of assist."""

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from deskside.kernel.config import EnvGroup
from deskside.platform.settings import SettingsGroup, Words, settings_group


class AssistEnv(EnvGroup):
    """Where the userscript runs (a match pattern of the CRM's pages), and the workbook of special numbers."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DESKSIDE_ASSIST_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    crm_match: str = "http://127.0.0.1:8001/crm/*"
    numbers_path: Path | None = None


@settings_group("assist", title=Words("账户助手", "Account assistant"))
class AssistSettings(SettingsGroup):
    """What managers may set of assist."""

    lookups_per_minute: Annotated[
        int,
        Field(ge=1, le=100_000),
        Words(
            "每台设备每分钟查询次数",
            "Look-ups a minute per device",
            "超过后该设备要等到下一分钟；API 令牌不受限",
            "Beyond it the device waits for the next minute; API tokens are not limited",
        ),
    ] = 120
    accounts_days: Annotated[
        int,
        Field(ge=30, le=3650),
        Words(
            "账户记录保留天数",
            "Days to keep looked-up accounts",
            "这么久没有打开的账户会被忘记，侧栏使用统计同样；勾选历史永久保留",
            "Accounts unopened for so long go, so does what was used of the panel; ticks stay for ever",
        ),
    ] = 365
