"""How the channels are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from deskside.kernel import clock
from deskside.kernel.db import Reads
from deskside.kernel.vault import SecretLost, Vault
from deskside.platform.notify.accounts import ACCOUNTS, Sms, by_environment
from deskside.platform.notify.environment import SinksEnv
from deskside.platform.notify.models import ChannelState, Delivery
from deskside.platform.notify.quotas import DAY, HOUR, used_now
from deskside.platform.notify.schemas.channels import ChannelOut, ChannelsOut, Health, Source
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.notify.texts import CHANNELS
from deskside.platform.notify.words import CHANNEL_TITLES, GROUPS, said
from deskside.platform.settings import current

BUILT_IN = "inbox"
DEMO = "demo"


def list_channels(db: Reads, vault: Vault, zone: ZoneInfo, language: str) -> ChannelsOut:
    """Every channel with how it is set up, how it goes, and how much of it was used."""
    states = {row.channel: row for row in db.scalars(select(ChannelState))}
    used = used_now(db, zone)
    waiting = _waiting(db)
    limits = current(db, NotifySettings)
    items = []
    for channel in CHANNELS:
        source, provider = _source(db, vault, channel)
        hour, day = limits.quota(channel)
        values = {
            "key": channel,
            "title": said(CHANNEL_TITLES[channel], language),
            "configured": source != "none",
            "source": source,
            "settings_group": GROUPS.get(channel),
            "provider": provider,
            "waiting": waiting.get(channel, 0),
            "hour": {"limit": hour, "used": used.get((channel, HOUR), 0)},
            "day": {"limit": day, "used": used.get((channel, DAY), 0)},
            **_health(states.get(channel), source),
        }
        items.append(ChannelOut.model_validate(values))
    return ChannelsOut(items=items, sinks_url=SinksEnv().sinks_url)


def _source(db: Reads, vault: Vault, channel: str) -> tuple[Source, str | None]:
    if channel == BUILT_IN:
        return "built_in", None
    source, provider = _set_up(db, vault, channel)
    return ("built_in", DEMO) if source == "none" and SinksEnv().sinks_url else (source, provider)


def _set_up(db: Reads, vault: Vault, channel: str) -> tuple[Source, str | None]:
    try:
        account = ACCOUNTS[channel](db, vault)
    except SecretLost:
        return "none", None
    if account is None:
        return "none", None
    provider = account.provider if isinstance(account, Sms) else None
    return ("environment" if by_environment(channel) else "settings"), provider


def _health(row: ChannelState | None, source: Source) -> dict[str, object]:
    now = clock.now()
    paused = row.paused_until if row and row.paused_until and row.paused_until > now else None
    health: Health = "ok"
    if source == "none":
        health = "not_configured"
    elif row is None or (row.last_success_at is None and row.last_failure_at is None):
        health = "unused"
    elif row.refused:
        health = "refused"
    elif paused or row.failures:
        health = "down"
    names = ("last_success_at", "last_failure_at", "last_error", "sample")
    shown: dict[str, datetime | str | None] = {name: getattr(row, name, None) for name in names}
    return {"health": health, "paused_until": paused, **shown}


def _waiting(db: Reads) -> dict[str, int]:
    open_ones = Delivery.state.in_(("waiting", "maybe", "sending"))
    counted = select(Delivery.channel, func.count(Delivery.id)).where(open_ones).group_by(Delivery.channel)
    return dict(db.execute(counted).all())
