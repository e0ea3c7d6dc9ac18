"""Channels typed into the console: the same as the environment's, secrets encrypted and never shown."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from deskside.platform.settings import SettingsGroup, Words, settings_group

Text = Annotated[str, Field(max_length=200)]
BY_ENV_ZH = "环境变量已设置时以环境变量为准"
BY_ENV_EN = "The environment wins where it names one"


@settings_group("notify_email", title=Words("邮件服务器", "Mail server"))
class EmailAccount(SettingsGroup):
    """SMTP, where `DESKSIDE_SMTP_URL` is not set."""

    host: Annotated[Text, Words("服务器", "Host", BY_ENV_ZH, BY_ENV_EN)] = ""
    port: Annotated[
        int, Field(ge=1, le=65_535), Words("端口", "Port", "通常 465 或 587", "Usually 465 or 587")
    ] = 465
    security: Annotated[
        Literal["ssl", "starttls", "plain"],
        Words("加密", "Encryption", "plain 仅限内网", "plain is for a network of your own"),
    ] = "ssl"
    username: Annotated[Text, Words("用户名", "User name")] = ""
    password: Annotated[SecretStr, Words("密码或授权码", "Password", "只写不显", "Never shown")] = SecretStr(
        ""
    )
    sender: Annotated[
        Text, Words("发件人", "From", "如 客服 <desk@example.com>", "Like Desk <desk@example.com>")
    ] = ""


@settings_group("notify_sms", title=Words("短信服务", "SMS provider"))
class SmsAccount(SettingsGroup):
    """Aliyun or Tencent, where `DESKSIDE_SMS_PROVIDER` is not set."""

    provider: Annotated[
        Literal["", "aliyun", "tencent"], Words("服务商", "Provider", BY_ENV_ZH, BY_ENV_EN)
    ] = ""
    key: Annotated[Text, Words("AccessKey ID / SecretId", "AccessKey ID / SecretId")] = ""
    secret: Annotated[SecretStr, Words("AccessKey Secret / SecretKey", "Its secret")] = SecretStr("")
    sign: Annotated[Text, Words("短信签名", "Signature", "已审核的签名", "The approved one")] = ""
    app: Annotated[Text, Words("应用 ID（腾讯云）", "SdkAppId (Tencent)")] = ""


@settings_group("notify_wechat", title=Words("微信公众号", "WeChat Official Account"))
class WechatAccount(SettingsGroup):
    """Where `DESKSIDE_WECHAT_APPID` is not set."""

    appid: Annotated[Text, Words("AppID", "AppID", BY_ENV_ZH, BY_ENV_EN)] = ""
    secret: Annotated[SecretStr, Words("AppSecret", "AppSecret")] = SecretStr("")


@settings_group("notify_wecom", title=Words("企业微信", "WeCom"))
class WecomAccount(SettingsGroup):
    """Where `DESKSIDE_WECOM_CORPID` and `_BOT_URL` are not set."""

    corpid: Annotated[Text, Words("企业 ID", "Corp ID", BY_ENV_ZH, BY_ENV_EN)] = ""
    agentid: Annotated[Text, Words("应用 AgentId", "AgentId")] = ""
    secret: Annotated[SecretStr, Words("应用 Secret", "Secret")] = SecretStr("")
    bot_url: Annotated[
        SecretStr,
        Words("群机器人 Webhook", "Webhook of a group's bot", "含密钥，只写不显", "Holds a key: never shown"),
    ] = SecretStr("")


@settings_group("notify_apprise", title=Words("其他渠道（Apprise）", "Other channels (Apprise)"))
class AppriseAccount(SettingsGroup):
    """Any address that Apprise knows."""

    urls: Annotated[
        SecretStr,
        Words(
            "Apprise 地址",
            "Apprise addresses",
            "每行一个，如 dingtalk://… 或 lark://…；消息发往全部",
            "One a line, like dingtalk://… or lark://…; notices go to all",
        ),
    ] = SecretStr("")
