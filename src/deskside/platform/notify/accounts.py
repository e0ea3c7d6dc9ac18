"""How each channel is set up now: by the environment, by the console, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy.orm import Session

from deskside.kernel.errors import BadRequest
from deskside.kernel.vault import Vault
from deskside.platform.notify.environment import SmsEnv, SmsProvider, SmtpEnv, WechatEnv, WecomEnv
from deskside.platform.notify.typed import (
    AppriseAccount,
    EmailAccount,
    SmsAccount,
    WechatAccount,
    WecomAccount,
)
from deskside.platform.settings import current

Security = Literal["ssl", "starttls", "plain"]
PORTS: dict[Security, int] = {"ssl": 465, "starttls": 587, "plain": 25}
SMS_URLS: dict[SmsProvider, str] = {
    "aliyun": "https://dysmsapi.aliyuncs.com/",
    "tencent": "https://sms.tencentcloudapi.com/",
}
WECHAT_URL = "https://api.weixin.qq.com"
WECOM_URL = "https://qyapi.weixin.qq.com"


@dataclass(frozen=True)
class Smtp:
    """A mail server. `trusted`: the operator named it, wherever it is."""

    host: str
    port: int
    security: Security
    username: str
    password: str
    sender: str
    trusted: bool


@dataclass(frozen=True)
class Sms:
    """An account at an SMS provider."""

    provider: SmsProvider
    url: str
    key: str
    secret: str
    sign: str
    app: str


@dataclass(frozen=True)
class Wechat:
    """An Official Account."""

    url: str
    appid: str
    secret: str


@dataclass(frozen=True)
class Wecom:
    """A WeCom application."""

    url: str
    corpid: str
    agentid: str
    secret: str


@dataclass(frozen=True)
class Bot:
    """A group's webhook."""

    url: str
    trusted: bool


@dataclass(frozen=True)
class Apprise:
    """Addresses for Apprise."""

    urls: Sequence[str]


Account = Smtp | Sms | Wechat | Wecom | Bot | Apprise


def parse_smtp(url: str) -> Smtp:
    """The mail server that DESKSIDE_SMTP_URL names; BadRequest says what is wrong with it."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadRequest("DESKSIDE_SMTP_URL: write smtp[s]://user:password@host:port/?from=…&starttls=1")
    starttls = query.get("starttls", ["0"])[0] in {"1", "true", "yes"}
    security: Security = "ssl" if parts.scheme == "smtps" else "starttls" if starttls else "plain"
    user = unquote(parts.username or "")
    sender = query.get("from", [user])[0]
    if "@" not in sender:
        raise BadRequest("DESKSIDE_SMTP_URL: name the sender with ?from=desk@example.com")
    port = parts.port or PORTS[security]
    return Smtp(parts.hostname, port, security, user, unquote(parts.password or ""), sender, trusted=True)


def email_account(db: Session, vault: Vault) -> Smtp | None:
    """Where mail goes out."""
    url = SmtpEnv().url
    if url:
        return parse_smtp(url)
    typed = current(db, EmailAccount, vault)
    if not typed.host or "@" not in (typed.sender or typed.username):
        return None
    return Smtp(
        typed.host,
        typed.port,
        typed.security,
        typed.username,
        typed.password.get_secret_value(),
        typed.sender or typed.username,
        trusted=False,
    )


def sms_account(db: Session, vault: Vault) -> Sms | None:
    """Who sends SMS."""
    named = SmsEnv()
    if named.provider and named.key and named.secret:
        url = named.url or SMS_URLS[named.provider]
        return Sms(named.provider, url, named.key, named.secret, named.sign, named.app)
    typed = current(db, SmsAccount, vault)
    secret = typed.secret.get_secret_value()
    if not typed.provider or not typed.key or not secret:
        return None
    return Sms(typed.provider, SMS_URLS[typed.provider], typed.key, secret, typed.sign, typed.app)


def wechat_account(db: Session, vault: Vault) -> Wechat | None:
    """The Official Account."""
    named = WechatEnv()
    url = named.url or WECHAT_URL
    if named.appid and named.secret:
        return Wechat(url, named.appid, named.secret)
    typed = current(db, WechatAccount, vault)
    secret = typed.secret.get_secret_value()
    return Wechat(url, typed.appid, secret) if typed.appid and secret else None


def wecom_account(db: Session, vault: Vault) -> Wecom | None:
    """The WeCom application."""
    named = WecomEnv()
    url = named.url or WECOM_URL
    if named.corpid and named.secret:
        return Wecom(url, named.corpid, named.agentid, named.secret)
    typed = current(db, WecomAccount, vault)
    secret = typed.secret.get_secret_value()
    return Wecom(url, typed.corpid, typed.agentid, secret) if typed.corpid and secret else None


def bot_account(db: Session, vault: Vault) -> Bot | None:
    """The group's bot."""
    named = WecomEnv().bot_url
    if named:
        return Bot(named, trusted=True)
    typed = current(db, WecomAccount, vault).bot_url.get_secret_value().strip()
    return Bot(typed, trusted=False) if typed else None


def apprise_account(db: Session, vault: Vault) -> Apprise | None:
    """Where Apprise sends to."""
    lines = current(db, AppriseAccount, vault).urls.get_secret_value().splitlines()
    urls = tuple(line.strip() for line in lines if line.strip())
    return Apprise(urls) if urls else None


ACCOUNTS = {
    "email": email_account,
    "sms": sms_account,
    "wechat": wechat_account,
    "wecom": wecom_account,
    "wecom_bot": bot_account,
    "apprise": apprise_account,
}


def by_environment(channel: str) -> bool:
    """Whether the environment sets the channel up."""
    named = {
        "email": SmtpEnv().url,
        "sms": SmsEnv().provider and SmsEnv().key,
        "wechat": WechatEnv().appid,
        "wecom": WecomEnv().corpid,
        "wecom_bot": WecomEnv().bot_url,
    }
    return bool(named.get(channel))
