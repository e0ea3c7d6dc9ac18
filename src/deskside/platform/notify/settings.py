"""What the site may set of notices, beside the channels' own addresses and keys."""

from datetime import time
from typing import Annotated

from pydantic import Field, StringConstraints

from deskside.platform.settings import SettingsGroup, Words, settings_group

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Quota = Annotated[int, Field(ge=0, le=1_000_000)]
UNLIMITED_ZH, UNLIMITED_EN = "0 表示不限", "0 means no limit"


@settings_group("notify", title=Words("消息", "Notices"))
class NotifySettings(SettingsGroup):
    """How notices go out. Quiet hours follow the site's zone."""

    quiet: Annotated[
        bool,
        Words(
            "启用免打扰时段",
            "Quiet hours",
            "时段内的消息等到结束后再发；紧急消息和站内消息不受限",
            "Notices wait until they end; urgent ones and the inbox do not",
        ),
    ] = True
    quiet_from: Annotated[Clock, Words("免打扰开始", "Quiet from", "如 22:00", "Like 22:00")] = "22:00"
    quiet_to: Annotated[Clock, Words("免打扰结束", "Quiet until", "可跨午夜", "May be past midnight")] = (
        "08:00"
    )
    digest_at: Annotated[
        Clock,
        Words(
            "每日汇总时间", "Daily digest at", "选择每日汇总的人在此时收到", "For those who chose a digest"
        ),
    ] = "09:00"
    expire_hours: Annotated[
        int,
        Field(ge=1, le=720),
        Words(
            "消息有效小时数",
            "Hours until a notice expires",
            "超过后不再发送，恢复备份后也不会补发旧消息",
            "Older ones are not sent, also not after a backup was restored",
        ),
    ] = 24
    retries: Annotated[
        int,
        Field(ge=0, le=20),
        Words(
            "换渠道前的重试次数",
            "Retries before the next channel",
            "没有下一渠道时，重试直到消息过期",
            "Without a next channel it is tried until it expires",
        ),
    ] = 3
    retry_seconds: Annotated[
        int,
        Field(ge=1, le=900),
        Words("首次重试间隔（秒）", "Seconds before the first retry", "以后每次加倍", "Doubled each time"),
    ] = 10
    kept_days: Annotated[
        int,
        Field(ge=7, le=3650),
        Words("发送记录保留天数", "Days to keep the log", "更早的夜间删除", "Older ones go at night"),
    ] = 180
    alarm_logins: Annotated[
        str,
        Field(max_length=500),
        Words(
            "告警接收人",
            "Who is told of alarms",
            "登录名，逗号分隔；留空则为所有可管理任务的人",
            "Logins between commas; empty: everybody who may manage runs",
        ),
    ] = ""
    sms_hour: Annotated[Quota, Words("短信每小时上限", "SMS an hour", UNLIMITED_ZH, UNLIMITED_EN)] = 0
    sms_day: Annotated[Quota, Words("短信每日上限", "SMS a day", UNLIMITED_ZH, UNLIMITED_EN)] = 2000
    email_hour: Annotated[Quota, Words("邮件每小时上限", "Mails an hour", UNLIMITED_ZH, UNLIMITED_EN)] = 0
    email_day: Annotated[Quota, Words("邮件每日上限", "Mails a day", UNLIMITED_ZH, UNLIMITED_EN)] = 0
    wechat_hour: Annotated[Quota, Words("公众号每小时上限", "WeChat an hour", UNLIMITED_ZH, UNLIMITED_EN)] = 0
    wechat_day: Annotated[Quota, Words("公众号每日上限", "WeChat a day", UNLIMITED_ZH, UNLIMITED_EN)] = (
        100_000
    )
    wecom_hour: Annotated[Quota, Words("企业微信每小时上限", "WeCom an hour", UNLIMITED_ZH, UNLIMITED_EN)] = 0
    wecom_day: Annotated[Quota, Words("企业微信每日上限", "WeCom a day", UNLIMITED_ZH, UNLIMITED_EN)] = 0

    def quota(self, channel: str) -> tuple[int, int]:
        """How many tries an hour and a day the channel has; 0: no limit."""
        name = "wecom" if channel == "wecom_bot" else channel
        hour, day = getattr(self, f"{name}_hour", 0), getattr(self, f"{name}_day", 0)
        return int(hour), int(day)


def parse_clock(text: str) -> time:
    """`22:00` as a time of day."""
    return time.fromisoformat(text)
