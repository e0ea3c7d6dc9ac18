"""What an administrator may set about signing in."""

from typing import Annotated

from pydantic import Field

from deskside.platform.settings import SettingsGroup, Words, settings_group


@settings_group("security", title=Words("登录与安全", "Sign-in and security"))
class Security(SettingsGroup):
    """Sessions end after 12 hours however they are set."""

    idle_minutes: Annotated[
        int,
        Field(ge=5, le=720),
        Words(
            "空闲多少分钟后退出",
            "Sign out after idle minutes",
            "无操作超过该时间需重新登录；最长 12 小时。",
            "Without any request for this long, people sign in again; 12 hours at most.",
        ),
    ] = 30
