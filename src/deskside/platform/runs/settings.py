"""How long the history of what ran is kept."""

from typing import Annotated

from pydantic import Field

from deskside.platform.settings import SettingsGroup, Words, settings_group


@settings_group("history", title=Words("历史记录保留", "Keeping of history"))
class HistorySettings(SettingsGroup):
    """What is older goes at night. The audit log is never shortened."""

    jobs_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "已结束任务保留天数",
            "Days to keep finished jobs",
            "任务台账；失败后重试要在此期间内",
            "The ledger; a failed job can be retried within this time",
        ),
    ] = 14
    runs_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "运行记录保留天数",
            "Days to keep runs",
            "同步与任务中的记录、日志和逐行结果",
            "What 同步与任务 shows: runs, their logs and row reports",
        ),
    ] = 180
