"""What the operator says of channels through the environment; it wins over what is typed into the console."""

from typing import ClassVar, Literal

from pydantic_settings import SettingsConfigDict

from deskside.kernel.config import EnvGroup

SmsProvider = Literal["aliyun", "tencent"]


def _prefix(name: str) -> SettingsConfigDict:
    return SettingsConfigDict(env_prefix=name, env_ignore_empty=True, extra="ignore", frozen=True)


class SmtpEnv(EnvGroup):
    """`smtp[s]://user:password@host:port/?from=…&starttls=1`."""

    model_config: ClassVar[SettingsConfigDict] = _prefix("DESKSIDE_SMTP_")
    url: str | None = None


class SmsEnv(EnvGroup):
    """The SMS provider, its account, the approved signature, and at Tencent the application."""

    model_config: ClassVar[SettingsConfigDict] = _prefix("DESKSIDE_SMS_")
    provider: SmsProvider | None = None
    url: str | None = None
    key: str | None = None
    secret: str | None = None
    sign: str = ""
    app: str = ""


class WechatEnv(EnvGroup):
    """The Official Account."""

    model_config: ClassVar[SettingsConfigDict] = _prefix("DESKSIDE_WECHAT_")
    url: str | None = None
    appid: str | None = None
    secret: str | None = None


class WecomEnv(EnvGroup):
    """The WeCom application, and the webhook of a group's bot."""

    model_config: ClassVar[SettingsConfigDict] = _prefix("DESKSIDE_WECOM_")
    url: str | None = None
    corpid: str | None = None
    agentid: str = ""
    secret: str | None = None
    bot_url: str | None = None


class SinksEnv(EnvGroup):
    """Where the demo world shows what people received."""

    model_config: ClassVar[SettingsConfigDict] = _prefix("DESKSIDE_NOTIFY_")
    sinks_url: str | None = None
