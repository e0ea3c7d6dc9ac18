"""Words of notify itself: what channels are called."""

from deskside.platform.settings import Words

CHANNEL_TITLES: dict[str, Words] = {
    "wechat": Words("微信公众号", "WeChat Official Account"),
    "wecom": Words("企业微信", "WeCom"),
    "wecom_bot": Words("企业微信群机器人", "WeCom group bot"),
    "sms": Words("短信", "SMS"),
    "email": Words("邮件", "E-mail"),
    "inbox": Words("站内消息", "Console inbox"),
    "apprise": Words("其他渠道", "Other channels"),
}
GROUPS: dict[str, str] = {
    "wechat": "notify_wechat",
    "wecom": "notify_wecom",
    "wecom_bot": "notify_wecom",
    "sms": "notify_sms",
    "email": "notify_email",
    "apprise": "notify_apprise",
}


def said(words: Words, language: str) -> str:
    """In the reader's language."""
    return words.en if language == "en" else words.zh
