"""What the operator and managers may set of calls."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from deskside.kernel.config import EnvGroup
from deskside.platform.settings import SettingsGroup, Words, settings_group


class CallsEnv(EnvGroup):
    """The vendor's base address and credentials; a secret wins over a user name and password."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DESKSIDE_CALLS_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    url: str | None = None
    username: str | None = None
    password: SecretStr | None = None
    secret: SecretStr | None = None


@settings_group("calls", title=Words("外呼统计", "Outbound calls"))
class CallsSettings(SettingsGroup):
    """Reading the vendor, keeping records, and when to raise an alarm."""

    records_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "话单保留天数",
            "Days to keep call records",
            "更早的话单每晚清理；统计数永久保留",
            "Older call records go at night; statistics stay for ever",
        ),
    ] = 30
    parallel: Annotated[
        int,
        Field(ge=1, le=32),
        Words("同时请求页数", "Pages asked for at once", "不超过供应商的限制", "Within the vendor's limit"),
    ] = 8
    slow_page_seconds: Annotated[
        float,
        Field(ge=0.1, le=300),
        Words(
            "接口变慢告警（秒）",
            "Vendor is slow beyond (s)",
            "一次同步中 95% 的页应快于此值",
            "95% of a sync's pages should be faster",
        ),
    ] = 5.0
    work_from: Annotated[int, Field(ge=0, le=23), Words("工作时间起（点）", "Working hours from (hour)")] = 9
    work_to: Annotated[int, Field(ge=1, le=24), Words("工作时间止（点）", "Working hours to (hour)")] = 21
    holidays: Annotated[
        str,
        Field(max_length=4000),
        Words(
            "节假日",
            "Holidays",
            "用逗号分隔的日期，如 2026-10-01,2026-10-02",
            "Dates with commas between them, as 2026-10-01,2026-10-02",
        ),
    ] = ""
    quiet_minutes: Annotated[
        int,
        Field(ge=10, le=600),
        Words(
            "无话单告警（分钟）",
            "No record for (minutes)",
            "工作时间内连续无话单达到此值即告警",
            "In working hours, so long without a record raises an alarm",
        ),
    ] = 60
    quiet_usual: Annotated[
        int,
        Field(ge=1, le=100_000),
        Words(
            "平时该时段至少话单数",
            "Usual records in that hour",
            "最近四个相同星期的同一小时都达到此值才会告警",
            "Only where the same hour of the last four same weekdays had as many",
        ),
    ] = 20
    sigmas: Annotated[
        float,
        Field(ge=1, le=10),
        Words(
            "偏离倍数（σ）",
            "Standard deviations",
            "与最近八个相同星期相比偏离超过此倍数即告警",
            "Beyond so many of the last eight same weekdays raises an alarm",
        ),
    ] = 3.0
    tracks_differ: Annotated[
        int,
        Field(ge=0, le=1_000_000),
        Words(
            "两轨允许相差",
            "Tracks may differ by",
            "任务成功数与话单成功数相差超过此值即告警",
            "The tracks' numbers of successes may differ by so many",
        ),
    ] = 0
    ranking_minimum: Annotated[
        int,
        Field(ge=1, le=100_000),
        Words("排行最少接通数", "Fewest answered calls to be ranked"),
    ] = 30
    first_answers: Annotated[
        bool,
        Words(
            "统计首拨接通",
            "Count first answers",
            "每次完整同步后统计号码数、接通号码数与首次拨打即接通数",
            "After each whole reading: numbers called, reached, and reached by the first call",
        ),
    ] = False
    report_to: Annotated[
        str,
        Field(max_length=2000),
        Words(
            "周报收件人",
            "Who gets the weekly report",
            "登录名，用逗号分隔",
            "Logins with commas between them",
        ),
    ] = ""

    @field_validator("holidays")
    @classmethod
    def _dates(cls, text: str) -> str:
        for part in _parts(text):
            date.fromisoformat(part)
        return text

    def holiday_dates(self) -> frozenset[date]:
        """The listed holidays."""
        return frozenset(date.fromisoformat(part) for part in _parts(self.holidays))

    def report_logins(self) -> list[str]:
        """Who gets the weekly report."""
        return _parts(self.report_to)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
